import { useSyncExternalStore } from 'react';
import { useLiveLink } from '../api/api.js';
import type { ConnectionState } from '../api/live-link.js';

const words: Record<ConnectionState, string> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  failed: 'Reconnecting',
};

/** Whether what is on the screen is live. */
export function ConnectionBadge() {
  const link = useLiveLink();
  const state = useSyncExternalStore(link.onStateChange, link.getState);
  return (
    <span className={`connection connection-${state}`} role="status" aria-label={`Connection: ${words[state]}`}>
      <span className="connection-dot" aria-hidden="true" />
      {words[state]}
    </span>
  );
}
