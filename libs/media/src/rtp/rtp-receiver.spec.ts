import { describe, expect, it } from '@jest/globals';
import { createRandom, randomBytes } from '../../test/random.js';
import { TrackJoiner, type JoinedAudio } from '../tracks/index.js';
import { MediaClock } from './media-clock.js';
import { staticFormats, type RtpFormat } from './rtp-format.js';
import { writeRtpPacket, type RtpPacket } from './rtp-packet.js';
import { RtpReceiver, type RtpReceiverOptions } from './rtp-receiver.js';
import type { RtpPart } from './rtp-timeline.js';

const EVENT = 101;
const payloadTypes: ReadonlyMap<number, RtpFormat> = new Map([
  ...staticFormats,
  [EVENT, { encoding: 'TELEPHONE_EVENT', clockRateHz: 8_000, channelCount: 1 }],
  [111, { encoding: 'OPUS', clockRateHz: 48_000, channelCount: 2 }],
]);
const createReceiver = (options: Partial<RtpReceiverOptions> = {}) =>
  new RtpReceiver({ payloadTypes, clock: new MediaClock(8_000, 0), ...options });

/** Packet number `at` of a stream of PCMU in packets of 20 ms. Its payload is its number. */
const makePacket = (at: number, other: Partial<RtpPacket> = {}) =>
  writeRtpPacket({
    payloadType: 0,
    hasMarker: false,
    sequence: (65_530 + at) & 0xffff,
    timestamp: (0xffff_fc00 + at * 160) >>> 0,
    ssrc: 7,
    payload: new Uint8Array(160).fill(at),
    ...other,
  });
const arrivalOf = (at: number) => 20 * (at + 1);
const describeParts = (parts: readonly RtpPart[]) =>
  parts.map((part) => [part.kind, part.fromSample / 160, part.toSample / 160]);

/** Sends packets at their time, and returns all parts of the stream. */
function receive(receiver: RtpReceiver, packets: readonly (readonly [number, Uint8Array])[]) {
  const parts = packets.flatMap(([atMs, bytes]) => receiver.receivePacket(bytes, atMs));
  return describeParts([...parts, ...receiver.flush()]);
}
const send = (receiver: RtpReceiver, numbers: readonly number[]) =>
  receive(
    receiver,
    numbers.map((at) => [arrivalOf(at), makePacket(at)]),
  );

