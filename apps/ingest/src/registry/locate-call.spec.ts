import { describe, expect, it } from '@jest/globals';
import { locateCall } from './locate-call.js';

const published = { positionSample: 80_000, nextSequence: 50, lastAudioAtMs: 1_000_000 };
const stored = {
  ...published,
  state: 'OPEN',
  startedAtMs: 990_000,
  startedBy: null,
  pause: null,
  codec: 'L16',
  sampleRateHz: 8_000,
  channelCount: 2,
} as const;

describe('locateCall', () => {
  it.each([
    ['exactly what this process published', {}, 'HERE'],
    ['more frames', { nextSequence: 51 }, 'ELSEWHERE'],
    ['a later position: another process declared a gap', { positionSample: 80_001 }, 'ELSEWHERE'],
    ['later audio', { lastAudioAtMs: 1_000_001 }, 'ELSEWHERE'],
    ['its end', { state: 'CLOSED' as const, nextSequence: 0 }, 'ELSEWHERE'],
    ['less than this process published', { nextSequence: 49, lastAudioAtMs: 999_000 }, 'UNKNOWN'],
  ])('stored is %s', (_, difference, where) => {
    expect(locateCall({ ...stored, ...difference }, published)).toBe(where);
  });

  it('answers HERE for a call without audio when nothing is stored, otherwise UNKNOWN', () => {
    expect(locateCall(null, published)).toBe('UNKNOWN');
    expect(locateCall(null, { ...published, nextSequence: 0 })).toBe('HERE');
  });
});
