import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@earshot/contracts';
import { noCalls, type Fault } from './fault.js';
import { pickOne, findCallsOf, findServices } from './targets.js';

const STOPPED_MS = 20_000;

/** Stops one process for longer than a bus session lasts. When it continues, it does not know that it was replaced. */
export const pauseOne = (name: ServiceName): Fault => ({
  name: `pause-${name}`,
  description: `SIGSTOP to one ${name} for ${STOPPED_MS / 1_000} s, then SIGCONT`,
  runsOn: ['stack'],
  ...(name === 'transcription' && { needs: { inject: ['late-finals'] } }),
  // A client whose ingest does not respond may continue at the other one.
  maxGapMs: name === 'ingest' ? STOPPED_MS + 5_000 : 0,
  lastsMs: STOPPED_MS + 20_000,
  run: async (context) => {
    const victim = pickOne(findServices(context.deployment, name), context.random);
    const affected = name === 'ingest' ? findCallsOf(context, victim) : noCalls;
    victim.signal('SIGSTOP');
    context.log(`stopped ${name}-${victim.index}`);
    await sleep(STOPPED_MS);
    victim.signal('SIGCONT');
    context.log(`continued ${name}-${victim.index}`);
    return affected;
  },
});
