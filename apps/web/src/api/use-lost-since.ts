import { useSyncExternalStore } from 'react';
import { useLiveLink } from './ApiProvider.js';

/**
 * When the page last heard the server, in ms since 1970 by this computer's clock, if the connection is lost. Null while it
 * is open, and during the first attempt.
 */
export function useLostSinceMs(): number | null {
  const link = useLiveLink();
  return useSyncExternalStore(link.onStateChange, link.getLostSinceMs);
}
