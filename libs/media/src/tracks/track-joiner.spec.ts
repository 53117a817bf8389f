import { describe, expect, it } from '@jest/globals';
import { audioCodecs, bytesPerSample } from '@earshot/contracts';
import { silenceByte } from '@earshot/domain';
import { TrackJoiner, type JoinedAudio, type TrackJoinerOptions } from './track-joiner.js';

/** 160 samples of PCMU at 8 kHz: 20 ms. */
const PIECE = 160;
const mulaw = (trackCount: number, options: Partial<TrackJoinerOptions> = {}) =>
  new TrackJoiner({ trackCount, codec: 'PCMU', sampleRateHz: 8_000, waitMs: 100, ...options });
const piece = (value: number, samples = PIECE) => new Uint8Array(samples).fill(value);

const audioOf = (joined: readonly JoinedAudio[]) =>
  Buffer.concat(joined.flatMap((part) => (part.kind === 'audio' ? [part.samples] : [])));
const gapsOf = (joined: readonly JoinedAudio[]) =>
  joined.flatMap((part) => (part.kind === 'gap' ? [[part.tracks, part.fromSample, part.samples, part.reason]] : []));
describe('TrackJoiner', () => {
  it('interleaves two tracks as soon as both have a span', () => {
    const joiner = mulaw(2);
    expect(joiner.receive(0, 0, piece(1))).toEqual([]);
    const joined = joiner.receive(1, 0, piece(2));
    expect([...audioOf(joined)]).toEqual(Array.from({ length: PIECE }, () => [1, 2]).flat());
    expect(gapsOf(joined)).toEqual([]);
  });

  it('joins tracks whose pieces begin at different positions', () => {
    const joiner = mulaw(2);
    joiner.receive(0, 0, piece(1));
    const first = joiner.receive(1, 0, piece(2, 80));
    const rest = [...joiner.receive(1, 80, piece(3)), ...joiner.receive(0, 160, piece(4, 80))];
    expect([...audioOf([...first, ...rest])].filter((_, at) => at % 80 === 1)).toEqual([2, 2, 3, 3, 3, 3]);
    expect(joiner.positionSample).toBe(240);
  });

  it('passes the pieces of a single track without a copy', () => {
    const samples = piece(7);
    const [joined] = mulaw(1).receive(0, 0, samples);
    expect(joined?.kind === 'audio' && joined.samples.buffer).toBe(samples.buffer);
  });

  it('puts pieces in order that came out of order', () => {
    const joiner = mulaw(1);
    const joined = [0, 320, 160, 480].flatMap((at) => joiner.receive(0, at, piece(at / PIECE)));
    expect([...audioOf(joined)].filter((_, at) => at % PIECE === 0)).toEqual([0, 1, 2, 3]);
    expect(joiner.dropped).toEqual({ tooLate: 0, duplicate: 0, strayed: 0 });
  });

  it('drops a piece that comes twice and trims one that overlaps', () => {
    const joiner = mulaw(1);
    const joined = [
      ...joiner.receive(0, 160, piece(2)),
      ...joiner.receive(0, 160, piece(9)),
      ...joiner.receive(0, 80, piece(1)),
      ...joiner.receive(0, 0, piece(0, 400)),
    ];
    expect([...audioOf(joined)].filter((_, at) => at % 80 === 0)).toEqual([0, 1, 2, 2, 0]);
    expect(joiner.dropped.duplicate).toBe(PIECE + 80 + 240);
  });

  it('drops the bytes of an incomplete last sample', () => {
    const joiner = new TrackJoiner({ trackCount: 1, codec: 'L16', sampleRateHz: 8_000 });
    expect(audioOf(joiner.receive(0, 0, piece(1, 5)))).toHaveLength(4);
  });

  it('does not wait for a silent track longer than the limit, and names it', () => {
    const joiner = mulaw(2);
    const joined: JoinedAudio[] = [];
    for (let at = 0; at < 8_000; at += PIECE) {
      joined.push(...joiner.receive(0, at, piece(1)));
      expect(at - joiner.positionSample).toBeLessThanOrEqual(800);
    }
    joined.push(...joiner.flush());
    expect(audioOf(joined)).toEqual(Buffer.from(Array.from({ length: 8_000 }, () => [1, 0xff]).flat()));
    const gaps = gapsOf(joined);
    expect(gaps.every(([tracks, , , reason]) => `${tracks}` === '1' && reason === 'SOURCE_SILENT')).toBe(true);
    expect(gaps.reduce((sum, [, , samples]) => sum + Number(samples), 0)).toBe(8_000);
  });

  it('declares a part that every track lost, and drops it when it comes after that', () => {
    const joiner = mulaw(2);
    const send = (at: number) => [...joiner.receive(0, at, piece(1)), ...joiner.receive(1, at, piece(2))];
    const joined = [0, 320, 480, 640, 800, 960, 1_120].flatMap(send);
    expect(gapsOf(joined)).toEqual([['ALL', 160, 160, 'FRAMES_LOST']]);
    expect(joiner.receive(0, 160, piece(3))).toEqual([]);
    expect(joiner.dropped.tooLate).toBe(PIECE);
  });

  it('declares what is missing when the call goes on without audio', () => {
    const joiner = mulaw(1);
    joiner.receive(0, 0, piece(1));
    expect(joiner.advanceTo(400)).toEqual([]);
    expect(gapsOf(joiner.advanceTo(1_600))).toEqual([['ALL', 160, 640, 'SOURCE_SILENT']]);
    expect(gapsOf(joiner.flush(2_000))).toEqual([['ALL', 800, 1_200, 'SOURCE_SILENT']]);
  });

  it('fills silence that the source means without a gap', () => {
    const joiner = mulaw(2);
    const joined = [...joiner.receiveSilence(0, 0, 320), ...joiner.receive(1, 0, piece(5, 320))];
    expect(gapsOf(joined)).toEqual([]);
    expect([...audioOf(joined).subarray(0, 4)]).toEqual([0xff, 5, 0xff, 5]);
  });

  it('gives a long silence as pieces of one second that share their memory', () => {
    const joiner = mulaw(2, { waitMs: 20_000 });
    const joined = [...joiner.receiveSilence(0, 0, 80_000), ...joiner.receiveSilence(1, 0, 80_000)];
    expect(joined.map((part) => part.kind === 'audio' && part.samples.length)).toEqual(new Array(10).fill(16_000));
    expect(new Set(joined.map((part) => part.kind === 'audio' && part.samples.buffer)).size).toBe(1);
  });

  it('goes on after one piece with a wrong position', () => {
    const joiner = mulaw(1);
    const joined = [
      ...joiner.receive(0, 0, piece(1)),
      ...joiner.receive(0, 9_000_000, piece(9)),
      ...joiner.receive(0, 160, piece(2)),
    ];
    expect(gapsOf(joined)).toEqual([]);
    expect(joiner.positionSample).toBe(320);
    expect(joiner.dropped.strayed).toBe(PIECE);
  });

  it('follows a jump that the next piece confirms', () => {
    const joiner = mulaw(1);
    const joined = [
      ...joiner.receive(0, 0, piece(1)),
      ...joiner.receive(0, 160_000, piece(2)),
      ...joiner.receive(0, 160_160, piece(3)),
      ...joiner.flush(),
    ];
    expect(gapsOf(joined).reduce((sum, [, , samples]) => sum + Number(samples), 0)).toBe(160_000 - PIECE);
    expect(audioOf(joined)).toHaveLength(3 * PIECE);
    expect(joiner.positionSample).toBe(160_320);
  });

  it('believes a long silence only when the next piece confirms it', () => {
    const [wrong, right] = [mulaw(1), mulaw(1)];
    expect(wrong.receiveSilence(0, 0, 2 ** 52)).toEqual([]);
    expect(audioOf(wrong.receive(0, 0, piece(1)))).toHaveLength(PIECE);
    expect(right.receiveSilence(0, 0, 480_000)).toEqual([]);
    const joined = right.receive(0, 480_000, piece(1));
    expect(gapsOf(joined)).toEqual([]);
    expect(audioOf(joined)).toHaveLength(480_000 + PIECE);
  });

  it('refuses a track that the call does not have', () => {
    expect(() => mulaw(2).receive(2, 0, piece(1))).toThrow('there is no track 2');
  });
});

