import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { callIdSchema, makeEvent } from '@earshot/contracts';
import { NIL_UUID } from '@earshot/media/audiohook';
import { ManualClock } from '@earshot/testing';
import { controlHandlers } from '../src/handlers/control-handlers.js';
import { AUDIOHOOK_PATH } from '../src/index.js';
import { AudiohookClient, bothChannels, type AudiohookConnect } from './audiohook-client.js';
import type { CapturingBus } from './capturing-bus.js';
import { bytes, hasReceived, ingestPerTest } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';

const openIngest = ingestPerTest();
/** 200 ms of both channels. */
const CHUNK = 3_200;
const SECOND = 8_000;

async function open(settings: Record<string, string> = {}, clock = new ManualClock()) {
  const ingest = await openIngest(settings, clock);
  const connect = async (options: AudiohookConnect = {}) =>
    ingest.adopt(await AudiohookClient.open(`ws://127.0.0.1:${ingest.port}${AUDIOHOOK_PATH}`, options));
  const call = async (conversationId: string, parameters: object = {}) => {
    const client = await connect();
    await client.openCall(conversationId, parameters);
    return client;
  };
  return { ingest, clock, connect, call };
}

/** Speaks for a second as the clock goes on. Returns what was sent. */
async function talk(ingest: IngestUnderTest, clock: ManualClock, client: AudiohookClient): Promise<Uint8Array> {
  const sent = bytes(CHUNK * 5);
  for (let at = 0; at < sent.length; at += CHUNK) {
    const frames = ingest.metrics.values.get('earshot_ingest_frames_received_total') ?? 0;
    await clock.advance(200);
    await client.speak(sent.subarray(at, at + CHUNK));
    await hasReceived(ingest, frames + 1);
  }
  return sent;
}

/** Every stretch of the call in order, in samples: of audio or, with its reason, of a gap. */
function stretches(bus: CapturingBus, callId: string): [what: string, from: number, to: number][] {
  const found: [string, number, number][] = [];
  for (const event of bus.of(callId)) {
    if (event.type !== 'audio.frame' && event.type !== 'audio.gap-declared') continue;
    const isFrame = event.type === 'audio.frame';
    const from = isFrame ? event.positionSample : event.data.fromSample;
    const to = isFrame ? from + event.payload.length / 2 : event.data.toSample;
    const what = isFrame ? 'audio' : event.data.reason;
    const last = found.at(-1);
    if (last?.[0] === what && last[2] === from) last[2] = to;
    else found.push([what, from, to]);
  }
  return found;
}

const requestPause = (ingest: IngestUnderTest, id: string, action: 'PAUSE' | 'RESUME') =>
  controlHandlers(ingest.server)['call.pause-requested'](
    makeEvent('call.pause-requested', callIdSchema.parse(id), { action }, { id: 'asked', occurredAtMs: 1 }),
  );

