import type { ParticipantList } from '../participants/participant-list.js';
import { describePause, isPausedSpan } from '../pause/paused-spans.js';
import type { Playback } from '../recording/playback.js';
import { WordlessRow } from './WordlessRow.js';
import type { MarkedSpan } from './wordless-spans.js';

interface SpanRowProps {
  readonly span: MarkedSpan;
  readonly participants: ParticipantList;
  readonly playback: Playback | null;
}

/** Says where no words stand among the lines, and why: the call was paused, or the speech engine gave none. */
export function SpanRow({ span, participants, playback }: SpanRowProps) {
  if (isPausedSpan(span))
    return (
      <p className="line-paused" title="Nothing that was said here was transcribed, recorded or kept.">
        {describePause(span)}
      </p>
    );
  return <WordlessRow span={span} participant={participants.find(span.participant)} playback={playback} />;
}
