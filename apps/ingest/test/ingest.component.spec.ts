import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { KnownCall } from '@earshot/ports';
import { Failure } from '@earshot/ports';
import { ManualClock } from '@earshot/testing';
import type { Clock } from '@earshot/ports';
import { IngestUnderTest } from './ingest-under-test.js';
import type { LcaClient } from './lca-client.js';

const opened: IngestUnderTest[] = [];
const open = async (settings?: Record<string, string>, clock?: Clock) => {
  const ingest = await IngestUnderTest.open(settings, clock);
  opened.push(ingest);
  return ingest;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
});

let seed = 1;
const random = () => (seed = (seed * 48_271) % 0x7fff_ffff) / 0x7fff_ffff;
const bytes = (length: number) =>
  new Uint8Array(Uint32Array.from({ length: Math.ceil(length / 4) }, () => random() * 0xffff_ffff).buffer, 0, length);
const CHUNK = 6_400;
/** Waits until ingest has so many binary frames. */
const hasReceived = async (ingest: IngestUnderTest, frames: number) => {
  while ((ingest.metrics.values.get('earshot_ingest_frames_received_total') ?? 0) < frames) await nextTurn();
};
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 1));
/** Gives what must not happen the time to happen. */
const settle = async () => {
  for (let i = 0; i < 20; i++) await nextTurn();
};
const endOf = async (ingest: IngestUnderTest, client: LcaClient, callId: string) => {
  client.end(callId);
  await client.reply('ended', { callId });
  return ingest.bus.of(callId);
};

describe('a call over the LCA socket', () => {
  it.each([
    [8_000, 2, 'L16', 6_400],
    [44_100, 2, 'L16', 512],
    [48_000, 2, 'L16', 512],
    [8_000, 1, 'L16', 3_200],
    [8_000, 2, 'PCMU', 3_200],
    [8_000, 1, 'PCMA', 160],
  ])(
    'reaches the bus byte for byte: %d Hz, %d channels, %s in frames of %d',
    async (samplingRate, channels, codec, frameBytes) => {
      const ingest = await open();
      const client = await ingest.call('c1', {
        samplingRate,
        channels,
        codec,
        agentId: 'Ann',
        speechEngine: 'scripted',
        speechScript: 's',
      });
      const sent = bytes(frameBytes * 101);
      for (let at = 0; at < sent.length; at += frameBytes) await client.audio(sent.subarray(at, at + frameBytes));
      const events = await endOf(ingest, client, 'c1');
      expect(Buffer.compare(ingest.bus.audio('c1'), sent)).toBe(0);
      expect(events.map(({ type }) => type).filter((type) => type !== 'audio.frame')).toEqual([
        'call.started',
        'stream.opened',
        'stream.closed',
        'call.ended',
      ]);
      expect(events[0]).toMatchObject({
        data: { source: 'lca-websocket', agentId: 'Ann', customerNumber: 'Customer Phone' },
      });
      expect(events[1]).toMatchObject({
        data: {
          codec,
          sampleRateHz: samplingRate,
          channels: ['CUSTOMER', 'AGENT'].slice(0, channels),
          startSample: 0,
          requestedEngine: 'scripted',
          script: 's',
        },
      });
      const frames = ingest.bus.frames('c1');
      const sampleBytes = channels * (codec === 'L16' ? 2 : 1);
      let position = 0;
      frames.forEach((frame, i) => {
        expect(frame).toMatchObject({
          sequence: i,
          positionSample: position,
          sampleRateHz: samplingRate,
          channelCount: channels,
          codec,
        });
        position += frame.payload.length / sampleBytes;
        if (i < frames.length - 1)
          expect(frame.payload.length / sampleBytes / samplingRate).toBeGreaterThanOrEqual(0.1);
      });
      expect(events.at(-2)).toMatchObject({
        data: { endSample: position, reason: 'ENDED', sampleRateHz: samplingRate },
      });
      expect(events.at(-1)).toMatchObject({ data: { durationMs: (position / samplingRate) * 1_000, reason: 'ENDED' } });
      expect(client.replies.at(-1)).toMatchObject({ receivedMs: (position / samplingRate) * 1_000 });
    },
  );

  it('survives any cut of its bytes', async () => {
    const ingest = await open();
    for (let round = 0; round < 20; round++) {
      const callId = `fuzz-${round}`;
      const client = await ingest.call(callId, { channels: (round % 2) + 1 });
      const sent = bytes(40_000);
      for (let at = 0; at < sent.length;) {
        const to = Math.min(sent.length, at + Math.floor(random() ** 3 * 5_000));
        await client.audio(sent.subarray(at, to));
        at = to;
      }
      await endOf(ingest, client, callId);
      expect(Buffer.compare(ingest.bus.audio(callId), sent)).toBe(0);
    }
  });

  it('splits a very big frame so that no message reaches 256 KiB', async () => {
    const ingest = await open();
    const client = await ingest.call('c1', { samplingRate: 48_000 });
    const sent = bytes(1_000_000);
    await client.audio(sent);
    await endOf(ingest, client, 'c1');
    expect(Buffer.compare(ingest.bus.audio('c1'), sent)).toBe(0);
    const sizes = ingest.bus.frames('c1').map((frame) => frame.payload.length);
    expect(Math.max(...sizes)).toBeLessThan(256 * 1_024 - 1_100);
    expect(Math.min(...sizes)).toBeGreaterThan(100_000);
  });

  it('makes an id where none is sent, without asking anybody', async () => {
    const ingest = await open();
    const client = await ingest.client();
    client.start(undefined);
    const { callId } = await client.reply('started');
    await ingest.bus.next(String(callId), 'stream.opened');
    expect(ingest.registry.asked).toEqual([]);
  });

  it('carries one call after the other on a socket', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    await client.audio(bytes(CHUNK));
    client.end('c1');
    client.start('c2');
    await client.audio(bytes(CHUNK * 2));
    client.end('c2');
    await client.reply('ended', { callId: 'c2' });
    await client.reply('ended', { callId: 'c1' });
    expect([ingest.bus.audio('c1').length, ingest.bus.audio('c2').length]).toEqual([CHUNK, CHUNK * 2]);
  });

  it('never writes what was sent into the log', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    client.text('{ secret words');
    client.text({ callEvent: 'secret words' });
    await endOf(ingest, client, 'c1');
    expect(JSON.stringify(ingest.logger.lines)).not.toContain('secret');
  });
});

