import { describe, expect, it } from '@jest/globals';
import { SAMPLE_RATE_HZ, UtteranceSegmenter, type SpokenSpan } from './utterance-segmenter.js';

const ms = (samples: number) => (samples * 1_000) / SAMPLE_RATE_HZ;
/** A tone within the spans, soft noise elsewhere. */
function audio(durationMs: number, spoken: readonly (readonly [number, number])[], noise = 20): Int16Array {
  const samples = new Int16Array((durationMs * SAMPLE_RATE_HZ) / 1_000);
  let state = 1;
  for (let at = 0; at < samples.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const loud = spoken.some(([fromMs, toMs]) => ms(at) >= fromMs && ms(at) < toMs);
    samples[at] = (state / 2 ** 32 - 0.5) * noise + (loud ? 6_000 * Math.sin(at * 0.13) : 0);
  }
  return samples;
}
function segment(samples: Int16Array, chunk = 1_600): { spans: SpokenSpan[]; settled: number[] } {
  const segmenter = new UtteranceSegmenter();
  const spans: SpokenSpan[] = [];
  const settled: number[] = [];
  for (let at = 0; at < samples.length; at += chunk) {
    spans.push(...segmenter.push(samples.subarray(at, at + chunk)));
    settled.push(segmenter.settledSample);
  }
  const last = segmenter.flush();
  return { spans: last === null ? spans : [...spans, last], settled };
}
const times = ({ spans }: { spans: SpokenSpan[] }) =>
  spans.map(({ startSample, samples }) => [ms(startSample), ms(startSample + samples.length)]);

describe('segmenting by level', () => {
  it('finds spoken spans with their margins', () => {
    const found = times(
      segment(
        audio(8_000, [
          [1_000, 2_500],
          [5_000, 6_000],
        ]),
      ),
    );
    expect(found).toHaveLength(2);
    expect(found[0]?.[0]).toBeGreaterThanOrEqual(650);
    expect(found[0]?.[0]).toBeLessThanOrEqual(750);
    expect(found[0]?.[1]).toBeCloseTo(2_800, -2);
    expect(found[1]?.[0]).toBeGreaterThanOrEqual(4_650);
  });

  it('returns the exact samples of the span', () => {
    const samples = audio(4_000, [[1_000, 2_500]]);
    const [span] = segment(samples).spans;
    const start = span?.startSample ?? -1;
    expect(span?.samples).toEqual(samples.slice(start, start + (span?.samples.length ?? 0)));
  });

  it.each([1, 37, 160, 4_000, 100_000])('does not depend on the size of the pushes (%i samples)', (chunk) => {
    const samples = audio(7_000, [
      [1_000, 2_500],
      [4_000, 7_000],
    ]);
    expect(times(segment(samples, chunk))).toEqual(times(segment(samples)));
  });

  it.each([
    ['silence', audio(5_000, [], 0)],
    ['noise', audio(5_000, [], 300)],
    ['a click', audio(5_000, [[2_000, 2_060]])],
  ])('finds nothing in %s', (_, samples) => expect(segment(samples).spans).toEqual([]));

  it('keeps a short pause within a span', () => {
    expect(
      segment(
        audio(6_000, [
          [1_000, 2_000],
          [2_400, 3_000],
        ]),
      ).spans,
    ).toHaveLength(1);
  });

  it('cuts long speech at its quietest frame and loses nothing', () => {
    const found = times(
      segment(
        audio(20_000, [
          [1_000, 11_500],
          [11_800, 18_000],
        ]),
      ),
    );
    expect(found).toHaveLength(2);
    expect(found[0]?.[1]).toBeGreaterThanOrEqual(11_500);
    expect(found[0]?.[1]).toBeLessThanOrEqual(11_800);
    expect(found[1]?.[0]).toBe(found[0]?.[1]);
  });

  it('never returns a span that begins before the settled sample', () => {
    const samples = audio(12_000, [
      [1_000, 2_500],
      [3_300, 4_000],
      [8_000, 9_000],
    ]);
    const { spans, settled } = segment(samples);
    for (const span of spans) {
      const known = Math.floor((span.startSample + span.samples.length) / 1_600);
      const before = settled
        .slice(0, Math.min(known, settled.length))
        .filter((position) => position > span.startSample);
      expect(before).toEqual([]);
    }
    expect(settled.at(-1)).toBeGreaterThan(11 * SAMPLE_RATE_HZ);
  });
});
