import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from '@jest/globals';
import { RtpSender, staticFormats, type CallAudioFormat } from '@earshot/media/rtp';
import type { JoinedAudio } from '@earshot/media/tracks';
import { ManualClock } from '@earshot/testing';
import { RtpMedia, type RtpMediaOptions } from '../src/sources/rtp/rtp-media.js';
import { RtpPorts } from '../src/sources/rtp/rtp-ports.js';
import { bytes, nextTurn } from './ingest-steps.js';

const PACKET = 160;
const terms = { payloadTypes: staticFormats };
const mulaw: CallAudioFormat = { codec: 'PCMU', sampleRateHz: 8_000 };
/** Below the ports that other specs take, and apart from those of other processes that run this spec. */
const firstPort = 10_240 + 48 * (process.pid % 200);
const ports = new RtpPorts({ host: '127.0.0.1', firstPort, lastPort: firstPort + 19 });
const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  expect(ports.openPairs).toBe(0);
});

function openMedia(trackCount: number, options: Partial<RtpMediaOptions> = {}) {
  const clock = new ManualClock(0);
  const joined: JoinedAudio[] = [];
  const problems: string[] = [];
  const media = new RtpMedia(
    {
      ports,
      clock,
      trackCount,
      format: mulaw,
      needsEncryption: false,
      allows: () => true,
      newSsrc: () => 1,
      ...options,
    },
    (parts) => joined.push(...parts),
    (code) => problems.push(code),
  );
  closers.push(() => media.close());
  return { media, clock, joined, problems };
}

async function openSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return socket;
}

/** A peer that sends to one track, and waits until each packet is taken, because UDP promises nothing. */
async function openPeer(media: RtpMedia, track: number, ssrc: number) {
  const opened = await media.openStream(track, terms);
  if (!opened.ok) throw new Error(opened.error);
  const socket = await openSocket();
  const sender = new RtpSender({ payloadType: 0, ssrc, firstSequence: 65_530, firstTimestamp: 4_294_967_000 });
  const taken = () => media.countsOf(track)?.taken ?? 0;
  const send = async (samples: Uint8Array) => {
    const before = taken();
    socket.send(sender.writePacket(samples, samples.length), opened.value.rtpPort, '127.0.0.1');
    while (taken() === before) await nextTurn();
  };
  return { socket, sender, send, ...opened.value };
}

const audioOf = (joined: readonly JoinedAudio[]) =>
  Buffer.concat(joined.flatMap((part) => (part.kind === 'audio' ? [part.samples] : [])));
const gapsOf = (joined: readonly JoinedAudio[]) =>
  joined.flatMap((part) => (part.kind === 'gap' ? [[part.tracks, part.fromSample, part.samples, part.reason]] : []));
const trackOf = (audio: Buffer, track: number, trackCount: number) =>
  Buffer.from(audio.filter((_, at) => at % trackCount === track));

