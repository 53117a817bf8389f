import { afterEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '@earshot/ports';
import { frameKinds } from '@earshot/media/audiosocket';
import { freePorts, ManualClock } from '@earshot/testing';
import { ingestConfigSchema } from '../src/index.js';
import { createAudioSocketSource } from '../src/sources/audiosocket/audiosocket-source.js';
import type { SourceContext } from '../src/sources/media-source.js';
import { requireClosedDoors } from '../src/sources/start-sources.js';
import { AudioSocketPeer } from './audiosocket-peer.js';
import { bytes, ingestPerTest, nextTurn } from './ingest-steps.js';

const openIngest = ingestPerTest();
const callIdOf = (at: number) => `00000000-0000-0000-0000-${at.toString(16).padStart(12, '0')}`;
const peers: AudioSocketPeer[] = [];
afterEach(() => {
  for (const { socket } of peers.splice(0)) socket.destroy();
});

async function open(settings: Record<string, string> = {}, clock?: Clock) {
  const [port = 0] = await freePorts(1);
  const ingest = await openIngest({ EARSHOT_AUDIOSOCKET_PORT: String(port), ...settings }, clock);
  /** A connection of Asterisk. With a number, it has sent the UUID of its call. */
  const dial = async (call?: number) => {
    const peer = await AudioSocketPeer.open(port, call === undefined ? undefined : callIdOf(call));
    peers.push(peer);
    return peer;
  };
  const refused = () => ingest.metrics.values.get('earshot_ingest_refused_total') ?? 0;
  return { ingest, dial, refused };
}

describe('the AudioSocket source', () => {
  it('brings a call from its UUID to the hang-up, every sample once', async () => {
    const { ingest, dial } = await open();
    const peer = await dial(1);
    const sent = Array.from({ length: 50 }, () => bytes(640));
    for (const samples of sent) peer.sendAudio(samples, 0x12);
    peer.hangUp();
    await ingest.bus.next(callIdOf(1), 'call.ended');
    await peer.closed;
    expect(ingest.bus.audio(callIdOf(1)).equals(Buffer.concat(sent))).toBe(true);
    expect(await ingest.bus.next(callIdOf(1), 'stream.opened')).toMatchObject({
      data: { codec: 'L16', sampleRateHz: 16_000 },
    });
    expect(await ingest.bus.next(callIdOf(1), 'stream.closed')).toMatchObject({
      data: { endSample: 50 * 320, reason: 'ENDED' },
    });
  });

  it('ends the call when Asterisk closes its side', async () => {
    const { ingest, dial } = await open();
    const peer = await dial(1);
    peer.sendAudio(bytes(320));
    peer.socket.end();
    expect(await ingest.bus.next(callIdOf(1), 'stream.closed')).toMatchObject({ data: { reason: 'ENDED' } });
  });

  it('continues a call whose connection was lost, behind a declared gap', async () => {
    const clock = new ManualClock();
    const { ingest, dial } = await open({}, clock);
    const first = await dial(1);
    first.sendAudio(bytes(3_200));
    await ingest.bus.next(callIdOf(1), 'audio.frame');
    first.socket.resetAndDestroy();
    while (!ingest.bus.types(callIdOf(1)).includes('stream.silent')) await clock.advance(1_000);
    const second = await dial(1);
    second.sendAudio(bytes(3_200));
    second.socket.end();
    const gap = await ingest.bus.next(callIdOf(1), 'audio.gap-declared');
    expect(gap).toMatchObject({ data: { fromSample: 1_600, reason: 'CONNECTION_LOST' } });
    await ingest.bus.next(callIdOf(1), 'call.ended');
    expect(ingest.bus.audio(callIdOf(1)).length).toBe(6_400);
  });

  it('cuts a connection that sends nothing, and lets its call wait', async () => {
    const clock = new ManualClock();
    const { ingest, dial, refused } = await open({ EARSHOT_SOCKET_TIMEOUT_MS: '30000' }, clock);
    const [mute, live] = [await dial(), await dial(1)];
    live.sendAudio(bytes(3_200));
    await ingest.bus.next(callIdOf(1), 'audio.frame');
    await clock.advance(11_000);
    await mute.closed;
    expect(refused()).toBe(1);
    await clock.advance(20_000);
    await live.closed;
    expect(refused()).toBe(2);
    expect(ingest.bus.types(callIdOf(1))).not.toContain('call.ended');
  });

  it('cuts a peer that keeps its side open after the end of its call', async () => {
    const clock = new ManualClock();
    const { ingest, dial, refused } = await open({}, clock);
    const peer = await dial(1);
    peer.socket.allowHalfOpen = true;
    peer.sendAudio(bytes(3_200));
    peer.hangUp();
    await ingest.bus.next(callIdOf(1), 'call.ended');
    await clock.advance(11_000);
    // Its system hears that the connection is gone when it sends again.
    for (; !peer.socket.destroyed; await nextTurn()) peer.sendAudio(bytes(320));
    expect(refused()).toBe(0);
  });

  it('closes a hostile connection and does not disturb the others', async () => {
    const { ingest, dial, refused } = await open();
    const good = await dial(1);
    const sent = bytes(32_000);
    good.sendAudio(sent.subarray(0, 16_000));
    const strange = await dial();
    strange.socket.write(Buffer.alloc(200_000, 0x47));
    const twice = await dial(2);
    twice.sendFrame(frameKinds.id, new Uint8Array(16));
    await Promise.all([strange.closed, twice.closed]);
    expect(refused()).toBe(2);
    good.sendAudio(sent.subarray(16_000));
    good.socket.end();
    await ingest.bus.next(callIdOf(1), 'call.ended');
    expect(ingest.bus.audio(callIdOf(1)).equals(Buffer.from(sent))).toBe(true);
  });

  it('keeps the connection of a call that it does not take, because closing it may hang up the channel', async () => {
    const { ingest, dial, refused } = await open({ EARSHOT_MAX_CALLS: '1' });
    const [first, second] = [await dial(1), await dial(2)];
    first.sendAudio(bytes(320));
    await ingest.bus.next(callIdOf(1), 'call.started');
    second.sendAudio(bytes(320));
    while (refused() === 0) await nextTurn();
    second.sendAudio(bytes(320));
    first.socket.end();
    await ingest.bus.next(callIdOf(1), 'call.ended');
    expect(second.socket.destroyed).toBe(false);
    expect(ingest.bus.of(callIdOf(2))).toEqual([]);
  });

  it('takes connections of the allowed addresses only', async () => {
    const { dial, refused } = await open({ EARSHOT_INGEST_ALLOWED_ADDRESSES: 'audiosocket=192.0.2.0/24' });
    const { closed } = await dial(1);
    await closed;
    expect(refused()).toBe(1);
  });

  it('names its setting when the port is taken', async () => {
    const [port = 0] = await freePorts(1);
    await openIngest({ EARSHOT_AUDIOSOCKET_PORT: String(port) });
    const settings = ingestConfigSchema.parse({ EARSHOT_AUDIOSOCKET_PORT: String(port) });
    // Nothing connects, so nothing of the context is used.
    const second = createAudioSocketSource(settings)?.start({} as SourceContext);
    await expect(second?.open?.()).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining('EARSHOT_AUDIOSOCKET_PORT'),
    });
  });

  it('does not start in production while every address may connect', () => {
    const parse = (env: Record<string, string>) => ({ ...ingestConfigSchema.parse(env), EARSHOT_MODE: 'production' });
    const port = { EARSHOT_AUDIOSOCKET_PORT: '9092' };
    expect(() => requireClosedDoors(parse(port))).toThrow('EARSHOT_INGEST_ALLOWED_ADDRESSES');
    expect(() => requireClosedDoors(parse({}))).not.toThrow();
    const named = { EARSHOT_INGEST_ALLOWED_ADDRESSES: 'audiosocket=192.0.2.7' };
    expect(() => requireClosedDoors(parse({ ...port, ...named }))).not.toThrow();
  });
});
