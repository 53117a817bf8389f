import type { Clock } from '@earshot/ports';

/** A real clock, because these tests wait for a real server. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
