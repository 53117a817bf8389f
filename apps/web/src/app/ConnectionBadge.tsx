import { useSyncExternalStore } from 'react';
import { useLiveLink } from '../api/ApiProvider.js';
import { useLostSinceMs } from '../api/use-lost-since.js';
import { formatTimeOfDay } from '../ui/format-time.js';
import type { ConnectionState } from '../api/live-link.js';

const reconnecting = { label: 'Reconnecting…', detail: 'The connection is lost. Changes appear when it is back.' };

const copy: Record<ConnectionState, { label: string; detail: string }> = {
  connecting: { label: 'Connecting…', detail: 'Changes appear when the connection is open.' },
  live: { label: 'Live', detail: 'Changes appear as they happen.' },
  reconnecting,
  failed: reconnecting,
};

/** Whether the page receives live changes. */
export function ConnectionBadge() {
  const link = useLiveLink();
  const state = useSyncExternalStore(link.onStateChange, link.getState);
  const { label, detail } = copy[state];
  return (
    <span
      className={`connection connection-${state}`}
      role="status"
      aria-label={`Connection: ${label} ${detail}`}
      title={detail}
    >
      <span className="connection-dot" aria-hidden="true" />
      {label}
    </span>
  );
}

/** Says since when the page is out of date. Absent while the connection is open. */
export function LostConnectionNotice() {
  const lostSinceMs = useLostSinceMs();
  if (lostSinceMs === null) return null;
  return (
    <p className="lost-notice" role="alert">
      <strong>Connection lost at {formatTimeOfDay(lostSinceMs)}.</strong> The page shows what was known then. It is
      updated when the connection is back.
    </p>
  );
}
