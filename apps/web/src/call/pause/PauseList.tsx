import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatTime } from '../../ui/format-time.js';
import { describePauseChange, type PauseChange } from './pause-changes.js';
import { describePause, pausedSpans } from './paused-spans.js';

interface PauseListProps {
  readonly ledgers: CallDetailFragment['ledger'];
  readonly changes: readonly PauseChange[];
}

/** Where the call was paused, and who paused it. */
export function PauseList({ ledgers, changes }: PauseListProps) {
  const pauses = pausedSpans(ledgers);
  if (pauses.length === 0 && changes.length === 0) return null;
  return (
    <ul className="gaps" aria-label="Pauses">
      {pauses.map((pause) => (
        <li key={pause.fromMs}>{describePause(pause)}. Nothing of it was kept.</li>
      ))}
      {changes.map((change) => (
        <li key={change.at}>
          {describePauseChange(change)}, {formatTime(change.at)}
        </li>
      ))}
    </ul>
  );
}
