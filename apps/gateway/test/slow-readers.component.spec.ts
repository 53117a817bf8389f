import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Clock } from '@earshot/ports';
import { realClock } from './support/fake-process.js';
import { RawSocket, Received } from './support/gateway-clients.js';
import { RunningGateway } from './support/running-gateway.js';
import { aSegment } from './support/views.js';

jest.setTimeout(120_000);

const MIB = 1_048_576;
const BUDGET = 32 * MIB;
const READERS = 100;
const SEGMENTS = 'subscription ($callId: ID!) { segmentChanged(callId: $callId) { id text } }';

/** Never cuts a closed socket for the time that it takes, so that its client can read the close code. */
const clockWithoutCuts: Clock = {
  ...realClock,
  schedule: (delayMs, task) => (delayMs === 1_000 ? () => undefined : realClock.schedule(delayMs, task)),
};

describe('100 clients that do not read, while a call speaks much', () => {
  let gateway: RunningGateway;
  const slow: RawSocket[] = [];
  const closeCodes: number[] = [];

  beforeAll(async () => {
    gateway = await RunningGateway.start({ EARSHOT_UNSENT_BYTES: String(BUDGET) }, clockWithoutCuts);
  });
  afterAll(async () => {
    for (const { socket } of slow) socket.terminate();
    await gateway.stop();
  });

  const closedByServer = () => gateway.metrics.get('earshot_gateway_refused_total', { code: 'SUBSCRIBER_TOO_SLOW' });
  const pauseShortly = () => new Promise<void>((resolve) => void realClock.schedule(5, resolve));

  it('hold no more than the budget, are closed with 1013 or cut, and do not disturb a client that reads', async () => {
    const honest = new Received(gateway.client(), SEGMENTS, { callId: 'flood' });
    for (let n = 0; n < READERS; n += 1) {
      const reader = await new RawSocket(gateway.socket()).open();
      await reader.subscribe('1', SEGMENTS, { callId: 'flood' });
      await reader.subscribe('2', SEGMENTS, { callId: 'flood' });
      reader.socket.pause();
      reader.socket.once('close', (code) => closeCodes.push(code));
      slow.push(reader);
    }
    const text = 'word '.repeat(20_000);
    let spoken = 0;
    // Thirty clients may hold as much as one socket may without exceeding the budget.
    while (closedByServer() < READERS - 40) {
      spoken += 1;
      await gateway.storeSegment(aSegment('flood', `0-0-${spoken}`, { text }));
      await honest.until(() => honest.updates.length === spoken);
    }
    const most = gateway.metrics.getHighest('earshot_gateway_unsent_bytes');
    expect(most).toBeGreaterThan(BUDGET / 2);
    expect(most).toBeLessThanOrEqual(BUDGET * 1.25 + 2 * text.length);
    expect(honest.updates.map(({ segmentChanged }) => segmentChanged?.id)).toEqual(
      Array.from({ length: spoken }, (_, at) => `0-0-${at + 1}`),
    );
    for (const { socket } of slow) socket.resume();
    while (closeCodes.length < closedByServer()) await pauseShortly();
    expect(closeCodes).toContain(1013);
    // 1006: the socket was cut before its client read the close frame.
    expect(closeCodes.filter((code) => code !== 1013 && code !== 1006)).toEqual([]);
    for (const { socket } of slow) socket.terminate();
    while (gateway.metrics.get('earshot_gateway_sockets') > 1) await pauseShortly();
    expect(gateway.metrics.get('earshot_gateway_unsent_bytes')).toBe(0);
    honest.cancel();
  });
});

describe('clients that read, when one burst alone exceeds the budget', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await RunningGateway.start({ EARSHOT_UNSENT_BYTES: String(MIB) });
  });
  afterAll(() => gateway.stop());

  it('receive every update, and none of them is closed', async () => {
    const all = Array.from({ length: 40 }, () => new Received(gateway.client(), SEGMENTS, { callId: 'burst' }));
    await gateway.untilOpen('segment', all);
    const text = 'word '.repeat(10_000);
    const ids = Array.from({ length: 8 }, (_, at) => `0-0-${at + 1}`);
    await Promise.all(ids.map((id) => gateway.storeSegment(aSegment('burst', id, { text }))));
    const isDone = ({ updates, error }: Received) => updates.length === ids.length || error !== null;
    await Promise.all(all.map((received) => received.until(() => isDone(received))));
    expect(gateway.metrics.getHighest('earshot_gateway_unsent_bytes')).toBeGreaterThan(MIB);
    expect(gateway.metrics.get('earshot_gateway_refused_total', { code: 'SUBSCRIBER_TOO_SLOW' })).toBe(0);
    expect(all.filter(({ error }) => error !== null)).toEqual([]);
    for (const { updates } of all) expect(updates.map(({ segmentChanged }) => segmentChanged?.id)).toEqual(ids);
    for (const received of all) received.cancel();
  });
});
