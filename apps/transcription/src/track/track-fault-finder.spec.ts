import { describe, expect, it } from '@jest/globals';
import { TrackFaultFinder } from './track-fault-finder.js';

const RATE_HZ = 8_000;
const FRAME_SAMPLES = 800;

/** Half a minute of noise in bursts of different levels and lengths, with pauses. */
function makeWords(seed: number): Int16Array {
  const samples = new Int16Array(30 * RATE_HZ);
  let state = seed;
  const random = (most: number) => (state = (state * 48_271) % 2_147_483_647) % most;
  for (let from = 800; from < samples.length; from += 2_400 + random(4_000)) {
    const [level, length] = [100 * 2 ** random(7), 800 + random(1_400)];
    for (let at = from; at < Math.min(samples.length, from + length); at++) samples[at] = random(2 * level) - level;
  }
  return samples;
}

function findFaults(tracks: readonly Int16Array[]): string[] {
  const reported: string[] = [];
  const finder = new TrackFaultFinder(tracks.length, RATE_HZ, (code) => reported.push(code));
  for (let at = 0; at < 30 * RATE_HZ; at += FRAME_SAMPLES)
    finder.listenTo(
      tracks.map((track) => track.subarray(at, at + FRAME_SAMPLES)),
      at,
    );
  return reported;
}

describe('TrackFaultFinder', () => {
  it('reports once, also where the same frame shows a fault of several pairs', () => {
    const words = makeWords(7);
    expect(findFaults([words, words])).toEqual(['TRACKS_IDENTICAL']);
    expect(findFaults([words, words, words])).toEqual(['TRACKS_IDENTICAL']);
    expect(findFaults([words, makeWords(8), makeWords(9)])).toEqual([]);
  });
});
