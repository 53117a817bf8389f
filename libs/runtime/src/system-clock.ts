import { randomUUID } from 'node:crypto';
import type { Clock, NewId } from '@earshot/ports';
import { SteadyTime } from './steady-time.js';

const time = new SteadyTime({ wallMs: () => Date.now(), steadyMs: () => performance.now() });

/** The machine's time, which no setting of its clock makes jump; timers do not keep the process alive. */
export const systemClock: Clock = {
  nowMs: () => time.nowMs(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

export const newUuid: NewId = () => randomUUID();
