import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { EarshotEvent } from '@earshot/contracts';
import { ManualClock } from '@earshot/testing';
import { CapturingBus } from './capturing-bus.js';
import { CHUNK, nextTurn } from './ingest-steps.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';
import type { LcaClient } from './lca-client.js';

jest.setTimeout(120_000);

const CALL_BUFFER_BYTES = 65_536;
const INGEST_BUFFER_BYTES = 1_048_576;
const LARGEST_MESSAGE_BYTES = 1_048_576;
const CALLS = ['c1', 'c2', 'c3', 'c4'];

const opened: IngestUnderTest[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
});

/** The span of the call that an event accounts for, in samples. */
function spanOf(event: EarshotEvent): readonly [from: number, to: number] | null {
  if (event.type === 'audio.frame')
    return [event.positionSample, event.positionSample + event.payload.length / (2 * event.channelCount)];
  return event.type === 'audio.gap-declared' ? [event.data.fromSample, event.data.toSample] : null;
}

describe('a broker that is down for a long time while calls go on', () => {
  let ingest: IngestUnderTest;
  const clock = new ManualClock();
  const heldBytes = async () => {
    await clock.advance(1_000);
    return ingest.metrics.values.get('earshot_ingest_queue_bytes') ?? 0;
  };
  /** Sends START and as much audio as a paused socket takes: the client kept it while it was disconnected. */
  const reconnectWith = async (callId: string, chunks: number): Promise<LcaClient> => {
    const client = await ingest.client();
    client.start(callId);
    for (let at = 0; at < chunks; at++) void client.audio(new Uint8Array(CHUNK).fill(at));
    while (!client.replies.some(({ type }) => type === 'started')) {
      await clock.advance(100);
      await nextTurn();
    }
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    return client;
  };

  it.each([
    { bus: 'a bus that takes one publish of a call at a time', isDurable: false, maxInFlight: 1 },
    { bus: 'a bus that keeps the order of several publishes', isDurable: true, maxInFlight: 32 },
  ])(
    '$bus: ingest holds no more than its limits allow and accounts for every sample',
    async ({ isDurable, maxInFlight }) => {
      ingest = await IngestUnderTest.openIn(
        { bus: new CapturingBus(isDurable), registry: new FakeRegistry() },
        {
          EARSHOT_CALL_BUFFER_BYTES: String(CALL_BUFFER_BYTES),
          EARSHOT_INGEST_BUFFER_BYTES: String(INGEST_BUFFER_BYTES),
          EARSHOT_STALL_GAP_MS: '0',
        },
        clock,
      );
      opened.push(ingest);
      const startedAtMs = clock.nowMs();
      const clients = new Map<string, LcaClient>();
      for (const callId of CALLS) clients.set(callId, await reconnectWith(callId, 2));
      ingest.bus.stall();
      let mostBytes = 0;
      // For twenty minutes, clients find their connection stuck and reconnect twice a minute.
      for (let time = 0; time < 40; time++) {
        for (const callId of CALLS) clients.set(callId, await reconnectWith(callId, 12));
        await clock.advance(29_000);
        mostBytes = Math.max(mostBytes, await heldBytes());
      }
      expect(mostBytes).toBeLessThanOrEqual(CALLS.length * (CALL_BUFFER_BYTES + LARGEST_MESSAGE_BYTES));
      expect(ingest.bus.mostInFlight).toBeLessThanOrEqual(CALLS.length * maxInFlight);
      const newClient = await ingest.client();
      newClient.start(undefined);
      await newClient.reply('error', { code: 'SERVICE_BUSY' });
      expect(ingest.metrics.values.get('earshot_ingest_bytes_lost_total')).toBeGreaterThan(0);

      ingest.bus.flow();
      for (const callId of CALLS) {
        const client = await reconnectWith(callId, 3);
        client.end(callId);
        await client.reply('ended', { callId });
        const events = ingest.bus.of(callId);
        let position = 0;
        for (const span of events.map(spanOf)) {
          if (span === null) continue;
          expect(span[0]).toBe(position);
          position = span[1];
        }
        expect(events.at(-2)).toMatchObject({ type: 'stream.closed', data: { endSample: position, reason: 'ENDED' } });
        // The call clock agrees with the wall clock, apart from audio that came in bursts.
        const lasted = ((clock.nowMs() - startedAtMs) / 1_000) * 8_000;
        expect(position).toBeGreaterThanOrEqual(lasted - 8_000);
        const gaps = events.filter(({ type }) => type === 'audio.gap-declared');
        expect(gaps.length).toBeGreaterThan(0);
        // The gaps that piled up without room were merged.
        expect(gaps.length).toBeLessThan(30);
      }
      expect(await heldBytes()).toBe(0);
      await ingest.call('accepted-again');
    },
  );
});