/** Random numbers from 0 up to 1, so that a failing case can be repeated. */
const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
  return seed / 0x8000_0000;
};

interface SentPiece {
  readonly track: number;
  readonly at: number;
  readonly samples: Uint8Array;
  readonly sentAt: number;
  readonly isLost: boolean;
}

/** Tracks of random bytes, cut into pieces that are delayed, sent twice and lost at random. */
function makeCall(seed: number, lossShare: number) {
  const next = random(seed);
  const pick = (count: number) => Math.floor(next() * count);
  const codec = audioCodecs[pick(audioCodecs.length)] ?? 'L16';
  const sampleBytes = bytesPerSample[codec];
  const trackCount = 1 + pick(4);
  const length = 4_000 + pick(4_000);
  const tracks = Array.from({ length: trackCount }, () =>
    Uint8Array.from({ length: length * sampleBytes }, () => pick(256)),
  );
  const sent: SentPiece[] = [];
  for (const [track, bytes] of tracks.entries()) {
    for (let at = 0; at < length;) {
      const end = Math.min(length, at + 1 + pick(400));
      const samples = bytes.subarray(at * sampleBytes, end * sampleBytes);
      const isLost = next() < lossShare;
      const sentPiece = { track, at, samples, sentAt: end + pick(700), isLost };
      sent.push(sentPiece);
      if (next() < 0.2) sent.push({ ...sentPiece, sentAt: end + pick(700) });
      at = end;
    }
  }
  sent.sort((one, other) => one.sentAt - other.sentAt);
  return { codec, sampleBytes, trackCount, length, tracks, sent };
}

