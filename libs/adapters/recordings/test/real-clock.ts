import type { Clock } from '@earshot/ports';

/** What is tested here waits for a real server. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
