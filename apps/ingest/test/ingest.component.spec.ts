import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { bytes, CHUNK, endOf, ingestPerTest, random } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';

const open = ingestPerTest();

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
      const ingest = await open({ EARSHOT_ALLOW_CHOSEN_ENGINE: 'true' });
      const client = await ingest.call('c1', {
        samplingRate,
        channels,
        codec,
        agentId: 'Ann',
        fromNumber: '+1202',
        speechEngine: 'scripted',
        speechScript: 's',
      });
      const sent = bytes(frameBytes * 101);
      for (let at = 0; at < sent.length; at += frameBytes) await client.audio(sent.subarray(at, at + frameBytes));
      const participants = [
        { id: 'customer', role: 'CUSTOMER', number: '+1202' },
        { id: 'agent', role: 'AGENT', name: 'Ann' },
      ].slice(0, channels);
      const events = await endOf(ingest, client, 'c1');
      expect(Buffer.compare(ingest.bus.audio('c1'), sent)).toBe(0);
      expect(events.map(({ type }) => type).filter((type) => type !== 'audio.frame')).toEqual([
        'call.started',
        ...participants.map(() => 'participant.joined'),
        'stream.opened',
        'stream.closed',
        'call.ended',
      ]);
      expect(events[0]).toMatchObject({
        data: { source: 'lca-websocket', agentId: 'Ann', customerNumber: '+1202', systemNumber: 'System Phone' },
      });
      participants.forEach((participant, at) => {
        expect(events[1 + at]).toMatchObject({ type: 'participant.joined', data: { participant, atMs: 0 } });
      });
      expect(events[1 + channels]).toMatchObject({
        data: {
          codec,
          sampleRateHz: samplingRate,
          tracks: participants.map(({ id }) => ({ participantId: id })),
          participants,
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

  it('arrives complete however its bytes are cut', async () => {
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

  it('splits a very large frame so that no message reaches 256 KiB', async () => {
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

  it('makes an id when none is sent, without asking the registry', async () => {
    const ingest = await open();
    const client = await ingest.client();
    client.start(undefined);
    const { callId } = await client.reply('started');
    await ingest.bus.next(String(callId), 'stream.opened');
    expect(ingest.registry.asked).toEqual([]);
  });

  it('carries one call after the other on one socket', async () => {
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

  it('never writes text that was sent into the log', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    client.text('{ secret words');
    client.text({ callEvent: 'secret words' });
    await endOf(ingest, client, 'c1');
    expect(JSON.stringify(ingest.logger.lines)).not.toContain('secret');
  });
});

describe('the WebSocket upgrade', () => {
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

  it('accepts programs, pages of the same host and listed pages, nobody else', async () => {
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

  it('answers a broken handshake with 400', async () => {
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

describe("LCA's own browser page", () => {
  const frame = Uint8Array.from({ length: 512 }, (_, i) => (i < 2 ? 0 : (i >> 1) & 0xff));

  it.each([
    [undefined, 0],
    ['true', 36],
  ])('EARSHOT_LCA_BROWSER_REPAIR=%s repairs %d of 100 frames', async (setting, repaired) => {
    const ingest = await open(setting === undefined ? {} : { EARSHOT_LCA_BROWSER_REPAIR: setting });
    const client = await ingest.call('c1', { samplingRate: 48_000 });
    for (let i = 0; i < 100; i++) await client.audio(frame);
    await endOf(ingest, client, 'c1');
    const received = ingest.bus.audio('c1');
    const changed = Array.from(
      { length: 100 },
      (_, i) => Buffer.compare(received.subarray(i * 512, (i + 1) * 512), frame) !== 0,
    );
    expect(changed.filter(Boolean)).toHaveLength(repaired);
  });
});