type Call = ReturnType<typeof makeCall>;

/** The pieces of which no copy is lost. */
const arrivalsOf = ({ sent }: Call): readonly SentPiece[] => {
  const lost = sent.filter(({ isLost }) => isLost);
  return sent.filter((one) => !lost.some(({ track, at }) => track === one.track && at === one.at));
};

/** What has to come out: the interleaved audio, and which samples of each track are missing. */
function expectedOf(call: Call) {
  const { codec, sampleBytes, trackCount, length } = call;
  const frameBytes = trackCount * sampleBytes;
  const audio = Buffer.alloc(length * frameBytes, silenceByte(codec));
  const missing = call.tracks.map(() => new Uint8Array(length).fill(1));
  for (const { track, at, samples } of arrivalsOf(call)) {
    missing[track]?.fill(0, at, at + samples.length / sampleBytes);
    for (const [byte, value] of samples.entries()) {
      const sample = at + Math.floor(byte / sampleBytes);
      audio[sample * frameBytes + track * sampleBytes + (byte % sampleBytes)] = value;
    }
  }
  return { audio, missing };
}

/** What came out, in the same form. */
function readJoined(joined: readonly JoinedAudio[], { codec, sampleBytes, trackCount, length }: Call) {
  const frameBytes = trackCount * sampleBytes;
  const audio = Buffer.alloc(length * frameBytes, silenceByte(codec));
  const missing = Array.from({ length: trackCount }, () => new Uint8Array(length));
  let at = 0;
  for (const part of joined) {
    if (part.kind === 'audio') {
      audio.set(part.samples, at * frameBytes);
      at += part.samples.length / frameBytes;
      continue;
    }
    expect(part.fromSample).toBe(at);
    const tracks = part.tracks === 'ALL' ? missing.keys() : part.tracks;
    for (const track of tracks) missing[track]?.fill(1, at, at + part.samples);
    if (part.tracks === 'ALL') at += part.samples;
  }
  return { audio, missing, length: at };
}

describe('TrackJoiner with random pieces', () => {
  const seeds = Array.from({ length: 40 }, (_, at) => at + 1);

  it.each(seeds)('gives back the original of seed %i wherever nothing was lost', (seed) => {
    const call = makeCall(seed, seed % 2 === 0 ? 0.05 : 0);
    const { codec, trackCount, length } = call;
    // Pieces are 400 samples long at most and come 700 late at most.
    const joiner = new TrackJoiner({ trackCount, codec, sampleRateHz: 8_000, waitMs: 150 });
    const joined = arrivalsOf(call).flatMap(({ track, at, samples }) => joiner.receive(track, at, samples));
    const heard = readJoined([...joined, ...joiner.flush(length)], call);
    const expected = expectedOf(call);
    expect(heard.length).toBe(length);
    expect(heard.audio.equals(expected.audio)).toBe(true);
    expect(heard.missing).toEqual(expected.missing);
  });
});
