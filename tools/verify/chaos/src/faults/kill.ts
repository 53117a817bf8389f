import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@earshot/contracts';
import type { ServiceProcess } from '@earshot/stack';
import { everybody, nobody, type Fault, type FaultContext, type Touched } from './fault.js';
import { anyOf, callsOfIngest, servicesOf } from './targets.js';

/** Time until whoever watches over processes starts a new one. */
const ABSENT_MS = 3_000;
/** A caller that lost its connection is back at another ingest by then; what it said meanwhile is gone. */
const RECONNECTED_WITHIN_MS = 15_000;

/** SIGKILL to one process of a service; a new one comes a little later. */
export const killOne = (name: ServiceName): Fault => ({
  name: `kill-${name}`,
  says: `SIGKILL to one ${name}`,
  runsOn: ['stack'],
  maxGapMs: name === 'ingest' ? RECONNECTED_WITHIN_MS : 0,
  lastsMs: 30_000,
  run: async (context) => {
    const victim = anyOf(servicesOf(context.site, name), context.random);
    const touched = name === 'ingest' ? callsOfIngest(context, victim) : nobody;
    await kill([victim], context);
    return touched;
  },
});

/** SIGKILL to every process of a service at once. */
export const killAll = (name: ServiceName): Fault => ({
  name: `kill-all-${name}`,
  says: `SIGKILL to every ${name}`,
  runsOn: ['stack'],
  maxGapMs: name === 'ingest' ? 2 * RECONNECTED_WITHIN_MS : 0,
  lastsMs: 40_000,
  run: async (context) => {
    await kill(servicesOf(context.site, name), context);
    return name === 'ingest' ? everybody(context) : nobody;
  },
});

async function kill(victims: readonly ServiceProcess[], { say }: FaultContext): Promise<void> {
  for (const victim of victims) victim.signal('SIGKILL');
  await Promise.all(victims.map((victim) => victim.exited()));
  say(`killed ${victims.map(({ name, index }) => `${name}-${index}`).join(', ')}`);
  await sleep(ABSENT_MS);
  await Promise.all(victims.map((victim) => victim.restart()));
  say('they are back');
}

/** SIGKILL to the one process of the standalone form, which loses what was in memory and must say so. */
export const killProcess: Fault = {
  name: 'kill-process',
  says: 'SIGKILL to the one process',
  runsOn: ['standalone'],
  maxGapMs: 3 * RECONNECTED_WITHIN_MS,
  lastsMs: 20_000,
  run: async (context) => {
    const touched: Touched = everybody(context);
    await context.site.standalone?.end('SIGKILL');
    context.say('killed the process');
    await context.site.heal();
    context.say('it is back');
    return touched;
  },
};
