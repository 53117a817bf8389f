import { useSyncExternalStore } from 'react';
import type { CallRowFragment } from '@earshot/graphql-api';
import { serverNowMs } from '../api/server-clock.js';
import { formatDuration } from '../ui/format-duration.js';
import { isInProgress } from './call-status.js';

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

/** A call's length. It counts on while the call is in progress; only this text renders again, not the table around it. */
export function CallDuration({ call }: { call: CallRowFragment }) {
  const inProgress = isInProgress(call);
  const shown = useSyncExternalStore(inProgress ? subscribeToSeconds : subscribeToNothing, () =>
    formatDuration(
      inProgress ? Math.max(call.durationMs, serverNowMs() - Date.parse(call.startedAt)) : call.durationMs,
    ),
  );
  return <span className="tabular">{shown}</span>;
}