describe('RtpMedia', () => {
  it('joins the streams of a call that come over UDP, every sample once and in place', async () => {
    const { media, clock, joined } = openMedia(2);
    const peers = [await openPeer(media, 0, 7), await openPeer(media, 1, 8)];
    const sent = peers.map(() => bytes(50 * PACKET));
    for (let at = 0; at < 50; at++) {
      await clock.advance(20);
      for (const [track, peer] of peers.entries())
        await peer.send(sent[track]?.subarray(at * PACKET, (at + 1) * PACKET) ?? bytes(0));
    }
    await media.close();
    const audio = audioOf(joined);
    expect(sent.map((samples, track) => trackOf(audio, track, 2).equals(samples))).toEqual([true, true]);
    expect(gapsOf(joined)).toEqual([]);
  });

  it('declares what one stream lost and what another stopped to send, and waits for neither', async () => {
    const { media, clock, joined } = openMedia(2);
    const [first, second] = [await openPeer(media, 0, 7), await openPeer(media, 1, 8)];
    for (let at = 0; at < 50; at++) {
      await clock.advance(20);
      if (at === 10) first.sender.writePacket(new Uint8Array(PACKET), PACKET);
      else await first.send(new Uint8Array(PACKET).fill(1));
      if (at < 20) await second.send(new Uint8Array(PACKET).fill(2));
    }
    await clock.advance(2_000);
    expect(audioOf(joined).length).toBe(2 * 50 * PACKET);
    expect(gapsOf(joined).slice(0, 2)).toEqual([
      [[0], 10 * PACKET, PACKET, 'FRAMES_LOST'],
      [[1], 20 * PACKET, expect.any(Number), 'SOURCE_SILENT'],
    ]);
  });

  it('takes silence by design for silence: a stream on hold, and a track whose stream was closed', async () => {
    const { media, clock, joined } = openMedia(2);
    const [first, second] = [await openPeer(media, 0, 7), await openPeer(media, 1, 8)];
    await clock.advance(20);
    await first.send(new Uint8Array(PACKET).fill(1));
    await second.send(new Uint8Array(PACKET).fill(2));
    expect(media.changeStream(0, { ...terms, isHeld: true }).ok).toBe(true);
    await media.closeStream(1);
    await clock.advance(10_000);
    expect(gapsOf(joined)).toEqual([]);
    const seconds = audioOf(joined).length / 16_000;
    expect(seconds).toBeGreaterThan(9.5);
    expect(seconds).toBeLessThan(10);
    expect(ports.openPairs).toBe(1);
  });

  it('sends a report to the peer every five seconds and hears its goodbye', async () => {
    const { media, clock } = openMedia(1);
    const { socket, sender, send, rtpPort } = await openPeer(media, 0, 7);
    const rtcp = await openSocket();
    await send(new Uint8Array(PACKET));
    media.changeStream(0, { ...terms, rtcpPort: rtcp.address().port });
    const report = new Promise<Buffer>((resolve) => rtcp.once('message', resolve));
    await clock.advance(5_000);
    expect((await report).readUInt32BE(8)).toBe(7);
    expect(media.isEnded).toBe(false);
    socket.send(sender.writeBye(), rtpPort, '127.0.0.1');
    while (!media.isEnded) await nextTurn();
  });

  it('refuses plain streams where the settings ask for encryption', async () => {
    const { media } = openMedia(1, { needsEncryption: true });
    expect(await media.openStream(0, terms)).toEqual({ ok: false, error: 'ENCRYPTION_REQUIRED' });
    expect(ports.openPairs).toBe(0);
  });

  it('does not disturb a second call when the first is flooded', async () => {
    const flooded = openMedia(1);
    const quiet = openMedia(1);
    const [victim, peer] = [await openPeer(flooded.media, 0, 7), await openPeer(quiet.media, 0, 8)];
    await victim.send(new Uint8Array(PACKET));
    const sent = bytes(20 * PACKET);
    for (let at = 0; at < 20; at++) {
      for (let packet = 0; packet < 100; packet++) {
        victim.socket.send(victim.sender.writePacket(new Uint8Array(PACKET), PACKET), victim.rtpPort, '127.0.0.1');
      }
      await quiet.clock.advance(20);
      await peer.send(sent.subarray(at * PACKET, (at + 1) * PACKET));
    }
    while ((flooded.media.countsOf(0)?.floods ?? 0) === 0) await nextTurn();
    await quiet.media.close();
    expect(audioOf(quiet.joined).equals(sent)).toBe(true);
    expect(flooded.media.countsOf(0)?.taken).toBe(500);
    await flooded.clock.advance(10_000);
    // The system may drop some of a flood itself, which is loss.
    expect(flooded.problems).toContain('RTP_FLOOD');
    expect(quiet.problems).toEqual([]);
  });
});

describe('RtpPorts', () => {
  it('gives out even ports with the odd ones above, until none is left, and takes them back', async () => {
    const few = new RtpPorts({ host: '127.0.0.1', firstPort: firstPort + 31, lastPort: firstPort + 36 });
    const pairs = [await few.openPair(), await few.openPair()];
    expect(pairs.map((pair) => [pair?.rtpPort, pair?.rtcpPort])).toEqual([
      [firstPort + 32, firstPort + 33],
      [firstPort + 34, firstPort + 35],
    ]);
    expect(await few.openPair()).toBeNull();
    await pairs[0]?.close();
    await pairs[0]?.close();
    const again = await few.openPair();
    expect(again?.rtpPort).toBe(firstPort + 32);
    await Promise.all([again?.close(), pairs[1]?.close()]);
    expect(few.openPairs).toBe(0);
  });

  it('skips a port that another program has, and leaves none of its own behind', async () => {
    const taken = createSocket('udp4');
    await new Promise<void>((resolve) => taken.bind(firstPort + 41, '127.0.0.1', resolve));
    closers.push(() => new Promise<void>((resolve) => taken.close(() => resolve())));
    const few = new RtpPorts({ host: '127.0.0.1', firstPort: firstPort + 40, lastPort: firstPort + 43 });
    const pair = await few.openPair();
    expect(pair?.rtpPort).toBe(firstPort + 42);
    await pair?.close();
    const probe = createSocket('udp4');
    await new Promise<void>((resolve) => probe.bind(firstPort + 40, '127.0.0.1', resolve));
    closers.push(() => new Promise<void>((resolve) => probe.close(() => resolve())));
  });

  it('says which address it cannot bind', async () => {
    const unknown = new RtpPorts({ host: '192.0.2.1', firstPort: 20_000, lastPort: 20_010 });
    await expect(unknown.openPair()).rejects.toThrow('192.0.2.1, UDP port 20000');
    expect(unknown.openPairs).toBe(0);
  });
});
