import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createSpeechEngines, speechConfigSchema, type SpeechEngines } from '@earshot/speech';
import { systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { Harness } from './harness.js';
import { TestCall } from './test-call.js';

const script = {
  name: 'mumble',
  utterances: [
    { track: 0, startMs: 1_000, endMs: 2_000, text: 'hello' },
    { track: 0, startMs: 3_000, endMs: 6_000, text: '' },
    { track: 1, startMs: 4_000, endMs: 7_500, text: '' },
    { track: 0, startMs: 7_000, endMs: 9_000, text: 'are you there' },
  ],
};

let directory: string;
let harness: Harness;
let engines: SpeechEngines;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'earshot-scripts-'));
  await writeFile(join(directory, 'mumble.json'), JSON.stringify(script));
  engines = await createSpeechEngines(
    speechConfigSchema.parse({ SPEECH_ENGINE: 'scripted', EARSHOT_SCRIPTS_DIR: directory }),
    { dataDir: directory, logger: new CapturingLogger(), metrics: new CapturingMetrics(), clock: systemClock },
  );
  harness = await Harness.start({ engines });
});
afterEach(async () => {
  await harness.close();
  await engines.close();
  await rm(directory, { recursive: true });
});

it('publishes speech without words on its track, before the span that covers it, and changes no other final', async () => {
  const call = new TestCall(harness, 'call', { script: 'mumble' });
  await call.open();
  await call.talkUntil(10_000);
  await call.close();
  await harness.completed(call.id);
  // The tracks are transcribed side by side.
  const wordless = harness.of('transcript.wordless', call.id).toSorted((a, b) => a.data.track - b.data.track);
  expect(wordless.map(({ data }) => data)).toEqual([
    { track: 0, fromMs: 3_000, toMs: 6_000, engine: 'scripted' },
    { track: 1, fromMs: 4_000, toMs: 7_500, engine: 'scripted' },
  ]);
  expect(harness.finals(call.id, 0).map(({ segmentId, text }) => [segmentId, text])).toEqual([
    ['0-0-0', 'hello'],
    ['0-0-1', 'are you there'],
  ]);
  for (const event of wordless) {
    const { track, toMs } = event.data;
    expect(harness.tiles(call.id, track).at(-1)).toMatchObject({ toMs: 10_000, as: 'covered' });
    const covering = harness
      .of('transcript.covered', call.id)
      .find(({ data }) => data.track === track && data.toMs >= toMs);
    expect(harness.events.indexOf(event)).toBeLessThan(harness.events.indexOf(covering as never));
  }
});
