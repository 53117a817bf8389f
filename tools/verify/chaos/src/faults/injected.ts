import { setTimeout as sleep } from 'node:timers/promises';
import { nobody, type Fault } from './fault.js';
import { anyOf } from './targets.js';

const JUMP_MS = 600_000;

/** Nothing goes wrong: what holds here is the measure for the rest. */
export const none: Fault = {
  name: 'none',
  says: 'nothing goes wrong',
  runsOn: ['standalone', 'stack'],
  maxGapMs: 0,
  lastsMs: 10_000,
  run: async () => nobody,
};

/** At least once, taken at its word: messages come late, come twice, come again in a row as after a new assignment. */
export const duplicates: Fault = {
  name: 'duplicates',
  says: 'deliveries come late, twice, and again in a row, all the time',
  runsOn: ['standalone', 'stack'],
  needs: { inject: ['duplicates'] },
  maxGapMs: 0,
  lastsMs: 20_000,
  run: async () => nobody,
};

/** Messages that nobody can read, on every topic, with keys of their own and of one live call. */
export const poison: Fault = {
  name: 'poison',
  says: 'garbage, unknown types, wrong versions, 1 MiB of noise on every topic',
  runsOn: ['standalone', 'stack'],
  needs: { inject: ['poison'] },
  maxGapMs: 0,
  lastsMs: 20_000,
  run: async ({ site, calls, random, say }) => {
    const victim = anyOf(calls, random).plan.callId;
    await site.strike({ poison: { victim } });
    say(`poison on every topic, for ${victim} too`);
    await sleep(2_000);
    return new Set([victim]);
  },
};

/** The wall clock of every process goes wrong by minutes, forward and later back. */
export const clockJump: Fault = {
  name: 'clock-jump',
  says: `the clock of every process jumps ${JUMP_MS / 60_000} minutes ahead, then back`,
  runsOn: ['standalone', 'stack'],
  needs: { inject: ['clock'] },
  maxGapMs: 0,
  lastsMs: 30_000,
  run: async ({ site, say }) => {
    await site.strike({ clock: { offsetMs: JUMP_MS } });
    say('ten minutes ahead');
    await sleep(10_000);
    await site.strike({ clock: { offsetMs: 0 } });
    say('and back');
    return nobody;
  },
};