describe('RtpReceiver', () => {
  it('places the first packet by its arrival, and the later ones by their timestamps, beyond the wraps of both counters', () => {
    const receiver = createReceiver();
    const parts = send(receiver, [...Array(20).keys()]);
    expect(parts).toEqual([...Array(20).keys()].map((at) => ['audio', at, at + 1]));
  });

  it('waits for a packet that comes late, even for one before the first', () => {
    const receiver = createReceiver();
    const numbers = [1, 0, 2, 5, 3, 4, 6];
    const parts = receive(
      receiver,
      numbers.map((at, index) => [arrivalOf(index), makePacket(at)]),
    );
    // Number 0, which comes second, sets the clock.
    expect(parts.map(([, from]) => from)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(receiver.counts).toMatchObject({ lost: 0, late: 0, duplicates: 0 });
  });

  it('gives up a packet after the window and names what was lost', () => {
    const receiver = createReceiver();
    const before = [0, 1, 3].flatMap((at) => receiver.receivePacket(makePacket(at), arrivalOf(at)));
    expect(describeParts(before)).toEqual([]);
    expect(describeParts(receiver.tick(arrivalOf(0) + 100))).toEqual([
      ['audio', 0, 1],
      ['audio', 1, 2],
    ]);
    expect(describeParts(receiver.tick(arrivalOf(3) + 99))).toEqual([]);
    expect(describeParts(receiver.tick(arrivalOf(3) + 100))).toEqual([
      ['lost', 2, 3],
      ['audio', 3, 4],
    ]);
    receiver.receivePacket(makePacket(2), arrivalOf(3) + 101);
    receiver.receivePacket(makePacket(3), arrivalOf(3) + 101);
    expect(receiver.counts).toMatchObject({ lost: 1, late: 2 });
  });

  it('takes a jump of the timestamp without a missing number as silence', () => {
    const receiver = createReceiver();
    const talk = makePacket(1, { timestamp: (0xffff_fc00 + 100 * 160) >>> 0, hasMarker: true });
    const parts = receive(receiver, [
      [20, makePacket(0)],
      [2_020, talk],
    ]);
    expect(parts).toEqual([
      ['audio', 0, 1],
      ['silence', 1, 100],
      ['audio', 100, 101],
    ]);
  });

  it.each([
    ['after the last packet if the marker says that talk begins', true, [1, 3], [3, 100]],
    ['before the next packet otherwise', false, [98, 100], [1, 98]],
  ])('places packets that were lost beside a silence %s', (_, hasMarker, lost, silence) => {
    const receiver = createReceiver();
    const timestamp = (0xffff_fc00 + 100 * 160) >>> 0;
    const parts = receive(receiver, [
      [20, makePacket(0)],
      [2_020, makePacket(3, { timestamp, hasMarker })],
    ]);
    expect(parts).toContainEqual(['lost', ...lost]);
    expect(parts).toContainEqual(['silence', ...silence]);
    expect(receiver.counts.lost).toBe(2);
  });

  it('tells of silence while comfort noise lasts, and not of a stream that stops', () => {
    const receiver = createReceiver({ reorderMs: 0 });
    receiver.receivePacket(makePacket(0), 20);
    expect(receiver.tick(5_000)).toEqual([]);
    receiver.receivePacket(makePacket(1, { payloadType: 13, payload: Uint8Array.of(40) }), 40);
    expect(describeParts(receiver.tick(5_000))).toEqual([['silence', 1, 240]]);
    const talk = makePacket(2, { timestamp: (0xffff_fc00 + 250 * 160) >>> 0, hasMarker: true });
    expect(describeParts(receiver.receivePacket(talk, 5_020))).toEqual([
      ['silence', 240, 250],
      ['audio', 250, 251],
    ]);
    expect(receiver.tick(9_000)).toEqual([]);
  });

  it('believes a silence for a minute, unless reports confirm that the sender is there', () => {
    const receiver = createReceiver({ reorderMs: 0 });
    receiver.receivePacket(makePacket(0, { payloadType: 13, payload: Uint8Array.of(40) }), 0);
    expect(describeParts(receiver.tick(59_000))).toEqual([['silence', 0, 2_940]]);
    receiver.receiveSenderReport(0, 59_500);
    expect(describeParts(receiver.tick(119_000))).toEqual([['silence', 2_940, 5_940]]);
    expect(receiver.tick(119_500)).toEqual([]);
  });

  it('keeps all audio when the clock of the sender lags behind a silence that was told', () => {
    const receiver = createReceiver({ reorderMs: 0 });
    receiver.receivePacket(makePacket(0, { payloadType: 13, payload: Uint8Array.of(40) }), 0);
    receiver.tick(5_000);
    const talk = makePacket(1, { timestamp: (0xffff_fc00 + 230 * 160) >>> 0, hasMarker: true });
    expect(describeParts(receiver.receivePacket(talk, 5_020))).toEqual([['audio', 240, 241]]);
  });

  it('tells of silence while the stream is on hold, until its next packet', () => {
    const receiver = createReceiver({ reorderMs: 0 });
    receiver.receivePacket(makePacket(0), 20);
    receiver.hold(true);
    expect(describeParts(receiver.tick(2_200))).toEqual([['silence', 1, 100]]);
    receiver.hold(false);
    expect(describeParts(receiver.tick(3_200))).toEqual([['silence', 100, 150]]);
    const resumed = makePacket(1, { timestamp: (0xffff_fc00 + 155 * 160) >>> 0 });
    receiver.receivePacket(resumed, 3_220);
    expect(receiver.tick(9_000)).toEqual([]);
  });

  it('counts digits and lets no byte of them out', () => {
    const receiver = createReceiver({ reorderMs: 0 });
    const digit = (at: number) => makePacket(at, { payloadType: EVENT, payload: Uint8Array.of(5, 10, 0, 160) });
    const parts = [makePacket(0), digit(1), digit(2), makePacket(3, { hasMarker: true })].flatMap((bytes, at) =>
      receiver.receivePacket(bytes, arrivalOf(at)),
    );
    expect(describeParts(parts)).toEqual([
      ['audio', 0, 1],
      ['silence', 1, 3],
      ['audio', 3, 4],
    ]);
    expect(receiver.counts.telephoneEvents).toBe(2);
  });

  it('drops and counts packets of other types, and broken ones', () => {
    const receiver = createReceiver();
    receiver.receivePacket(makePacket(0, { payloadType: 96 }), 0);
    receiver.receivePacket(Uint8Array.of(1, 2, 3), 0);
    expect(receiver.flush()).toEqual([]);
    expect(receiver.counts).toMatchObject({ otherTypes: 1, malformed: 1 });
    expect(receiver.ssrc).toBeUndefined();
  });

  describe('with another source', () => {
    const other = (at: number, sequence = at) => makePacket(at, { ssrc: 9, sequence, timestamp: 77 + at * 160 });

    it('goes on at the time of arrival once a second packet confirms it, and loses none', () => {
      const receiver = createReceiver();
      const parts = receive(receiver, [
        [20, makePacket(0)],
        [40, makePacket(1)],
        [1_020, other(0)],
        [1_040, other(1)],
        [1_060, other(2)],
      ]);
      expect(parts.map(([, from]) => from)).toEqual([0, 1, 50, 51, 52]);
      expect(receiver.counts).toMatchObject({ sourceChanges: 1, strays: 0 });
      expect(receiver.ssrc).toBe(9);
    });

    it('does not follow one packet that fits nothing', () => {
      const receiver = createReceiver();
      const parts = receive(receiver, [
        [20, makePacket(0)],
        [25, other(0)],
        [40, makePacket(1)],
      ]);
      expect(parts.length).toBe(2);
      expect(receiver.counts).toMatchObject({ sourceChanges: 0, strays: 1 });
    });

    it('does not go back and forth between two that send at once', () => {
      const receiver = createReceiver();
      const packets = [...Array(50).keys()].flatMap((at): (readonly [number, Uint8Array])[] => [
        [arrivalOf(at), makePacket(2 * at)],
        [arrivalOf(at), makePacket(2 * at + 1)],
        [arrivalOf(at) + 5, other(2 * at)],
        [arrivalOf(at) + 5, other(2 * at + 1)],
      ]);
      receive(receiver, packets);
      expect(receiver.counts.sourceChanges).toBe(1);
    });

    it('follows a sender that starts its numbers again', () => {
      const receiver = createReceiver();
      const restarted = (at: number) => makePacket(at, { sequence: 30_000 + at, timestamp: 5 + at * 160 });
      const parts = receive(receiver, [
        [20, makePacket(0)],
        [1_020, restarted(0)],
        [1_040, restarted(1)],
        [1_060, makePacket(2, { sequence: 5, timestamp: 9 })],
        [1_080, makePacket(3, { sequence: 6, timestamp: 169 })],
      ]);
      expect(parts.map(([, from]) => from)).toEqual([0, 50, 51, 52, 53]);
    });
  });

  it('goes on at the time of arrival when the timestamp fits neither the numbers nor the clock', () => {
    const receiver = createReceiver();
    const wrong = (at: number) => makePacket(at, { timestamp: 1_000_000_000 + at * 160 });
    const parts = receive(receiver, [
      [20, makePacket(0)],
      [40, wrong(1)],
      [60, wrong(2)],
    ]);
    expect(parts.map(([, from]) => from)).toEqual([0, 1, 2]);
    expect(receiver.timelineCounts.jumps).toBe(1);
  });

  it('keeps its clock through a jam of the network', () => {
    const receiver = createReceiver();
    const parts = receive(
      receiver,
      [...Array(400).keys()].map((at) => [Math.max(arrivalOf(at), at < 10 ? 0 : 6_000), makePacket(at)]),
    );
    expect(parts).toEqual([...Array(400).keys()].map((at) => ['audio', at, at + 1]));
  });

  it('reports loss and jitter as RFC 3550 counts them', () => {
    const receiver = createReceiver();
    for (const at of [0, 1, 2, 4, 5, 6, 7, 8]) receiver.receivePacket(makePacket(at), arrivalOf(at) + (at % 2) * 2);
    const report = receiver.statistics?.takeReport(1_000);
    expect(report).toMatchObject({ ssrc: 7, packetsLost: 1, fractionLost: Math.floor(256 / 9) });
    expect(report?.highestSequence).toBe(65_538);
    expect(report?.jitterTicks).toBeGreaterThan(0);
    expect(report?.jitterTicks).toBeLessThanOrEqual(16);
    expect(receiver.statistics?.takeReport(1_000).fractionLost).toBe(0);
  });

  const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
  it.each(seeds)('gives out the input of seed %i except for what was lost', (seed) => {
    const next = createRandom(seed);
    const count = 200;
    const arrivals = [...Array(count).keys()].flatMap((at) => {
      // Delays up to 80 ms; the first packet is on time, so that it sets the clock.
      const delayMs = at === 0 ? 0 : next() * 80;
      if (at > 0 && at < count - 1 && next() < 0.1) return [];
      const packet = { at, atMs: arrivalOf(at) + delayMs };
      return next() < 0.1 ? [packet, { at, atMs: packet.atMs + next() * 50 }] : [packet];
    });
    arrivals.sort((one, other) => one.atMs - other.atMs);
    const receiver = createReceiver();
    const parts = arrivals.flatMap(({ at, atMs }) => receiver.receivePacket(makePacket(at), atMs));
    const heard = [...parts, ...receiver.flush()];
    const sent = new Set(arrivals.map(({ at }) => at));
    const expected = [...Array(count).keys()].map((at) => (sent.has(at) ? 'audio' : 'lost'));
    const actual = heard.flatMap((part) =>
      Array.from({ length: (part.toSample - part.fromSample) / 160 }, () => part.kind),
    );
    expect(actual).toEqual(expected);
    const numbers = heard.flatMap((part) => (part.kind === 'audio' ? [part.payload[0]] : []));
    expect(numbers).toEqual([...sent].sort((one, other) => one - other));
    expect(receiver.counts.lost).toBe(count - sent.size);
  });

  it.each([-300, 300])('keeps both tracks of two hours whole when the clock of the sender is off by %i ppm', (ppm) => {
    const clock = new MediaClock(8_000, 0);
    const receivers = [createReceiver({ clock }), createReceiver({ clock })];
    // Packets of 500 ms, so that the test is short. In two hours the clocks drift apart by twice the wait.
    const joiner = new TrackJoiner({ trackCount: 2, codec: 'PCMU', sampleRateHz: 8_000, waitMs: 900 });
    const gaps: JoinedAudio[] = [];
    const join = (track: number, parts: readonly RtpPart[]) => {
      // Where the audio is matters here, and silence costs nothing to join.
      const joined = parts.flatMap(({ fromSample, toSample }) => joiner.receiveSilence(track, fromSample, toSample));
      gaps.push(...joined.filter(({ kind }) => kind === 'gap'));
    };
    const [packets, ticks] = [2 * 3_600 * 2, 4_000];
    const payload = new Uint8Array(ticks);
    for (let at = 0; at < packets; at++) {
      const nowMs = 500 * (at + 1) * (1 - ppm / 1e6);
      const packet = makePacket(0, { sequence: at & 0xffff, timestamp: (at * ticks) >>> 0, payload });
      for (const [track, receiver] of receivers.entries()) {
        // The second track is on hold for half an hour.
        const isHeld = track === 1 && at > packets / 4 && at < packets / 2;
        receiver.hold(isHeld);
        join(track, isHeld ? receiver.tick(nowMs) : receiver.receivePacket(packet, nowMs));
      }
      gaps.push(...joiner.advanceTo(clock.sampleAt(nowMs)).filter(({ kind }) => kind === 'gap'));
    }
    // What was held back when the hold began and ended belongs to no packet.
    const missing = gaps.reduce((sum, part) => sum + (part.kind === 'gap' ? part.samples : 0), 0);
    expect(missing).toBeLessThan(2 * ticks);
    expect(Math.abs(joiner.positionSample - packets * ticks)).toBeLessThan(2 * ticks);
  });

  it('survives hostile packets of every kind and keeps its bounds', () => {
    const next = createRandom(3);
    const types = [...payloadTypes.keys(), 96];
    const receiver = createReceiver({ clock: new MediaClock(16_000, 0) });
    let lastSample = 0;
    for (let round = 0; round < 5_000; round++) {
      const packet = {
        payloadType: types[Math.floor(next() * types.length)] ?? 0,
        hasMarker: next() < 0.1,
        sequence: next() < 0.8 ? round & 0xffff : Math.floor(next() * 65_536),
        timestamp: next() < 0.8 ? (round * 160) >>> 0 : Math.floor(next() * 0x1_0000_0000),
        ssrc: next() < 0.9 ? 1 : Math.floor(next() * 4),
        payload: randomBytes(next, 200),
      };
      const parts = [...receiver.receivePacket(writeRtpPacket(packet), round * 20), ...receiver.tick(round * 20)];
      expect(parts.filter((part) => part.toSample <= part.fromSample)).toEqual([]);
      lastSample = Math.max(lastSample, ...parts.map(({ toSample }) => toSample));
    }
    // Twice the time that passed is the most that wrong timestamps may claim.
    expect(lastSample).toBeLessThan(2 * 5_000 * 320);
  });
});
