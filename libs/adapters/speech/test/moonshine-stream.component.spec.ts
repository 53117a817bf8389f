import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CapturingMetrics, eventually } from '@earshot/testing';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MoonshineSpeechEngine } from '../src/moonshine/moonshine.speech-engine.js';
import { openObserved } from './support/open-observed.js';
import { systemClock } from './support/system-clock.js';

const SECOND = 16_000;
const HOLD = -1;
const loud = (seconds: number) => new Int16Array(seconds * SECOND).fill(8_000);
const quiet = (seconds: number) => new Int16Array(seconds * SECOND);

describe('a stream of moonshine', () => {
  let folder: string;
  let engine: MoonshineSpeechEngine;
  const metrics = new CapturingMetrics();
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'earshot-stream-'))));
  afterEach(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  /** Opens a stream of an engine that recognises the texts, one for each decoding. */
  async function open(texts: readonly string[], isRecorded = false) {
    await writeFile(join(folder, 'texts.json'), JSON.stringify(texts));
    engine = await MoonshineSpeechEngine.start({
      setup: { encoder: '', decoder: '', tokens: '', vad: folder },
      clock: systemClock,
      workerUrl: new URL('./support/stub-listening.worker.mjs', import.meta.url),
      modelName: 'moonshine-base-en',
      language: 'en',
      workers: 1,
      metrics,
    });
    const { stream, results } = await openObserved(engine, {
      sampleRateHz: SECOND,
      language: 'en',
      isRecorded,
      onFailure: (error) => {
        throw error;
      },
    });
    const words = () =>
      results.flatMap((result) => (result.kind === 'words' ? [{ text: result.text, isFinal: result.isFinal }] : []));
    return { stream, words };
  }

  it('withdraws the partials of an utterance that turns out to be rubbish', async () => {
    // On a busy machine, the rest is decoded more than once before the utterance ends.
    const later = new Array<string>(3).fill('Thank you for watching!');
    const { stream, words } = await open(['Thank you', ...later]);
    await stream.write(loud(1.5));
    await eventually(() => words().length === 1, 'the partial');
    await stream.write(quiet(1));
    await stream.end();
    expect(words()).toEqual([
      { text: 'Thank you', isFinal: false },
      { text: '', isFinal: true },
    ]);
    expect(metrics.values.get('earshot_moonshine_rubbish_total')).toBe(1);
  });

  it('says nothing of rubbish that was never shown', async () => {
    const { stream, words } = await open(['Thank you for watching!', 'Hello there.'], true);
    for (const part of [loud(1.5), quiet(1), loud(1.5), quiet(1)]) await stream.write(part);
    await stream.end();
    expect(words()).toEqual([{ text: 'Hello there.', isFinal: true }]);
  });

  it('queues two seconds of audio for a detector that does not answer', async () => {
    const { stream } = await open([]);
    let writtenSeconds = 0;
    const writing = (async () => {
      for (; writtenSeconds < 10; writtenSeconds += 1) {
        const second = quiet(1);
        if (writtenSeconds === 0) second[0] = HOLD;
        await stream.write(second);
      }
    })();
    await eventually(() => existsSync(join(folder, 'work')), 'the first detection');
    await new Promise((resolve) => setImmediate(resolve));
    expect(writtenSeconds).toBe(2);
    await writeFile(join(folder, 'go'), '');
    await writing;
    await stream.end();
  });
});
