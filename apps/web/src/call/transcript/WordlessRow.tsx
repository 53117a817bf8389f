import { lookClasses } from '../participants/look.js';
import type { ShownParticipant } from '../participants/participant-list.js';
import type { Playback } from '../recording/playback.js';
import { LineSpeaker } from './LineSpeaker.js';
import { LineTime } from './LineTime.js';
import { describeWordless, type WordlessSpan } from './wordless-spans.js';

interface WordlessRowProps {
  readonly span: WordlessSpan;
  readonly participant: ShownParticipant;
  readonly playback: Playback | null;
}

/** Says where somebody spoke and no words came, so that nobody takes it for silence. */
export function WordlessRow({ span, participant, playback }: WordlessRowProps) {
  const { fromMs } = span;
  return (
    <div className={`line line-wordless ${lookClasses(participant)}`}>
      <LineTime startMs={fromMs} onPlay={playback ? () => playback.playFrom(fromMs) : undefined} />
      <LineSpeaker participant={participant} role={span.participant.role} />
      <span className="wordless-text" title="The speech engine heard somebody here and recognized no words.">
        {describeWordless(span)}
      </span>
    </div>
  );
}
