import { describe, expect, it } from '@jest/globals';
import { TrackComparison, type TrackFault } from './track-comparison.js';

/** The comparison reads no more than these samples of a second. */
const RATE = 2_000;
const SECONDS = 75;
const SAMPLES = RATE * SECONDS;
const FRAME = RATE / 10;

/** The same numbers from 0 to 1 for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

type Track = Float64Array;

/** Syllables of different lengths and levels with pauses, as far as a comparison of levels hears them, in every other turn of 8 s. */
function speak(seed: number, turn: 0 | 1): Track {
  const random = createRandom(seed);
  const track = new Float64Array(SAMPLES);
  let at = 0;
  while (at < SAMPLES) {
    const isPause = random() < 0.2;
    const end = at + Math.floor((isPause ? 0.2 + random() * 0.8 : 0.06 + random() * 0.2) * RATE);
    const level = isPause ? 0 : 300 * 10 ** (random() * 1.3);
    for (; at < end && at < SAMPLES; at++)
      if (Math.floor(at / RATE / 8) % 2 === turn) track[at] = level * (random() - 0.5) * 2;
  }
  return track;
}

function fill(sampleAt: (at: number) => number): Track {
  const track = new Float64Array(SAMPLES);
  for (let at = 0; at < SAMPLES; at++) track[at] = sampleAt(at);
  return track;
}

function noise(seed: number, level: number): Track {
  const random = createRandom(seed);
  return fill(() => level * (random() - 0.5) * 2);
}

/** The tracks with these gains, each later by its delay. */
function mix(...parts: readonly (readonly [track: Track, gain: number, delayMs?: number])[]): Track {
  const mixed = new Float64Array(SAMPLES);
  for (const [track, gain, delayMs = 0] of parts) {
    const delay = (delayMs * RATE) / 1_000;
    for (let at = delay; at < SAMPLES; at++) mixed[at] = (mixed[at] ?? 0) + gain * (track[at - delay] ?? 0);
  }
  return mixed;
}

/** A tone that is on for a while and off for a while. Two tones make a DTMF digit. */
const tones = (frequencies: readonly number[], onSeconds: number, offSeconds: number): Track =>
  fill((at) => {
    const second = at / RATE;
    if (second % (onSeconds + offSeconds) >= onSeconds) return 0;
    return frequencies.reduce((sum, hertz) => sum + 3_000 * Math.sin(2 * Math.PI * hertz * second), 0);
  });

/** Plucked notes with a beat. */
const music = (beatSeconds: number, decayPerSecond: number): Track =>
  fill((at) => {
    const second = at / RATE;
    const hertz = [262, 330, 392, 523][Math.floor(second / beatSeconds) % 4] ?? 262;
    return 8_000 * Math.sin(2 * Math.PI * hertz * second) * Math.exp(-(second % beatSeconds) * decayPerSecond);
  });

function toSamples(track: Track): Int16Array {
  const samples = new Int16Array(track.length);
  for (let at = 0; at < track.length; at++) samples[at] = Math.max(-32_768, Math.min(32_767, track[at] ?? 0));
  return samples;
}

/** The fault of these tracks, which arrive in frames of 100 ms. */
function findFault(one: Track, other: Track): TrackFault | null {
  const [first, second] = [toSamples(one), toSamples(other)];
  const comparison = new TrackComparison(RATE);
  for (let at = 0; at < SAMPLES; at += FRAME) {
    const fault = comparison.addAudio(first.subarray(at, at + FRAME), second.subarray(at, at + FRAME), at);
    if (fault !== null) return fault;
  }
  return null;
}

const agent = mix([speak(1, 0), 1], [noise(3, 4), 1]);
const customer = mix([speak(2, 1), 1], [noise(4, 12), 1]);
const together = mix([agent, 1], [customer, 1]);

describe('TrackComparison', () => {
  it('finds nothing on tracks of two voices, also when they speak at the same time', () => {
    expect(findFault(agent, customer)).toBeNull();
    expect(findFault(agent, mix([speak(5, 0), 1]))).toBeNull();
  });

  it.each([
    ['one voice', agent, agent],
    ['both voices', together, together],
    ['both voices, one track inverted', together, mix([together, -1])],
    ['both voices 200 ms later', together, mix([together, 1, 200])],
    ['both voices 200 ms earlier', mix([together, 1, 200]), together],
    ['both voices 12 dB weaker and 150 ms later', together, mix([together, 0.25, 150], [noise(6, 4), 1])],
  ])('finds that both tracks are the same: %s', (_what, one, other) => {
    expect(findFault(one, other)).toBe('IDENTICAL');
  });

  it.each([
    ['the agent 10 dB weaker', agent, mix([customer, 1], [agent, 0.316])],
    ['the agent 15 dB weaker and 90 ms later', agent, mix([customer, 1], [agent, 0.178, 90])],
    ['the customer 15 dB weaker', mix([agent, 1], [customer, 0.178]), customer],
    ['both, 12 dB weaker', mix([agent, 1], [customer, 0.25]), mix([customer, 1], [agent, 0.25])],
  ])('finds a voice on the other track: %s', (_what, one, other) => {
    expect(findFault(one, other)).toBe('CROSS_TALK');
  });

  it.each([
    ['silence', new Float64Array(SAMPLES)],
    ['noise', noise(7, 200)],
    ['DTMF', tones([697, 941], 0.1, 0.1)],
    ['a ringing tone', tones([440, 480], 2, 4)],
    ['music without pauses', music(0.5, 2)],
    ['music with a beat', music(0.25, 18)],
  ])('says nothing about the same sound on both tracks that is %s', (_what, sound) => {
    expect(findFault(sound, sound)).toBeNull();
  });

  it('says nothing about a voice that is 45 dB weaker on the other track', () => {
    expect(findFault(agent, mix([customer, 1], [agent, 0.0056]))).toBeNull();
  });

  it('compares on after a gap and needs no audio once it has decided', () => {
    const samples = toSamples(together);
    const comparison = new TrackComparison(RATE);
    const faults: (TrackFault | null)[] = [];
    for (let at = 0; at < SAMPLES; at += FRAME) {
      const frame = samples.subarray(at, at + FRAME);
      // Every 17 seconds, three seconds are missing.
      faults.push(comparison.addAudio(frame, frame, at + Math.floor(at / RATE / 17) * 3 * RATE));
    }
    expect(faults.filter((fault) => fault !== null)).toEqual(['IDENTICAL']);
    expect(comparison.isDecided).toBe(true);
  });
});
