import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { CallView } from '@earshot/ports';
import { Received } from './support/gateway-clients.js';
import { RunningGateway } from './support/running-gateway.js';
import { aCall, aSegment } from './support/views.js';

const QUERY = '{ call(id: "busy") { wordsBehindMs } }';

let gateway: RunningGateway;
let version = 0;

beforeAll(async () => {
  gateway = await RunningGateway.start();
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.publishSegment(aSegment('other', '0-0-0', { isPartial: true, endMs: 60_000 })));

/** The account of a track that received 60 seconds. */
const account = (track: number, openMs: number): CallView['ledger'][number] => ({
  track,
  receivedMs: 60_000,
  transcribedMs: 60_000 - openMs,
  pausedMs: 0,
  pauses: [],
  gapMs: 0,
  openMs,
  gaps: [],
});

/** Stores the call with this much audio of each track that nothing accounts for. */
const storeCall = (openMs: readonly number[], changes: Partial<CallView> = {}) =>
  gateway.storeCall(
    aCall('busy', {
      version: (version += 1),
      status: 'LIVE',
      endedAtMs: null,
      ledger: openMs.map((ms, track) => account(track, ms)),
      ...changes,
    }),
  );
const readDelay = async () => (await gateway.query(QUERY)).data;

it('measures the audio without words on the track where the words are furthest behind', async () => {
  await storeCall([4_000, 14_000]);
  expect(await readDelay()).toEqual({ call: { wordsBehindMs: 14_000 } });
  await storeCall([0, 0]);
  expect(await readDelay()).toEqual({ call: { wordsBehindMs: 0 } });
});

it('counts the words of an utterance that goes on, and keeps them when a later result ends earlier', async () => {
  await storeCall([0, 25_000]);
  await gateway.publishSegment(
    aSegment('busy', '1-35-0', { track: 1, isPartial: true, startMs: 35_000, endMs: 58_500 }),
  );
  expect(await readDelay()).toEqual({ call: { wordsBehindMs: 1_500 } });
  await gateway.publishSegment(
    aSegment('busy', '1-35-0', { track: 1, isPartial: true, startMs: 35_000, endMs: 50_000 }),
  );
  expect(await readDelay()).toEqual({ call: { wordsBehindMs: 1_500 } });
});

it.each<[string, Partial<CallView>]>([
  ['is over', { status: 'ENDED' }],
  ['has no engine', { engine: null, engineReason: 'none is installed' }],
  ['has no audio', { ledger: [] }],
])('says nothing about a call that %s', async (_what, changes) => {
  await storeCall([20_000, 0], changes);
  expect(await readDelay()).toEqual({ call: { wordsBehindMs: null } });
});

it('says it before an engine is chosen', async () => {
  await storeCall([20_000, 0], { engine: null, engineReason: null });
  expect(await readDelay()).toEqual({ call: { wordsBehindMs: 20_000 } });
});

it('tells subscribers when words fall behind and when they catch up', async () => {
  const received = new Received(gateway.client(), 'subscription { callChanged(id: "busy") { wordsBehindMs version } }');
  const delayOf = () => (received.updates.at(-1)?.callChanged as { wordsBehindMs?: number } | undefined)?.wordsBehindMs;
  await gateway.untilOpen('call', [received]);
  await storeCall([14_000, 0]);
  await received.until(() => delayOf() === 14_000);
  await storeCall([0, 0]);
  await received.until(() => delayOf() === 0);
  received.cancel();
});
