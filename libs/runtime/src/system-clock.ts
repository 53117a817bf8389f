import { randomUUID } from 'node:crypto';
import type { Clock, NewId } from '@earshot/ports';
import { SteadyClock } from './steady-clock.js';

const steadyClock = new SteadyClock({ wallMs: () => Date.now(), steadyMs: () => performance.now() });

/** The clock of the machine, without its jumps. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  nowMs: () => steadyClock.nowMs(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

export const newUuid: NewId = () => randomUUID();
