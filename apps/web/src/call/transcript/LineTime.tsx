import { formatDuration } from '../../ui/format-duration.js';

/** The start of the line; with a recording, a button that plays from there. */
export function LineTime({ startMs, onPlay }: { startMs: number; onPlay: (() => void) | undefined }) {
  const time = formatDuration(startMs);
  if (!onPlay) return <span className="line-time">{time}</span>;
  return (
    <button type="button" className="line-time" aria-label={`Play from ${time}`} onClick={onPlay}>
      {time}
    </button>
  );
}
