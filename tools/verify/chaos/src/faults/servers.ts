import { setTimeout as sleep } from 'node:timers/promises';
import { allCalls, noCalls, type Fault } from './fault.js';
import { requireStack } from './targets.js';

const DOWN_MS = 5_000;
const CUT_MS = 30_000;

/** Stops the broker and starts it again. All services wait for it. */
export const brokerRestart: Fault = {
  name: 'broker-restart',
  description: `the broker is down for ${DOWN_MS / 1_000} s plus its start`,
  runsOn: ['stack'],
  maxGapMs: 0,
  lastsMs: 40_000,
  run: async ({ deployment, log }) => {
    const { broker } = requireStack(deployment);
    await broker.stop();
    log('stopped the broker');
    await sleep(DOWN_MS);
    await broker.start();
    log('started the broker again');
    return noCalls;
  },
};

/** Restarts PostgreSQL: connections break, then are refused, then work again. */
export const postgresRestart: Fault = {
  name: 'postgres-restart',
  description: 'PostgreSQL is restarted',
  runsOn: ['stack'],
  maxGapMs: 0,
  lastsMs: 25_000,
  run: async ({ deployment, log }) => {
    await requireStack(deployment).postgres.restart();
    log('restarted PostgreSQL');
    return noCalls;
  },
};

/** Cuts the network between ingest and the broker. */
export const networkCut: Fault = {
  name: 'network-cut',
  description: `no network between ingest and the broker for ${CUT_MS / 1_000} s`,
  runsOn: ['stack'],
  // Ingest buffers the audio. When a call's buffer is full, ingest stops reading its socket, so the client waits too.
  maxGapMs: 0,
  lastsMs: CUT_MS + 20_000,
  run: async (context) => {
    const { ingestBrokerLink } = requireStack(context.deployment);
    ingestBrokerLink.cut();
    context.log('cut the network to the broker');
    await sleep(CUT_MS);
    ingestBrokerLink.restore();
    context.log('restored the network to the broker');
    return allCalls(context);
  },
};
