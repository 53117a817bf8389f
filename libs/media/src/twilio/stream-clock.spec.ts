import { describe, expect, it } from '@jest/globals';
import { StreamClock, type PlacedMedia } from './stream-clock.js';

/** 20 ms at 8 kHz. */
const PIECE = 160;
const aClock = (trackCount = 1, jitterMs = 20) =>
  new StreamClock({ trackCount, sampleRateHz: 8_000, jitterMs, startedAtMs: 0 });
/** Places pieces of [chunk, timestamp] on the first track, each of which comes when its timestamp says. */
const placeAll = (clock: StreamClock, pieces: readonly (readonly [number | undefined, number | undefined])[]) =>
  pieces.map(([chunk, timestampMs]) => clock.place(0, { chunk, timestampMs }, PIECE, timestampMs ?? 0));
const positionsOf = (placed: readonly PlacedMedia[]) => placed.map(({ position }) => position);

describe('StreamClock', () => {
  it('places pieces in sequence one after the other, from wherever the timestamps begin', () => {
    const placed = placeAll(aClock(), [
      [1, 65],
      [2, 85],
      [3, 105],
    ]);
    expect(placed).toEqual([{ position: 0 }, { position: 160 }, { position: 320 }]);
  });

  it('begins late when the first audio comes long after the stream was announced', () => {
    const firstAt = (nowMs: number) => aClock().place(0, { chunk: 1, timestampMs: 65 }, PIECE, nowMs).position;
    expect([firstAt(20), firstAt(1_000), firstAt(5_020)]).toEqual([0, 0, 40_000]);
  });

  it('places a first message that has overtaken others behind them', () => {
    const placed = placeAll(aClock(), [
      [3, 105],
      [1, 65],
      [2, 85],
      [4, 125],
    ]);
    expect(positionsOf(placed)).toEqual([320, 0, 160, 480]);
  });

  it('gives a piece that comes twice its first place', () => {
    const placed = placeAll(aClock(), [
      [1, 0],
      [2, 20],
      [1, 0],
      [2, 20],
      [3, 40],
    ]);
    expect(positionsOf(placed)).toEqual([0, 160, 0, 160, 320]);
  });

  it('leaves the place of chunks that are missing', () => {
    expect(
      placeAll(aClock(), [
        [1, 0],
        [4, 60],
        [5, 80],
      ]),
    ).toEqual([{ position: 0 }, { position: 480 }, { position: 640 }]);
  });

  it('takes a jump of the timestamps alone for silence', () => {
    expect(
      placeAll(aClock(), [
        [1, 0],
        [2, 1_000],
        [3, 1_020],
      ]),
    ).toEqual([{ position: 0 }, { position: 8_000, silentFrom: 160 }, { position: 8_160 }]);
  });

  it('keeps unbroken audio whole while the timestamps jitter', () => {
    const jitter = [0, 130, 40, 70, 20, 190, 10, 0];
    const clock = aClock(1, 200);
    const placed = jitter.map((ms, at) =>
      clock.place(0, { chunk: at + 1, timestampMs: 1_705_312_200_000 + at * 20 + ms }, PIECE, at * 20),
    );
    expect(positionsOf(placed)).toEqual(jitter.map((_, at) => at * PIECE));
  });

  it('does not slide away when every piece comes with a short silence before it', () => {
    const placed = placeAll(
      aClock(),
      Array.from({ length: 200 }, (_, at) => [at + 1, at * 35] as const),
    );
    for (const [at, { position }] of placed.entries()) expect(Math.abs(position - at * 280)).toBeLessThanOrEqual(PIECE);
  });

  it('takes chunks that are numbered across both tracks for unbroken audio', () => {
    const clock = aClock(2);
    const placed = Array.from({ length: 6 }, (_, at) =>
      clock.place(at % 2, { chunk: at + 1, timestampMs: Math.floor(at / 2) * 20 }, PIECE, 0),
    );
    expect(positionsOf(placed)).toEqual([0, 0, 160, 160, 320, 320]);
  });

  it('places a track that begins later by its timestamp', () => {
    const clock = aClock(2);
    for (let at = 0; at < 50; at++) clock.place(0, { chunk: at + 1, timestampMs: at * 20 }, PIECE, at * 20);
    expect(clock.place(1, { chunk: 1, timestampMs: 987 }, PIECE, 1_000)).toEqual({ position: 7_896 });
  });

  it('places a track that counts its own time beside the other', () => {
    const clock = aClock(2);
    for (let at = 0; at < 500; at++) clock.place(0, { chunk: at + 1, timestampMs: at * 20 }, PIECE, at * 20);
    const placed = [0, 1, 2].map((at) => clock.place(1, { chunk: at + 1, timestampMs: at * 20 }, PIECE, 10_000));
    expect(positionsOf(placed)).toEqual([80_000, 80_160, 80_320]);
  });

  it('brings a track back whose timestamps stood still, after a second', () => {
    const clock = aClock(2);
    const send = (track: number, at: number, timestampMs: number) =>
      clock.place(track, { chunk: undefined, timestampMs }, PIECE, at * 20).position;
    for (let at = 0; at < 50; at++) for (const track of [0, 1]) send(track, at, at * 20);
    for (let at = 50; at < 250; at++) send(0, at, at * 20);
    const lags = Array.from({ length: 100 }, (_, more) => {
      const at = 250 + more;
      return send(0, at, at * 20) - send(1, at, (at - 200) * 20);
    });
    expect(lags[0]).toBe(200 * PIECE);
    expect(lags.slice(51).every((lag) => lag === 0)).toBe(true);
  });

  it('does not move a track that only comes late in a burst', () => {
    const clock = aClock(2);
    for (let at = 0; at < 100; at++)
      for (const track of [0, 1]) clock.place(track, { chunk: at + 1, timestampMs: at * 20 }, PIECE, at * 20);
    for (let at = 100; at < 300; at++) clock.place(0, { chunk: at + 1, timestampMs: at * 20 }, PIECE, at * 20);
    const burst = Array.from({ length: 200 }, (_, more) =>
      clock.place(1, { chunk: 101 + more, timestampMs: 2_000 + more * 20 }, PIECE, 6_000),
    );
    expect(positionsOf(burst)).toEqual(burst.map((_, more) => 16_000 + more * PIECE));
  });

  it('does not believe a timestamp that is far ahead of the wall clock', () => {
    const clock = aClock();
    clock.place(0, { chunk: 1, timestampMs: 0 }, PIECE, 0);
    expect(clock.place(0, { chunk: 2, timestampMs: 9e15 }, PIECE, 20)).toEqual({ position: 160, isTimeInvalid: true });
    expect(clock.place(0, { chunk: 3, timestampMs: 40 }, PIECE, 40)).toEqual({ position: 320 });
    // Many jumps that are believable one by one do not add up to more than the time that went by.
    let position = 0;
    for (let at = 4; at < 100; at++)
      ({ position } = clock.place(0, { chunk: at, timestampMs: at * 50_000 }, PIECE, at * 20));
    expect(position).toBeLessThan(8 * 65_000);
  });

  it('goes on when the vendor begins to count its chunks anew', () => {
    const clock = aClock();
    const placed = placeAll(
      clock,
      Array.from({ length: 20 }, (_, at) => [at < 10 ? at + 1 : at - 9, at * 20] as const),
    );
    expect(placed.at(-1)?.position).toBe(19 * PIECE);
    expect(positionsOf(placed.slice(12))).toEqual(placed.slice(12).map((_, more) => (12 + more) * PIECE));
  });

  it('does not believe an old chunk with a time far ahead', () => {
    const clock = aClock();
    clock.place(0, { chunk: 5, timestampMs: 0 }, PIECE, 0);
    for (const timestampMs of [9e15, 9e15 + 20])
      expect(clock.place(0, { chunk: 2, timestampMs }, PIECE, 20).position).toBeLessThan(10 * PIECE);
  });

  it('takes pieces without chunk and timestamp as they come', () => {
    expect(
      positionsOf(
        placeAll(aClock(), [
          [undefined, undefined],
          [undefined, undefined],
        ]),
      ),
    ).toEqual([0, 160]);
  });
});
