import type { Clock } from '@earshot/ports';

/** The real time. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
