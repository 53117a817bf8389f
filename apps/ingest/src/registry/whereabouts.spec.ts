import { describe, expect, it } from '@jest/globals';
import { whereaboutsOf } from './whereabouts.js';

const own = { positionSample: 80_000, nextSequence: 50, lastAudioAtMs: 1_000_000 };
const stored = {
  ...own,
  state: 'OPEN',
  startedAtMs: 990_000,
  codec: 'L16',
  sampleRateHz: 8_000,
  channelCount: 2,
} as const;

describe('whereaboutsOf', () => {
  it.each([
    ['exactly what this process published', {}, 'HERE'],
    ['more frames', { nextSequence: 51 }, 'ELSEWHERE'],
    ['a later position: another process declared a gap', { positionSample: 80_001 }, 'ELSEWHERE'],
    ['later audio', { lastAudioAtMs: 1_000_001 }, 'ELSEWHERE'],
    ['its end', { state: 'CLOSED' as const, nextSequence: 0 }, 'ELSEWHERE'],
    ['less than this process published', { nextSequence: 49, lastAudioAtMs: 999_000 }, 'UNKNOWN'],
  ])('stored is %s', (_, difference, where) => {
    expect(whereaboutsOf({ ...stored, ...difference }, own)).toBe(where);
  });

  it('nothing is stored: of a call without audio that is all there is', () => {
    expect(whereaboutsOf(null, own)).toBe('UNKNOWN');
    expect(whereaboutsOf(null, { ...own, nextSequence: 0 })).toBe('HERE');
  });
});