describe('a socket that misbehaves', () => {
  /** What it does, what it is told, and whether its call shows it. */
  const misdeeds: [string, (client: LcaClient) => unknown, { code?: string; closes?: number }][] = [
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

  it.each(misdeeds)('%s: told, shown, and nobody else notices', async (_, misbehave, { code, closes }) => {
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
  });

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

  it('is not told more than it reads, and its call shows a mistake once', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    for (let i = 0; i < 500; i++) client.text('{');
    await endOf(ingest, client, 'c1');
    expect(ingest.bus.types('c1').filter((type) => type === 'processing.failed')).toHaveLength(1);
    expect(ingest.metrics.values.get('earshot_ingest_refused_total')).toBe(500);
  });

  it('refuses calls beyond the limit, and takes one again when there is room', async () => {
    const ingest = await open({ EARSHOT_MAX_CALLS: '2' });
    const [first] = [await ingest.call('c1'), await ingest.call('c2')];
    const third = await ingest.client();
    third.start('c3');
    await third.reply('error', { code: 'CALL_LIMIT_REACHED' });
    expect(await third.gone).toBe(1013);
    await endOf(ingest, first, 'c1');
    await ingest.call('c4');
  });

  it('finds sockets that are dead without a word', async () => {
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

describe('who may open a socket', () => {
  const upgrade = (ingest: IngestUnderTest, path: string, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const asked = request({
        port: ingest.port,
        path,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          ...headers,
        },
      });
      asked.on('response', (response) => resolve(response.statusCode ?? 0));
      asked.on('upgrade', (_, socket) => {
        socket.destroy();
        resolve(101);
      });
      asked.on('error', reject);
      asked.end();
    });

  it('programs and pages of the same host, nobody else', async () => {
    const ingest = await open({ EARSHOT_ALLOWED_ORIGINS: 'https://calls.example.org' });
    const own = `127.0.0.1:${ingest.port}`;
    const path = '/api/v1/ws';
    expect(await upgrade(ingest, path, {})).toBe(101);
    expect(await upgrade(ingest, `${path}?authorization=Bearer%20x`, {})).toBe(101);
    expect(await upgrade(ingest, path, { origin: `http://${own}`, host: own })).toBe(101);
    expect(await upgrade(ingest, path, { origin: 'https://calls.example.org' })).toBe(101);
    expect(await upgrade(ingest, path, { origin: 'https://evil.example' })).toBe(403);
    expect(await upgrade(ingest, path, { origin: 'null' })).toBe(403);
    expect(await upgrade(ingest, path, { origin: 'http://evil.example', host: 'evil.example' })).toBe(403);
    expect(await upgrade(ingest, '/', {})).toBe(404);
    expect(await upgrade(ingest, '/api/v1/ws/more', {})).toBe(404);
  });

  it('takes a broken handshake for what it is', async () => {
    const ingest = await open();
    const socket = connect(ingest.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /api/v1/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('400 Bad Request');
    socket.destroy();
    await ingest.call('c1');
  });
});

describe('a call whose connection goes away', () => {
  it('goes on with the same clock after a declared gap of the same length', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    const first = await ingest.call('c1');
    const sent = bytes(CHUNK + 40);
    await first.audio(sent);
    await ingest.bus.next('c1', 'audio.frame');
    await clock.advance(500);
    first.socket.terminate();
    await settle();
    await clock.advance(4_000);
    const second = await ingest.client();
    second.start('c1');
    expect(await second.reply('started')).toEqual({
      type: 'started',
      callId: 'c1',
      resumedAtMs: 4_500 + (CHUNK + 40) / 32,
    });
    const more = bytes(CHUNK);
    await second.audio(more);
    const events = await endOf(ingest, second, 'c1');
    expect(Buffer.compare(ingest.bus.audio('c1'), Buffer.concat([sent, more]))).toBe(0);
    expect(events.map(({ type }) => type)).toEqual([
      'call.started',
      'stream.opened',
      'audio.frame',
      'audio.gap-declared',
      'audio.frame',
      'stream.closed',
      'call.ended',
    ]);
    const lost = (CHUNK + 40) / 4;
    expect(events[3]).toMatchObject({
      data: { fromSample: lost, toSample: lost + 36_000, reason: 'CONNECTION_LOST', sampleRateHz: 8_000 },
    });
    expect(events[4]).toMatchObject({ sequence: 1, positionSample: lost + 36_000 });
    expect(events[5]).toMatchObject({ data: { endSample: lost + 36_000 + CHUNK / 4, reason: 'ENDED' } });
  });

  it('is closed as interrupted when nobody comes, and not opened again', async () => {
    const clock = new ManualClock();
    const ingest = await open({ EARSHOT_RECONNECT_WINDOW_MS: '30000' }, clock);
    const client = await ingest.call('c1');
    await client.audio(bytes(CHUNK));
    await ingest.bus.next('c1', 'audio.frame');
    client.socket.close();
    await client.gone;
    await settle();
    await clock.advance(29_999);
    expect(ingest.bus.types('c1')).not.toContain('stream.closed');
    await clock.advance(1);
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({ data: { code: 'CONNECTION_LOST' } });
    expect(ingest.bus.of('c1').slice(-3)).toMatchObject([
      { type: 'stream.closed', data: { endSample: CHUNK / 4, reason: 'INTERRUPTED' } },
      { type: 'call.ended', data: { reason: 'INTERRUPTED', durationMs: 200 } },
      { type: 'processing.failed' },
    ]);
    const late = await ingest.client();
    late.start('c1');
    await late.reply('error', { code: 'CALL_ALREADY_ENDED' });
    expect(await late.gone).toBe(4409);
  });

  it('is taken over by a new connection while the old one is still there', async () => {
    const ingest = await open();
    const old = await ingest.call('c1');
    await old.audio(bytes(CHUNK));
    await ingest.bus.next('c1', 'audio.frame');
    const fresh = await ingest.call('c1');
    await old.reply('error', { code: 'CALL_TAKEN_OVER' });
    expect(await old.gone).toBe(4409);
    await fresh.audio(bytes(CHUNK));
    const events = await endOf(ingest, fresh, 'c1');
    expect(ingest.bus.audio('c1')).toHaveLength(2 * CHUNK);
    expect(events.filter(({ type }) => type === 'call.ended')).toHaveLength(1);
    const closed = await ingest.bus.next('c1', 'stream.closed');
    const gaps = events.flatMap((event) =>
      event.type === 'audio.gap-declared' ? [event.data.toSample - event.data.fromSample] : [],
    );
    expect(closed.data.endSample).toBe((2 * CHUNK) / 4 + gaps.reduce((sum, gap) => sum + gap, 0));
  });

  it('does not go on in another format', async () => {
    const ingest = await open();
    const old = await ingest.call('c1');
    const other = await ingest.client();
    other.start('c1', { samplingRate: 16_000 });
    await other.reply('error', { code: 'AUDIO_FORMAT_CHANGED' });
    expect(await other.gone).toBe(4409);
    await old.audio(bytes(CHUNK));
    await endOf(ingest, old, 'c1');
    expect(ingest.bus.audio('c1')).toHaveLength(CHUNK);
  });

  it('answers a repeated START on the same socket as before', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    client.start('c1');
    await client.audio(bytes(CHUNK));
    await endOf(ingest, client, 'c1');
    expect(client.replies.map(({ type }) => type)).toEqual(['started', 'started', 'ended']);
    expect(ingest.bus.types('c1').filter((type) => type === 'call.started')).toHaveLength(1);
  });
});

describe('a call id that another process may know', () => {
  const aKnownCall = (fields: Partial<KnownCall> = {}): KnownCall => ({
    state: 'OPEN',
    startedAtMs: 0,
    codec: 'L16',
    sampleRateHz: 8_000,
    channelCount: 2,
    positionSample: 80_000,
    lastAudioAtMs: 0,
    nextSequence: 50,
    ...fields,
  });

  it('is answered at once while the registry is stalled; its audio waits and is all there afterwards', async () => {
    // Its time stands still: what waited for the registry, or for giving it up, would wait for ever.
    const ingest = await open({}, new ManualClock());
    ingest.registry.stall();
    const clients = await Promise.all(Array.from({ length: 50 }, (_, i) => ingest.call(`c${i}`)));
    const sent = bytes(CHUNK * 5);
    for (const client of clients)
      for (let i = 0; i < 5; i++) await client.audio(sent.subarray(i * CHUNK, (i + 1) * CHUNK));
    clients.forEach((client, i) => client.end(`c${i}`));
    await hasReceived(ingest, 250);
    expect(ingest.bus.events).toEqual([]);
    ingest.registry.answer();
    await Promise.all(clients.map((client, i) => client.reply('ended', { callId: `c${i}` })));
    for (let i = 0; i < 50; i++) expect(Buffer.compare(ingest.bus.audio(`c${i}`), sent)).toBe(0);
  });

  it('goes on where the other process stopped, the time between declared', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    ingest.registry.known.set('c1', aKnownCall({ lastAudioAtMs: clock.nowMs() - 12_000 }));
    ingest.registry.stall();
    const client = await ingest.call('c1');
    await client.audio(bytes(CHUNK));
    await hasReceived(ingest, 1);
    await clock.advance(1_000);
    ingest.registry.answer();
    await client.reply('started', { resumedAtMs: 22_000 });
    const events = await endOf(ingest, client, 'c1');
    expect(events).toMatchObject([
      { type: 'audio.gap-declared', data: { fromSample: 80_000, toSample: 176_000, reason: 'PROCESS_LOST' } },
      { type: 'stream.opened', data: { startSample: 176_000 } },
      { type: 'audio.frame', sequence: 50, positionSample: 176_000 },
      { type: 'stream.closed', data: { endSample: 177_600 } },
      { type: 'call.ended', data: { durationMs: 22_200 } },
    ]);
  });

  it.each([
    ['over', aKnownCall({ state: 'CLOSED' }), 'CALL_ALREADY_ENDED'],
    ['in another format', aKnownCall({ sampleRateHz: 16_000 }), 'AUDIO_FORMAT_CHANGED'],
  ])('is refused when it is %s', async (_, known, code) => {
    const ingest = await open();
    ingest.registry.known.set('c1', known);
    const client = await ingest.client();
    client.start('c1');
    await client.reply('error', { code });
    expect(await client.gone).toBe(4409);
    expect(ingest.bus.events).toEqual([]);
    if (code === 'CALL_ALREADY_ENDED') return;
    const right = await ingest.call('c1', { samplingRate: 16_000 });
    await endOf(ingest, right, 'c1');
  });

  it('waits for a registry that fails, and shows it when that stays away', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    ingest.registry.failures = 8;
    const client = await ingest.call('c1');
    await client.audio(bytes(CHUNK));
    await hasReceived(ingest, 1);
    for (let i = 0; i < 40; i++) await clock.advance(1_000);
    expect(ingest.bus.types('c1').slice(0, 4)).toEqual([
      'processing.failed',
      'call.started',
      'stream.opened',
      'audio.frame',
    ]);
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({
      data: { code: 'CALL_REGISTRY_UNAVAILABLE' },
    });
  });

  it('asks again when the registry does not answer at all', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    ingest.registry.stall();
    await ingest.call('c1');
    await clock.advance(6_000);
    expect(ingest.registry.asked).toHaveLength(2);
  });
});

