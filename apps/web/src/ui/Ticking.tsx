import { useSyncExternalStore } from 'react';
import { formatDuration } from './format-duration.js';
import { serverNowMs } from './server-clock.js';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const everySecond = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((each) => each()), 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

const never = (): (() => void) => () => undefined;

/** A call's length, counting on by itself while the call is live; only this text renders again, not its table. */
export function Ticking({ startedAt, durationMs, live }: { startedAt: string; durationMs: number; live: boolean }) {
  const shown = useSyncExternalStore(live ? everySecond : never, () =>
    formatDuration(live ? Math.max(durationMs, serverNowMs() - Date.parse(startedAt)) : durationMs),
  );
  return <span className="tabular">{shown}</span>;
}