describe('the AudioHook source', () => {
  it('carries a call from open to closed, every byte in its place', async () => {
    const { ingest, clock, call } = await open();
    const id = randomUUID();
    const client = await call(id);
    expect(client.replies).toMatchObject([{ type: 'opened', parameters: { media: [bothChannels] } }]);
    const sent = await talk(ingest, clock, client);
    await client.close();
    expect(Buffer.compare(ingest.bus.audio(id), sent)).toBe(0);
    expect(ingest.bus.types(id)).not.toContain('audio.gap-declared');
    expect(ingest.bus.of(id)[0]).toMatchObject({
      type: 'call.started',
      data: { source: 'audiohook', customerNumber: '+13175550100', systemNumber: '+18005550199' },
    });
    expect(await ingest.bus.next(id, 'stream.opened')).toMatchObject({
      data: { tracks: [{ participantId: 'customer' }, { participantId: 'agent' }] },
    });
    expect(ingest.bus.types(id).at(-1)).toBe('call.ended');
  });

  it('answers a probe, and no call begins', async () => {
    const { ingest, connect } = await open();
    const client = await connect();
    await client.openCall(NIL_UUID, { participant: { id: NIL_UUID, ani: '', aniName: '', dnis: '' } });
    client.send('ping');
    await client.reply('pong');
    await client.close();
    expect(ingest.bus.events).toEqual([]);
    expect(ingest.registry.asked).toEqual([]);
  });

  it('opens sessions while bus and registry do not answer', async () => {
    const { ingest, call } = await open();
    ingest.bus.stall();
    ingest.registry.stall();
    await Promise.all(Array.from({ length: 50 }, () => call(randomUUID())));
  });

  it('says closed when the bus has everything, and not before', async () => {
    const { ingest, clock, call } = await open();
    const id = randomUUID();
    const client = await call(id);
    await ingest.bus.next(id, 'stream.opened');
    ingest.bus.stall();
    const sent = await talk(ingest, clock, client);
    client.send('close', { reason: 'end' });
    client.send('ping');
    await client.reply('pong');
    expect(client.replies.map(({ type }) => type)).toEqual(['opened', 'pong']);
    ingest.bus.flow();
    await client.reply('closed');
    expect(Buffer.compare(ingest.bus.audio(id), sent)).toBe(0);
  });

  it('says closed before the client gives up, although the bus is stalled', async () => {
    const { ingest, clock, call } = await open();
    const id = randomUUID();
    const client = await call(id);
    await ingest.bus.next(id, 'stream.opened');
    ingest.bus.stall();
    client.send('close', { reason: 'end' });
    client.send('ping');
    await client.reply('pong');
    await clock.advance(9_000);
    await client.reply('closed');
  });

  it('declares discarded audio and a jump of the position, each at its place and once', async () => {
    const { ingest, clock, call } = await open();
    const id = randomUUID();
    const client = await call(id);
    await talk(ingest, clock, client);
    await clock.advance(300);
    client.discard(2_400);
    await talk(ingest, clock, client);
    await clock.advance(2_000);
    client.positionSample += 2 * SECOND;
    client.send('ping');
    await client.reply('pong');
    await talk(ingest, clock, client);
    await client.close();
    expect(stretches(ingest.bus, id)).toEqual([
      ['audio', 0, SECOND],
      ['FRAMES_LOST', SECOND, 10_400],
      ['audio', 10_400, 18_400],
      ['FRAMES_LOST', 18_400, 34_400],
      ['audio', 34_400, 42_400],
    ]);
  });

  it('pauses the call with the client, and counts every sample of the pause', async () => {
    const { ingest, clock, call } = await open();
    const id = randomUUID();
    const client = await call(id);
    await talk(ingest, clock, client);
    client.send('paused');
    await ingest.bus.next(id, 'call.pause-changed');
    await clock.advance(7_000);
    client.positionSample += 7 * SECOND;
    client.send('resumed', { start: 'PT1S', discarded: 'PT7S' });
    await talk(ingest, clock, client);
    await client.close();
    expect(stretches(ingest.bus, id)).toEqual([
      ['audio', 0, SECOND],
      ['PAUSED', SECOND, 8 * SECOND],
      ['audio', 8 * SECOND, 9 * SECOND],
    ]);
  });

  it('asks the client to pause when a user pauses the call, and to go on', async () => {
    const { ingest, clock, call } = await open();
    const id = randomUUID();
    const client = await call(id);
    await talk(ingest, clock, client);
    await requestPause(ingest, id, 'PAUSE');
    await client.reply('pause');
    client.send('paused');
    await clock.advance(3_000);
    client.positionSample += 3 * SECOND;
    await requestPause(ingest, id, 'RESUME');
    await client.reply('resume');
    client.send('resumed', { start: 'PT1S', discarded: 'PT3S' });
    await talk(ingest, clock, client);
    await client.close();
    expect(stretches(ingest.bus, id)).toEqual([
      ['audio', 0, SECOND],
      ['PAUSED', SECOND, 4 * SECOND],
      ['audio', 4 * SECOND, 5 * SECOND],
    ]);
    expect(ingest.bus.types(id).filter((type) => type === 'call.pause-changed')).toHaveLength(2);
  });

  it.each([
    ['without its old session', {}],
    ['with its old session', { continuedSessions: [{ id: randomUUID(), serverseq: 1, clientseq: 1 }] }],
  ])('continues a call that comes back %s', async (_, parameters) => {
    const { ingest, clock, call } = await open();
    const id = randomUUID();
    const first = await call(id);
    const before = await talk(ingest, clock, first);
    first.socket.terminate();
    await ingest.bus.next(id, 'stream.silent');
    await clock.advance(2_000);
    const second = await call(id, parameters);
    const after = await talk(ingest, clock, second);
    await second.close();
    expect(stretches(ingest.bus, id)).toEqual([
      ['audio', 0, SECOND],
      ['CONNECTION_LOST', SECOND, 3 * SECOND],
      ['audio', 3 * SECOND, 4 * SECOND],
    ]);
    expect(Buffer.compare(ingest.bus.audio(id), Buffer.concat([before, after]))).toBe(0);
    expect(ingest.bus.types(id).filter((type) => type === 'call.started')).toHaveLength(1);
  });

  it('disconnects the older of two sessions of one conversation', async () => {
    const { call } = await open();
    const id = randomUUID();
    const older = await call(id);
    const newer = await call(id);
    expect(await older.reply('disconnect')).toMatchObject({ parameters: { reason: 'completed' } });
    await older.close('disconnect');
    newer.send('ping');
    await newer.reply('pong');
  });

  it('asks its clients to connect elsewhere when the process stops', async () => {
    const { ingest, call } = await open();
    const client = await call(randomUUID());
    await ingest.server.drain();
    expect(client.replies.map(({ type }) => type)).toEqual(['opened', 'reconnect']);
    expect(await client.gone).toBe(1_012);
  });

  it('closes a connection that opens no session', async () => {
    const { clock, connect } = await open();
    const client = await connect();
    await clock.advance(6_000);
    expect(await client.gone).toBe(1_008);
  });
});
