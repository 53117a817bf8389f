import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import { CapturingMetrics } from '@earshot/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setupOf } from '../src/moonshine/index.js';
import { MoonshineSpeechEngine } from '../src/moonshine/moonshine.speech-engine.js';
import { findMoonshineModel } from './support/moonshine-model.js';
import { openObserved, textsOf, writeAll } from './support/open-observed.js';
import { readTrack } from './support/spoken.js';
import { systemClock } from './support/system-clock.js';

const sampleRateHz = 16_000;
const CALLS = 10;
const found = await findMoonshineModel();
if (typeof found === 'string') console.info(`skipped: no Moonshine model (${found})`);
const directory = typeof found === 'string' ? '' : found.directory;
const samples = join(import.meta.dirname, '../../../../samples');
const tracks = [0, 1].map((track) => readTrack(join(samples, 'billing-dispute.wav'), track, sampleRateHz));
const script = JSON.parse(readFileSync(join(samples, 'scripts/billing-dispute.json'), 'utf8')) as {
  utterances: { track: number; startMs: number; endMs: number }[];
};
/** Each call has one line of a sample call, and the silence around it. */
const speeches = script.utterances.slice(0, CALLS).map(({ track, startMs, endMs }) => {
  const at = (ms: number) => (ms * sampleRateHz) / 1_000;
  return tracks[track]?.slice(at(startMs - 300), at(endMs + 1_000)) ?? new Int16Array(0);
});

(typeof found === 'string' ? describe.skip : describe)('ten calls at once on one process of moonshine', () => {
  let engine: MoonshineSpeechEngine;
  beforeAll(async () => {
    engine = await MoonshineSpeechEngine.start({
      setup: setupOf(directory),
      modelName: 'moonshine-base-en',
      language: 'en',
      workers: 1,
      clock: systemClock,
      metrics: new CapturingMetrics(),
    });
  }, 120_000);
  afterAll(() => engine.close());

  async function hear(samples: Int16Array, callId: string, isRecorded: boolean) {
    const opened = await openObserved(engine, { sampleRateHz, isRecorded, callId: callId as CallId });
    await writeAll(opened, samples);
    await opened.stream.end();
    return opened;
  }

  it('get the finals that each call gets alone, and all of their audio is covered', async () => {
    const alone: string[][] = [];
    for (const [n, samples] of speeches.entries()) alone.push(textsOf(await hear(samples, `alone-${n}`, true)));
    expect(alone.filter((texts) => texts.length === 0)).toEqual([]);
    const crowd = await Promise.all(speeches.map((samples, n) => hear(samples, `crowd-${n}`, false)));
    expect(crowd.map(textsOf)).toEqual(alone);
    expect(crowd.map((each) => each.coveredMs())).toEqual(
      speeches.map(({ length }) => samplesToMs(length, sampleRateHz)),
    );
    expect(crowd.flatMap(({ failures }) => failures)).toEqual([]);
  }, 600_000);
});
