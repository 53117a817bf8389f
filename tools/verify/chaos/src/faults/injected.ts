import { setTimeout as sleep } from 'node:timers/promises';
import { noCalls, type Fault } from './fault.js';
import { pickOne } from './targets.js';

const JUMP_MS = 600_000;

/** Injects nothing, as the baseline for all other faults. */
export const none: Fault = {
  name: 'none',
  description: 'no fault',
  runsOn: ['standalone', 'stack'],
  maxGapMs: 0,
  lastsMs: 10_000,
  run: async () => noCalls,
};

/** Delivers messages late, twice, or again in a row as after a rebalance. At-least-once delivery allows all of that. */
export const duplicates: Fault = {
  name: 'duplicates',
  description: 'deliveries arrive late, twice, and again in a row, all the time',
  runsOn: ['standalone', 'stack'],
  needs: { inject: ['duplicates'] },
  maxGapMs: 0,
  lastsMs: 20_000,
  run: async () => noCalls,
};

/** Publishes unreadable messages on every topic, with new keys and with the key of one live call. */
export const poison: Fault = {
  name: 'poison',
  description: 'garbage, unknown types, wrong versions, 1 MiB of noise on every topic',
  runsOn: ['standalone', 'stack'],
  needs: { inject: ['poison'] },
  maxGapMs: 0,
  lastsMs: 20_000,
  run: async ({ deployment, calls, random, log }) => {
    const victim = pickOne(calls, random).plan.callId;
    await deployment.sendCommand({ poison: { victim } });
    log(`published poison on every topic, also for ${victim}`);
    await sleep(2_000);
    return new Set([victim]);
  },
};

/** Sets the wall clock of every process ahead by minutes, and later back. */
export const clockJump: Fault = {
  name: 'clock-jump',
  description: `the clock of every process jumps ${JUMP_MS / 60_000} minutes ahead, then back`,
  runsOn: ['standalone', 'stack'],
  needs: { inject: ['clock'] },
  maxGapMs: 0,
  lastsMs: 30_000,
  run: async ({ deployment, log }) => {
    await deployment.sendCommand({ clock: { offsetMs: JUMP_MS } });
    log(`clocks are ${JUMP_MS / 60_000} minutes ahead`);
    await sleep(10_000);
    await deployment.sendCommand({ clock: { offsetMs: 0 } });
    log('clocks are right again');
    return noCalls;
  },
};
