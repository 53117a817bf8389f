import { describe, expect, it } from '@jest/globals';
import { SpeechSegmenter, type Utterance } from './speech-segmenter.js';
import { WINDOW_SAMPLES, windowsOf } from './speech-windows.js';

const loud = new Int16Array(WINDOW_SAMPLES).fill(8_000);
const quiet = new Int16Array(WINDOW_SAMPLES);
const PAD = windowsOf(0.3);
const END_PAD = windowsOf(0.2);
const LEAD = windowsOf(1.5);
const START_PAD = windowsOf(0.1);
const SILENCE = windowsOf(0.5);
const ONSET = 5;
const PAUSE = 3;

/** Pushes stretches of silence and speech. The detector is sure of speech in its second window. */
function run(segmenter: SpeechSegmenter, parts: readonly { readonly speech: boolean; readonly windows: number }[]) {
  const found: Utterance[] = [];
  const windows = parts.flatMap(({ speech, windows }) => Array.from({ length: windows }, () => speech));
  for (const [n, isLoud] of windows.entries()) {
    const utterance = segmenter.push(isLoud ? loud : quiet, isLoud && windows[n - 1] === true);
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
  it('keeps 300 ms before the speech and 200 ms after it, and says where the speech lies', () => {
    const segmenter = new SpeechSegmenter();
    const [utterance, ...others] = run(segmenter, [wait(100), say(50), wait(100)]);
    expect(others).toEqual([]);
    expect(utterance && inWindows(utterance)).toEqual({
      start: 100 - PAD,
      length: PAD + 50 + END_PAD,
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
    expect(second).toEqual({ start: cutAt, length: 524 - cutAt + END_PAD, from: 0, to: 524 - cutAt });
  });

  it.each([
    ['in its middle', 8, 4],
    ['where the padding ends', 2 * END_PAD + 1, END_PAD],
  ])('cuts speech of more than eight seconds in a pause of 200 ms: %s', (_, paused, kept) => {
    const begin = 20 - PAD;
    const found = run(new SpeechSegmenter(), [wait(20), say(windowsOf(8)), wait(paused - 1), say(60), wait(40)]);
    const [first, second, ...others] = found.map(inWindows);
    const end = 20 + windowsOf(8);
    expect(first).toEqual({ start: begin, length: end + kept - begin, from: PAD, to: end - begin });
    expect(second).toMatchObject({ start: end + kept, from: paused - kept, to: paused - kept + 59 });
    expect(others).toEqual([]);
  });

  it('does not cut shorter speech, or in a shorter pause', () => {
    const cut = (windows: number, paused: number) =>
      run(new SpeechSegmenter(), [wait(20), say(windows), wait(paused - 1), say(40), wait(40)]).length;
    expect([cut(windowsOf(7), 8), cut(windowsOf(8), 4)]).toEqual([1, 1]);
  });

  it('holds at most an utterance and the audio that may belong to the next one, also in endless speech and endless silence', () => {
    const segmenter = new SpeechSegmenter();
    const found = run(segmenter, [say(2_000)]);
    expect(Math.max(...found.map(({ samples }) => samples.length / WINDOW_SAMPLES))).toBeLessThanOrEqual(windowsOf(12));
    run(segmenter, [wait(2_000)]);
    expect(segmenter.settledSample).toBe((4_000 - LEAD - ONSET) * WINDOW_SAMPLES);
  });

  it('begins no utterance with speech of less than five windows', () => {
    const segmenter = new SpeechSegmenter();
    expect(run(segmenter, [wait(20), say(ONSET - 1), wait(5), say(ONSET - 1), wait(40)])).toEqual([]);
    run(segmenter, [say(ONSET)]);
    expect(segmenter.isInUtterance).toBe(true);
  });

  it('begins with loud audio that the detector missed, and keeps 100 ms before it', () => {
    const segmenter = new SpeechSegmenter();
    run(segmenter, [wait(60)]);
    for (let n = 0; n < 20; n += 1) segmenter.push(loud, false);
    const found = run(segmenter, [wait(5), say(20), wait(40)]).map(inWindows);
    expect(found).toMatchObject([{ start: 60 - START_PAD, from: START_PAD, to: START_PAD + 20 + 5 + 20 }]);
  });

  it('goes on after a pause of less than half a second', () => {
    const found = run(new SpeechSegmenter(), [wait(20), say(20), wait(SILENCE - 2), say(20), wait(40)]).map(inWindows);
    expect(found).toMatchObject([{ from: PAD, to: PAD + 20 + SILENCE - 2 + 20 }]);
  });

  it('knows the utterance as soon as its padding is there, 300 ms before it is over', () => {
    const segmenter = new SpeechSegmenter();
    run(segmenter, [wait(20), say(40), wait(END_PAD - 1)]);
    expect(segmenter.isPadded).toBe(false);
    run(segmenter, [wait(1)]);
    expect(segmenter.isPadded).toBe(true);
    const early = segmenter.peek();
    expect(run(segmenter, [wait(SILENCE - END_PAD - 1)])).toEqual([]);
    expect(run(segmenter, [wait(1)])).toEqual([early]);
    expect(segmenter.isPadded).toBe(false);
  });

  it('finds the last pause that leaves enough before it', () => {
    const segmenter = new SpeechSegmenter();
    run(segmenter, [wait(20), say(30), wait(PAUSE), say(30), wait(PAUSE - 1), say(30)]);
    // The detector needs a window after each pause, so a pause of two windows seems to be one of three.
    const [first, second] = [20 + 30 + 2, 20 + 30 + PAUSE + 30 + 1];
    const from = segmenter.firstHeldWindow;
    expect(segmenter.findPause(from, 10)).toBe(second);
    expect(segmenter.findPause(second, 1)).toBeNull();
    expect(segmenter.findPause(first, second - first + 5)).toBeNull();
    expect(segmenter.samplesOf(first, second).length).toBe((second - first) * WINDOW_SAMPLES);
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
