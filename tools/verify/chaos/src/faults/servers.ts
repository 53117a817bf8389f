import { setTimeout as sleep } from 'node:timers/promises';
import { everybody, nobody, type Fault } from './fault.js';
import { stackOf } from './targets.js';

const AWAY_MS = 5_000;
const CUT_MS = 30_000;

/** The broker is stopped and started again: everything waits for it. */
export const brokerRestart: Fault = {
  name: 'broker-restart',
  says: `the broker is away for ${AWAY_MS / 1_000} s and its own start`,
  runsOn: ['stack'],
  maxGapMs: 0,
  lastsMs: 40_000,
  run: async ({ site, say }) => {
    const { broker } = stackOf(site);
    await broker.stop();
    say('the broker is away');
    await sleep(AWAY_MS);
    await broker.start();
    say('it is back');
    return nobody;
  },
};

/** PostgreSQL is restarted: connections break, then are refused, then work. */
export const postgresRestart: Fault = {
  name: 'postgres-restart',
  says: 'PostgreSQL is restarted',
  runsOn: ['stack'],
  maxGapMs: 0,
  lastsMs: 25_000,
  run: async ({ site, say }) => {
    await stackOf(site).postgres.restart();
    say('PostgreSQL was restarted');
    return nobody;
  },
};

/** Between the ingests and the broker nothing goes through. */
export const networkCut: Fault = {
  name: 'network-cut',
  says: `no way from ingest to the broker for ${CUT_MS / 1_000} s`,
  runsOn: ['stack'],
  // Audio waits in ingest; a call whose buffer is full reads no more from its socket, so its source waits too.
  maxGapMs: 0,
  lastsMs: CUT_MS + 20_000,
  run: async (context) => {
    const { ingestBrokerLink } = stackOf(context.site);
    ingestBrokerLink.cut();
    context.say('the way to the broker is cut');
    await sleep(CUT_MS);
    ingestBrokerLink.restore();
    context.say('it is mended');
    return everybody(context);
  },
};
