import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@earshot/contracts';
import { nobody, type Fault } from './fault.js';
import { anyOf, callsOfIngest, servicesOf } from './targets.js';

const STOPPED_MS = 20_000;

/** SIGSTOP for longer than any session lasts, then SIGCONT: a process that does not know that it was replaced. */
export const pause = (name: ServiceName): Fault => ({
  name: `pause-${name}`,
  says: `SIGSTOP to one ${name} for ${STOPPED_MS / 1_000} s, then SIGCONT`,
  runsOn: ['stack'],
  ...(name === 'transcription' && { needs: { inject: ['late-finals'] } }),
  // A caller whose ingest stands still may go on at the other one.
  maxGapMs: name === 'ingest' ? STOPPED_MS + 5_000 : 0,
  lastsMs: STOPPED_MS + 20_000,
  run: async (context) => {
    const victim = anyOf(servicesOf(context.site, name), context.random);
    const touched = name === 'ingest' ? callsOfIngest(context, victim) : nobody;
    victim.signal('SIGSTOP');
    context.say(`stopped ${name}-${victim.index}`);
    await sleep(STOPPED_MS);
    victim.signal('SIGCONT');
    context.say('it goes on');
    return touched;
  },
});
