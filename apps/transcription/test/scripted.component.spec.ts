import { afterEach, expect, it, jest } from '@jest/globals';
import { createSpeechEngines, generatedUtterances, speechConfigSchema, type SpeechEngines } from '@earshot/speech';
import { systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { tmpdir } from 'node:os';
import { Harness } from './harness.js';
import { TestCall } from './test-call.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

let harness: Harness;
let engines: SpeechEngines;
afterEach(async () => {
  await harness.close();
  await engines.close();
});

it('a call that requests the scripted engine gets exactly the words of its script', async () => {
  engines = await createSpeechEngines(
    speechConfigSchema.parse({ SPEECH_ENGINE: 'none', EARSHOT_ALLOW_CHOSEN_ENGINE: 'true' }),
    {
      dataDir: tmpdir(),
      logger: new CapturingLogger(),
      metrics: new CapturingMetrics(),
      clock: systemClock,
    },
  );
  harness = await Harness.start({ engines });
  const calls = Array.from(
    { length: 6 },
    (_, index) => new TestCall(harness, `scripted-${index}`, { requestedEngine: 'scripted' }),
  );
  await Promise.all(
    calls.map(async (call) => {
      await call.open();
      await call.talkUntil(30_000, 200);
      await call.close();
      await harness.completed(call.id);
    }),
  );
  for (const call of calls) {
    for (const track of [0, 1]) {
      const transcribed = harness
        .finals(call.id, track)
        .map(({ startMs, endMs, text }) => ({ track, startMs, endMs, text }));
      expect(transcribed).toEqual(generatedUtterances(call.id, track, 0, 30_000));
      expect(harness.tiles(call.id, track).at(-1)?.toMs).toBe(30_000);
    }
    expect(harness.of('transcript.engine-selected', call.id)[0]?.data.engine).toBe('scripted');
  }
  expect(JSON.stringify(harness.logger.lines)).not.toMatch(/"u\d+ /);
}, 30_000);
