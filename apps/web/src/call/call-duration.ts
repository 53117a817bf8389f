import type { CallRowFragment } from '@earshot/graphql-api';
import { isInProgress } from './call-status.js';

/** What the length of a call depends on. */
export type TimedCall = Pick<
  CallRowFragment,
  'status' | 'startedAt' | 'endedAt' | 'updatedAt' | 'durationMs' | 'silence'
>;

/**
 * A call in progress whose stored state is older than this is cut off: its source or its service is gone. While audio
 * arrives, also silence, the stored duration grows every ten seconds.
 */
const cutOffAfterMs = 30_000;

/**
 * The length of a call at a moment of the server's clock. A call in progress grows up to that moment. A call that lost its
 * connection keeps the length of its audio, and a call that is cut off the length that is known.
 */
export function shownDurationMs(call: TimedCall, nowMs: number): number {
  if (!isInProgress(call)) return call.durationMs;
  const startMs = Date.parse(call.startedAt);
  if (call.silence?.isConnected === false) return Math.max(call.durationMs, Date.parse(call.silence.since) - startMs);
  const updatedMs = Date.parse(call.updatedAt);
  const knownMs = Math.max(call.durationMs, updatedMs - startMs);
  return nowMs - updatedMs > cutOffAfterMs ? knownMs : Math.max(knownMs, nowMs - startMs);
}
