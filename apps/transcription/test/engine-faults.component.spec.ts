import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { createSpeechEngines, generatedUtterances, speechConfigSchema, type SpeechEngines } from '@earshot/speech';
import { systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { tmpdir } from 'node:os';
import { Harness } from './harness.js';
import { TestCall } from './test-call.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

let engines: SpeechEngines;
let harness: Harness;
beforeAll(async () => {
  const tools = { logger: new CapturingLogger(), metrics: new CapturingMetrics(), clock: systemClock };
  engines = await createSpeechEngines(
    speechConfigSchema.parse({ SPEECH_ENGINE: 'scripted', EARSHOT_ALLOW_CHOSEN_ENGINE: 'true' }),
    {
      dataDir: tmpdir(),
      ...tools,
    },
  );
});
afterAll(() => engines.close());
afterEach(() => harness.close());

const UNTIL_MS = 40_000;

it.each(['reset', 'close', 'busy', 'hang'])(
  'an engine whose streams fail by %s again and again loses and doubles no word',
  async (kind) => {
    harness = await Harness.start({ engines, config: { EARSHOT_ENGINE_HANG_MS: 300 } });
    const script = `generated:${kind}:2:fault=${kind}@12`;
    const call = new TestCall(harness, kind, { requestedEngine: 'scripted', script, sampleRateHz: 4_000 });
    await call.open();
    await call.talkUntil(UNTIL_MS);
    await call.close();
    await harness.completed(call.id);
    for (const track of [0, 1]) {
      expect(harness.finals(call.id, track).map(({ text }) => text)).toEqual(
        generatedUtterances(kind, track, 0, UNTIL_MS, 2).map(({ text }) => text),
      );
      const tiles = harness.tiles(call.id, track);
      expect([tiles[0]?.fromMs, tiles.at(-1)?.toMs]).toEqual([0, UNTIL_MS]);
      expect(tiles.every(({ as }) => as === 'covered')).toBe(true);
    }
    const failures = harness.metrics.values.get('earshot_transcription_engine_failures_total');
    // Three positions on each of two tracks. A busy engine refuses twice more each time.
    expect(failures).toBe(kind === 'busy' ? 18 : 6);
    await harness.acknowledged('calls.audio');
  },
  60_000,
);
