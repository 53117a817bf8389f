import type { Playback } from '../recording/playback.js';
import { LineTime } from './LineTime.js';
import { describeWordless, type WordlessSpan } from './wordless-spans.js';

interface WordlessRowProps {
  readonly span: WordlessSpan;
  readonly playback: Playback | null;
}

/** Says where somebody spoke and no words came, so that nobody takes it for silence. */
export function WordlessRow({ span, playback }: WordlessRowProps) {
  const { fromMs } = span;
  return (
    <div className="line line-wordless">
      <LineTime startMs={fromMs} onPlay={playback ? () => playback.playFrom(fromMs) : undefined} />
      <span className="wordless-text" title="The speech engine heard somebody here and recognized no words.">
        {describeWordless(span)}
      </span>
    </div>
  );
}
