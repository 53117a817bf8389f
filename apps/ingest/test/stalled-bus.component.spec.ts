import { describe, expect, it, jest } from '@jest/globals';
import { Failure } from '@earshot/ports';
import { bytes, CHUNK, endOf, hasReceived, ingestPerTest, nextTurn, settle } from './ingest-steps.js';

jest.setTimeout(180_000);

const open = ingestPerTest();

describe('a stalled bus', () => {
  it('makes ingest stop reading, hold a bounded amount and lose nothing', async () => {
    const limit = 100_000;
    const ingest = await open({ EARSHOT_CALL_BUFFER_BYTES: String(limit) });
    const client = await ingest.call('c1');
    await ingest.bus.next('c1', 'stream.opened');
    ingest.bus.stall();
    const chunks = Array.from({ length: 2_000 }, () => bytes(CHUNK));
    const sent = Promise.all(chunks.map((chunk) => client.audio(chunk)));
    await hasReceived(ingest, 8);
    await settle();
    const received = ingest.metrics.values.get('earshot_ingest_bytes_received_total') ?? 0;
    expect(received).toBeGreaterThan(limit / 2);
    expect(received).toBeLessThan(limit + 200_000);
    expect(client.socket.bufferedAmount).toBeGreaterThan(1_000_000);
    ingest.bus.flow();
    await sent;
    await endOf(ingest, client, 'c1');
    expect(Buffer.compare(ingest.bus.audio('c1'), Buffer.concat(chunks))).toBe(0);
    ingest.bus.frames('c1').forEach((frame, i) => expect(frame.sequence).toBe(i));
  });

  it('does not delay handshakes', async () => {
    const ingest = await open();
    ingest.bus.stall();
    await Promise.all(Array.from({ length: 50 }, (_, i) => ingest.call(`c${i}`)));
  });

  it('is tried again in order when it fails', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    await ingest.bus.next('c1', 'stream.opened');
    ingest.bus.failNext(new Error('broker down'), new Failure('BUS_UNAVAILABLE', 'later', { retryable: true }));
    const sent = bytes(CHUNK * 3);
    for (let i = 0; i < 3; i++) await client.audio(sent.subarray(i * CHUNK, (i + 1) * CHUNK));
    await endOf(ingest, client, 'c1');
    expect(Buffer.compare(ingest.bus.audio('c1'), sent)).toBe(0);
  });

  it('gets a gap for a frame that it refuses for good', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    await ingest.bus.next('c1', 'stream.opened');
    ingest.bus.failNext(new Failure('BUS_MESSAGE_TOO_LARGE', 'no'));
    await client.audio(bytes(CHUNK));
    await client.audio(bytes(CHUNK));
    const events = await endOf(ingest, client, 'c1');
    expect(events).toMatchObject([
      {},
      {},
      {},
      {},
      { type: 'audio.gap-declared', data: { fromSample: 0, toSample: 1_600, reason: 'FRAMES_LOST' } },
      expect.anything(),
      expect.anything(),
      expect.anything(),
      expect.anything(),
    ]);
    expect(events.map(({ type }) => type).sort()).toEqual(
      [
        'call.started',
        'participant.joined',
        'participant.joined',
        'stream.opened',
        'audio.gap-declared',
        'processing.failed',
        'audio.frame',
        'stream.closed',
        'call.ended',
      ].sort(),
    );
  });

  it('leads to no confirmation when it closes before it has the whole call', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    await ingest.bus.next('c1', 'stream.opened');
    ingest.bus.failForEver(new Failure('BUS_CLOSED', 'closed'));
    await client.audio(bytes(CHUNK));
    client.end('c1');
    while (!ingest.metrics.values.has('earshot_ingest_bytes_lost_total')) await nextTurn();
    await settle();
    expect(client.replies.map(({ type }) => type)).toEqual(['started']);
    expect(ingest.metrics.values.get('earshot_ingest_bytes_lost_total')).toBe(CHUNK);
  });
});

describe('draining', () => {
  it('publishes everything received, asks clients to reconnect, and leaves calls open', async () => {
    const ingest = await open();
    const clients = await Promise.all(['c1', 'c2', 'c3'].map((callId) => ingest.call(callId)));
    await Promise.all(clients.map((client) => client.audio(bytes(CHUNK + 100))));
    await Promise.all(['c1', 'c2', 'c3'].map((callId) => ingest.bus.next(callId, 'audio.frame')));
    await Promise.all(clients.map((client) => client.audio(bytes(40))));
    await hasReceived(ingest, 6);
    await ingest.server.drain();
    expect(await Promise.all(clients.map((client) => client.gone))).toEqual([1012, 1012, 1012]);
    for (const callId of ['c1', 'c2', 'c3']) {
      expect(ingest.bus.audio(callId)).toHaveLength(CHUNK + 140);
      expect(ingest.bus.types(callId)).not.toContain('stream.closed');
    }
    await expect(ingest.client()).rejects.toThrow('503');
    await ingest.server.drain();
  });

  it('finishes with a dead bus and clients that do not answer the close frame', async () => {
    const ingest = await open({ EARSHOT_INGEST_DRAIN_MS: '50' });
    const client = await ingest.call('c1');
    await ingest.bus.next('c1', 'stream.opened');
    ingest.bus.stall();
    await client.audio(bytes(CHUNK));
    await hasReceived(ingest, 1);
    client.socket.pause();
    await ingest.server.drain();
    expect(ingest.metrics.values.get('earshot_ingest_bytes_lost_total')).toBe(CHUNK);
  });
});
