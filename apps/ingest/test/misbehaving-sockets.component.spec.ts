import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { bytes, CHUNK, endOf, ingestPerTest, settle } from './ingest-steps.js';
import type { LcaClient } from './lca-client.js';

const open = ingestPerTest();

describe('a socket that misbehaves', () => {
  /** What the client does, the error code that it gets, and the code that closes its socket. */
  const mistakes: [string, (client: LcaClient) => unknown, { code?: string; closes?: number }][] = [
    ['sends text that is not JSON', (client) => client.text('{'), { code: 'TEXT_NOT_JSON' }],
    ['sends an array', (client) => client.text('[1]'), { code: 'TEXT_NOT_OBJECT' }],
    ['sends another event', (client) => client.text({ callEvent: 'SPEAKER_CHANGE' }), { code: 'CALL_EVENT_UNKNOWN' }],
    ['starts another call', (client) => client.start('other'), { code: 'CALL_ALREADY_STARTED' }],
    [
      'starts without a rate',
      (client) => client.text({ callEvent: 'START', callId: 'bad' }),
      { code: 'SAMPLING_RATE_INVALID' },
    ],
    ['ends another call', (client) => client.end('other'), { code: 'END_OF_ANOTHER_CALL' }],
    ['sends an id with control characters', (client) => client.end('a\nb'), { code: 'CALL_ID_INVALID' }],
    ['sends a huge text', (client) => client.text('x'.repeat(70_000)), { code: 'TEXT_TOO_LARGE', closes: 1009 }],
    [
      'sends a huge frame',
      (client) => client.audio(new Uint8Array(1_048_576)),
      { code: 'AUDIO_TOO_LARGE', closes: 1009 },
    ],
    ['sends an absurd frame', (client) => client.audio(new Uint8Array(5_000_000)), { closes: 1009 }],
    [
      'breaks the WebSocket protocol',
      (client) => rawSocketOf(client).write(Buffer.from([0xf3, 0x80, 1, 2, 3, 4])),
      { closes: 1002 },
    ],
    [
      'sends text that is not UTF-8',
      (client) => client.socket.send(Buffer.from([0xff, 0xfe]), { binary: false }),
      { closes: 1007 },
    ],
    ['disappears', (client) => client.socket.terminate(), {}],
  ];

  it.each(mistakes)(
    '%s: gets an error that the call shows, and does not disturb other calls',
    async (_, misbehave, { code, closes }) => {
      const ingest = await open();
      const [good, bad] = [await ingest.call('good'), await ingest.call('bad')];
      const sent = bytes(CHUNK * 4);
      await good.audio(sent.subarray(0, CHUNK));
      await bad.audio(sent.subarray(0, CHUNK));
      misbehave(bad);
      await good.audio(sent.subarray(CHUNK, 2 * CHUNK));
      if (code !== undefined) {
        expect(await bad.reply('error', { code })).toMatchObject({ message: expect.any(String), callId: 'bad' });
        expect(await ingest.bus.next('bad', 'processing.failed')).toMatchObject({ data: { stage: 'ingest', code } });
      }
      if (closes !== undefined) expect(await bad.gone).toBe(closes);
      await good.audio(sent.subarray(2 * CHUNK));
      await endOf(ingest, good, 'good');
      expect(Buffer.compare(ingest.bus.audio('good'), sent)).toBe(0);
      expect(ingest.bus.types('good')).not.toContain('processing.failed');
      if (code !== undefined && closes === undefined) {
        await bad.audio(sent.subarray(CHUNK));
        await endOf(ingest, bad, 'bad');
        expect(Buffer.compare(ingest.bus.audio('bad'), sent)).toBe(0);
      }
    },
  );

  it('refuses audio before START, counts it and shows it on the call', async () => {
    const ingest = await open();
    const client = await ingest.client();
    await client.audio(bytes(100));
    await client.audio(bytes(100));
    client.start('c1');
    await client.reply('started');
    await client.audio(bytes(CHUNK));
    await endOf(ingest, client, 'c1');
    expect(client.replies.filter(({ code }) => code === 'AUDIO_BEFORE_START')).toHaveLength(1);
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({ data: { code: 'AUDIO_BEFORE_START' } });
    expect(ingest.metrics.values.get('earshot_ingest_refused_total')).toBe(2);
    expect(ingest.bus.audio('c1')).toHaveLength(CHUNK);
  });

  it('gets no more replies than it reads, and its call shows a mistake once', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    for (let i = 0; i < 500; i++) client.text('{');
    await endOf(ingest, client, 'c1');
    expect(ingest.bus.types('c1').filter((type) => type === 'processing.failed')).toHaveLength(1);
    expect(ingest.metrics.values.get('earshot_ingest_refused_total')).toBe(500);
  });

  it('refuses calls beyond the limit, and accepts one again when there is room', async () => {
    const ingest = await open({ EARSHOT_MAX_CALLS: '2' });
    const [first] = [await ingest.call('c1'), await ingest.call('c2')];
    const third = await ingest.client();
    third.start('c3');
    await third.reply('error', { code: 'CALL_LIMIT_REACHED' });
    expect(await third.gone).toBe(1013);
    await endOf(ingest, first, 'c1');
    await ingest.call('c4');
  });

  it('finds sockets that died without a close frame', async () => {
    const clock = new ManualClock();
    const ingest = await open({ EARSHOT_SOCKET_TIMEOUT_MS: '9000', EARSHOT_RECONNECT_WINDOW_MS: '1000' }, clock);
    const [dead, alive] = [await ingest.call('dead'), await ingest.call('alive')];
    await ingest.bus.next('dead', 'stream.opened');
    dead.socket.pause();
    for (let second = 0; second < 20; second++) {
      await clock.advance(1_000);
      await settle();
    }
    expect(await ingest.bus.next('dead', 'call.ended')).toMatchObject({ data: { reason: 'INTERRUPTED' } });
    await endOf(ingest, alive, 'alive');
  });
});

/** The socket below the client library, to send bytes that the library never would. */
function rawSocketOf(client: LcaClient) {
  return (client.socket as unknown as { _socket: { write(bytes: Uint8Array): void } })._socket;
}