describe('a bus that does not take', () => {
  it('stops the reading, holds a bounded amount and loses nothing', async () => {
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

  it('answers handshakes all the same', async () => {
    const ingest = await open();
    ingest.bus.stall();
    await Promise.all(Array.from({ length: 50 }, (_, i) => ingest.call(`c${i}`)));
  });

  it('is tried again when it fails, in order', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    await ingest.bus.next('c1', 'stream.opened');
    ingest.bus.failNext(new Error('broker away'), new Failure('BUS_UNAVAILABLE', 'later', { retryable: true }));
    const sent = bytes(CHUNK * 3);
    for (let i = 0; i < 3; i++) await client.audio(sent.subarray(i * CHUNK, (i + 1) * CHUNK));
    await endOf(ingest, client, 'c1');
    expect(Buffer.compare(ingest.bus.audio('c1'), sent)).toBe(0);
  });

  it('has what it refuses for good declared as a gap', async () => {
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
      { type: 'audio.gap-declared', data: { fromSample: 0, toSample: 1_600, reason: 'FRAMES_LOST' } },
      expect.anything(),
      expect.anything(),
      expect.anything(),
      expect.anything(),
    ]);
    expect(events.map(({ type }) => type).sort()).toEqual(
      [
        'call.started',
        'stream.opened',
        'audio.gap-declared',
        'processing.failed',
        'audio.frame',
        'stream.closed',
        'call.ended',
      ].sort(),
    );
  });

  it('does not say that a call is safe when it is not', async () => {
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
  it('brings everything received to the bus, asks clients to come again, and leaves calls open', async () => {
    const ingest = await open();
    const clients = await Promise.all(['c1', 'c2', 'c3'].map((callId) => ingest.call(callId)));
    await Promise.all(clients.map((client) => client.audio(bytes(CHUNK + 100))));
    await Promise.all(['c1', 'c2', 'c3'].map((callId) => ingest.bus.next(callId, 'audio.frame')));
    await Promise.all(clients.map((client) => client.audio(bytes(40))));
    await hasReceived(ingest, 6);
    await ingest.sockets.drain();
    expect(await Promise.all(clients.map((client) => client.gone))).toEqual([1012, 1012, 1012]);
    for (const callId of ['c1', 'c2', 'c3']) {
      expect(ingest.bus.audio(callId)).toHaveLength(CHUNK + 140);
      expect(ingest.bus.types(callId)).not.toContain('stream.closed');
    }
    await expect(ingest.client()).rejects.toThrow('503');
    await ingest.sockets.drain();
  });

  it('comes to an end with a dead bus and clients that do not say goodbye', async () => {
    const ingest = await open({ EARSHOT_INGEST_DRAIN_MS: '50' });
    const client = await ingest.call('c1');
    await ingest.bus.next('c1', 'stream.opened');
    ingest.bus.stall();
    await client.audio(bytes(CHUNK));
    await hasReceived(ingest, 1);
    client.socket.pause();
    await ingest.sockets.drain();
    expect(ingest.metrics.values.get('earshot_ingest_bytes_lost_total')).toBe(CHUNK);
  });
});

describe("LCA's own browser page", () => {
  const frame = Uint8Array.from({ length: 512 }, (_, i) => (i < 2 ? 0 : (i >> 1) & 0xff));

  it.each([
    [undefined, 0],
    ['true', 36],
  ])('EARSHOT_LCA_BROWSER_REPAIR=%s mends %d of 100 frames', async (setting, mended) => {
    const ingest = await open(setting === undefined ? {} : { EARSHOT_LCA_BROWSER_REPAIR: setting });
    const client = await ingest.call('c1', { samplingRate: 48_000 });
    for (let i = 0; i < 100; i++) await client.audio(frame);
    await endOf(ingest, client, 'c1');
    const heard = ingest.bus.audio('c1');
    const changed = Array.from(
      { length: 100 },
      (_, i) => Buffer.compare(heard.subarray(i * 512, (i + 1) * 512), frame) !== 0,
    );
    expect(changed.filter(Boolean)).toHaveLength(mended);
  });
});

/** Below the client library, to send what it would never send. */
function rawSocketOf(client: LcaClient) {
  return (client.socket as unknown as { _socket: { write(bytes: Uint8Array): void } })._socket;
}
