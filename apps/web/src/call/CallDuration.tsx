import { useSyncExternalStore } from 'react';
import { serverNowMs, toServerMs } from '../api/server-clock.js';
import { useLostSinceMs } from '../api/use-lost-since.js';
import { formatDuration } from '../ui/format-duration.js';
import { isInProgress } from './call-status.js';
import { type TimedCall, shownDurationMs } from './call-duration.js';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for all durations on the page. */
const subscribeToSeconds = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((notify) => notify()), 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

const subscribeToNothing = (): (() => void) => () => undefined;

/**
 * A call's length. It counts on while the call is in progress, and stands still while nothing of the call or of the server
 * arrives. Only this text renders again, not the table around it.
 */
export function CallDuration({ call }: { call: TimedCall }) {
  const lostSinceMs = useLostSinceMs();
  const isCounting = isInProgress(call) && lostSinceMs === null;
  const shown = useSyncExternalStore(isCounting ? subscribeToSeconds : subscribeToNothing, () =>
    formatDuration(shownDurationMs(call, lostSinceMs === null ? serverNowMs() : toServerMs(lostSinceMs))),
  );
  return <span className="tabular">{shown}</span>;
}
