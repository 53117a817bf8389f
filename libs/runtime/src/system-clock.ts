import { randomUUID } from 'node:crypto';
import type { Clock, NewId } from '@earshot/ports';

/** The machine's clock; its timers do not keep the process alive. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

export const newUuid: NewId = () => randomUUID();
