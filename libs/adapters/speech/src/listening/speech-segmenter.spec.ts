import { describe, expect, it } from '@jest/globals';
import { SpeechSegmenter, type Utterance } from './speech-segmenter.js';
import { WINDOW_SAMPLES, windowsOf } from './speech-windows.js';

const loud = new Int16Array(WINDOW_SAMPLES).fill(8_000);
const quiet = new Int16Array(WINDOW_SAMPLES);
const PAD = windowsOf(0.3);
const SILENCE = windowsOf(0.5);
/** The detector answers "speech" five windows after speech began, and "no speech" half a second after it ended. */
const ONSET = windowsOf(0.1) + 2;

/** Pushes stretches of silence and speech, with the answers of a detector. */
function run(segmenter: SpeechSegmenter, parts: readonly { readonly speech: boolean; readonly windows: number }[]) {
  const found: Utterance[] = [];
  const windows = parts.flatMap(({ speech, windows }) => Array.from({ length: windows }, () => speech));
  for (const [n, isLoud] of windows.entries()) {
    const since = (from: number) => windows.slice(Math.max(0, n - from + 1), n + 1);
    const hasBegun = n + 1 >= ONSET && since(ONSET).every(Boolean);
    const goesOn = segmenter.spokenWindows > 0 && since(SILENCE).some(Boolean);
    const utterance = segmenter.push(isLoud ? loud : quiet, hasBegun || goesOn);
    if (utterance !== null) found.push(utterance);
  }
  return found;
}
const say = (windows: number) => ({ speech: true, windows });
const wait = (windows: number) => ({ speech: false, windows });
const inWindows = ({ startSample, samples, speech }: Utterance) => ({
  start: startSample / WINDOW_SAMPLES,
  length: samples.length / WINDOW_SAMPLES,
  from: speech.from / WINDOW_SAMPLES,
  to: speech.to / WINDOW_SAMPLES,
});

describe('cutting speech into utterances', () => {
  it('keeps 300 ms before and after the speech and says where the speech lies', () => {
    const segmenter = new SpeechSegmenter();
    const [utterance, ...others] = run(segmenter, [wait(100), say(50), wait(100)]);
    expect(others).toEqual([]);
    expect(utterance && inWindows(utterance)).toEqual({
      start: 100 - PAD,
      length: PAD + 50 + PAD,
      from: PAD,
      to: PAD + 50,
    });
  });

  it('does not overlap utterances, and keeps what lies between them out or in one of them', () => {
    const found = run(new SpeechSegmenter(), [wait(3), say(20), wait(SILENCE + 1), say(20), wait(40)]).map(inWindows);
    expect(found).toHaveLength(2);
    expect(found[0]?.start).toBe(0);
    expect(found[1]?.start).toBeGreaterThanOrEqual((found[0]?.start ?? 0) + (found[0]?.length ?? 0));
    expect(found[1] && found[1].start + found[1].from).toBe(3 + 20 + SILENCE + 1);
  });

  it('cuts long speech at its quietest place and loses no window', () => {
    const [first, second] = run(new SpeechSegmenter(), [wait(20), say(300), wait(4), say(200), wait(40)]).map(
      inWindows,
    );
    const cutAt = (first?.start ?? 0) + (first?.length ?? 0);
    expect(cutAt).toBeGreaterThanOrEqual(320);
    expect(cutAt).toBeLessThanOrEqual(324);
    expect(second).toEqual({ start: cutAt, length: 524 - cutAt + PAD, from: 0, to: 524 - cutAt });
  });

  it('holds at most an utterance and its padding, also in endless speech and endless silence', () => {
    const segmenter = new SpeechSegmenter();
    const found = run(segmenter, [say(2_000)]);
    expect(Math.max(...found.map(({ samples }) => samples.length / WINDOW_SAMPLES))).toBeLessThanOrEqual(windowsOf(12));
    run(segmenter, [wait(2_000)]);
    expect(segmenter.settledSample).toBe((4_000 - PAD - ONSET) * WINDOW_SAMPLES);
  });

  it('gives the utterance so far, and at the end the rest of it', () => {
    const segmenter = new SpeechSegmenter();
    expect(segmenter.peek()).toBeNull();
    expect(segmenter.flush(new Int16Array(10))).toBeNull();
    run(segmenter, [wait(20), say(40)]);
    expect(segmenter.peek()?.samples.length).toBe((PAD + 40) * WINDOW_SAMPLES);
    expect(segmenter.flush(new Int16Array(100))?.samples.length).toBe((PAD + 40) * WINDOW_SAMPLES + 100);
  });
});
