import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@earshot/contracts';
import type { ServiceProcess } from '@earshot/stack';
import { allCalls, noCalls, type Fault, type FaultContext } from './fault.js';
import { pickOne, findCallsOf, findServices } from './targets.js';

/** Time until a supervisor starts a new process. */
const RESTART_AFTER_MS = 3_000;
/** A disconnected client reaches another ingest within this time. The audio in between is lost. */
const RECONNECTED_WITHIN_MS = 15_000;

/** Kills one process of a service and starts a new one a little later. */
export const killOne = (name: ServiceName): Fault => ({
  name: `kill-${name}`,
  description: `SIGKILL to one ${name}`,
  runsOn: ['stack'],
  maxGapMs: name === 'ingest' ? RECONNECTED_WITHIN_MS : 0,
  lastsMs: 30_000,
  run: async (context) => {
    const victim = pickOne(findServices(context.deployment, name), context.random);
    const affected = name === 'ingest' ? findCallsOf(context, victim) : noCalls;
    await killAndRestart([victim], context);
    return affected;
  },
});

/** Kills all processes of a service at once. */
export const killAll = (name: ServiceName): Fault => ({
  name: `kill-all-${name}`,
  description: `SIGKILL to every ${name}`,
  runsOn: ['stack'],
  maxGapMs: name === 'ingest' ? 2 * RECONNECTED_WITHIN_MS : 0,
  lastsMs: 40_000,
  run: async (context) => {
    await killAndRestart(findServices(context.deployment, name), context);
    return name === 'ingest' ? allCalls(context) : noCalls;
  },
});

/** How long persistence is stopped before and after ingest is killed. Shorter than a bus session, so nothing is rebalanced. */
const BEHIND_MS = 3_000;

/**
 * Kills one ingest while persistence is behind: the position that the next ingest finds is older than the last audio that the
 * killed one published.
 */
export const killIngestBehind: Fault = {
  name: 'kill-ingest-behind',
  description: 'SIGKILL to one ingest while every persistence is stopped',
  runsOn: ['stack'],
  maxGapMs: RECONNECTED_WITHIN_MS,
  lastsMs: 30_000,
  run: async (context) => {
    const victim = pickOne(findServices(context.deployment, 'ingest'), context.random);
    const affected = findCallsOf(context, victim);
    const behind = findServices(context.deployment, 'persistence');
    for (const service of behind) service.signal('SIGSTOP');
    try {
      await sleep(BEHIND_MS);
      victim.signal('SIGKILL');
      await victim.exited();
      context.log(`killed ingest-${victim.index} while persistence was stopped`);
      await sleep(BEHIND_MS);
    } finally {
      for (const service of behind) service.signal('SIGCONT');
    }
    await victim.restart();
    context.log('restarted');
    return affected;
  },
};

async function killAndRestart(victims: readonly ServiceProcess[], { log }: FaultContext): Promise<void> {
  for (const victim of victims) victim.signal('SIGKILL');
  await Promise.all(victims.map((victim) => victim.exited()));
  log(`killed ${victims.map(({ name, index }) => `${name}-${index}`).join(', ')}`);
  await sleep(RESTART_AFTER_MS);
  await Promise.all(victims.map((victim) => victim.restart()));
  log('restarted');
}

/** Kills the standalone process. It loses what was in memory and must declare that. */
export const killProcess: Fault = {
  name: 'kill-process',
  description: 'SIGKILL to the standalone process',
  runsOn: ['standalone'],
  maxGapMs: RECONNECTED_WITHIN_MS,
  stopsEveryServer: true,
  maxUntranscribedMs: 0,
  lastsMs: 20_000,
  run: async (context) => {
    const affected = allCalls(context);
    await context.deployment.standalone?.end('SIGKILL');
    context.log('killed the process');
    await context.deployment.restore();
    context.log('restarted');
    return affected;
  },
};

/** Messages of audio of each call, at least and at most, between the stop of the database writes and the kill. */
const MESSAGES_BEHIND = { least: 10, most: 40 };

/** The same while some events do not reach persistence. A count of messages from the seed decides the moment. */
const killBehind = (holds: 'insight' | 'everything'): Fault['run'] => {
  return async (context) => {
    const { deployment, calls, random, log } = context;
    const { least, most } = MESSAGES_BEHIND;
    const frames = Math.round(calls.length * (least + random() * (most - least)));
    await deployment.sendCommand({ deathBehind: { frames, holds } });
    await deployment.standalone?.exited();
    log(`the process was killed after ${frames} messages of audio`);
    await deployment.restore();
    log('restarted');
    return allCalls(context);
  };
};

/** The last results exist only on the bus that dies with the process. */
export const killProcessBehind: Fault = {
  ...killProcess,
  name: 'kill-process-behind',
  description: 'SIGKILL to the standalone process while persistence stores no results',
  needs: { inject: ['death-behind'] },
  run: killBehind('insight'),
};

/** The last audio is not recorded either. */
export const killProcessUnrecorded: Fault = {
  ...killProcessBehind,
  name: 'kill-process-unrecorded',
  description: 'SIGKILL to the standalone process while persistence receives nothing',
  run: killBehind('everything'),
};
