import type { SpeechEngine } from '@earshot/ports';
import { CapturingMetrics } from '@earshot/testing';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Measurement } from './format-table.js';
import { readSampleCall } from './heard-track.js';
import { readTracks, runTrack, SAMPLES_FOLDER, withMoonshine } from './speech-runs.js';
import {
  countHeardWords,
  countWordErrors,
  formatWordErrors,
  normalizeWords,
  sumWordErrors,
  type WordErrors,
} from './word-errors.js';

const MODELS = ['moonshine-base-en', 'moonshine-tiny-en'];
const SIDES = ['customer', 'agent', 'supervisor'];
const RECORDED_TARGET = '≤ 12 % (base)';

export interface WordsOptions {
  /** Recorded calls: one WAV file for each side. */
  readonly recordings: string;
  /** What was said in them: `<name of the WAV file>.txt`. */
  readonly references: string;
}

/**
 * Measures the word errors of Moonshine on the sample calls, whose words are known, and on recorded calls. Where nobody wrote
 * down what was said in a recorded call, it prints how much the two models differ, which is not an error rate.
 */
export async function benchWords({ recordings, references }: WordsOptions): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  const transcripts = new Map<string, string[]>();
  const files = await readdir(recordings).catch(() => []);
  const recorded = files.filter((file) => /agent\.wav$/i.test(file)).sort();
  for (const model of MODELS) {
    const measured = await withMoonshine({ model, metrics: new CapturingMetrics() }, async (engine) => {
      const rows = await measureSamples(engine);
      for (const file of recorded) {
        const [samples = new Int16Array(0)] = await readTracks(join(recordings, file), engine.sampleRateHz ?? 16_000);
        const words = normalizeWords(await transcribe(engine, samples));
        rows.push(await compareRecording({ engine, file, words, references, earlier: transcripts.get(file) }));
        transcripts.set(file, words);
      }
      return rows;
    });
    if (typeof measured === 'string') measurements.push({ name: `words, ${model}`, measured, target: '' });
    else measurements.push(...measured);
  }
  return measurements;
}

async function measureSamples(engine: SpeechEngine): Promise<Measurement[]> {
  const rows: Measurement[] = [];
  const all: WordErrors[] = [];
  const first = { heard: 0, said: 0 };
  const names = (await readdir(SAMPLES_FOLDER))
    .filter((file) => file.endsWith('.wav'))
    .map((file) => basename(file, '.wav'));
  for (const name of names.sort()) {
    const { lines, tracks } = await readSampleCall(name, engine);
    for (const [track, samples] of tracks.entries()) {
      const said = lines.filter((line) => line.track === track).map(({ text }) => normalizeWords(text));
      const heard = normalizeWords(await transcribe(engine, samples));
      const errors = countWordErrors(said.flat(), heard);
      const firstWords = said.map((_, n) => said.slice(0, n).flat().length);
      first.heard += countHeardWords(said.flat(), heard, firstWords);
      first.said += said.length;
      all.push(errors);
      rows.push(rowOf(engine, `${name}, ${SIDES[track] ?? track}`, errors, ''));
    }
  }
  return [
    ...rows,
    rowOf(engine, 'all sample calls', sumWordErrors(all), ''),
    {
      name: `words, ${engine.name}, first words of the lines of all sample calls`,
      measured: `${first.heard} of ${first.said} heard`,
      target: '',
    },
  ];
}

interface RecordedTranscript {
  readonly engine: SpeechEngine;
  readonly file: string;
  readonly words: readonly string[];
  readonly references: string;
  /** The words of another model. */
  readonly earlier: readonly string[] | undefined;
}

async function compareRecording({
  engine,
  file,
  words,
  references,
  earlier,
}: RecordedTranscript): Promise<Measurement> {
  const name = basename(file, '.wav');
  const said = await readFile(join(references, `${name}.txt`), 'utf8').catch(() => null);
  if (said !== null)
    return rowOf(engine, `${name} (recorded)`, countWordErrors(normalizeWords(said), words), RECORDED_TARGET);
  const measured =
    earlier === undefined
      ? `${words.length} words; nobody wrote down what was said`
      : `differs from the other model in ${formatWordErrors(countWordErrors(earlier, words))}; no error rate`;
  return { name: `words, ${engine.name}, ${name} (recorded)`, measured, target: '' };
}

const rowOf = ({ name }: SpeechEngine, what: string, errors: WordErrors, target: string): Measurement => ({
  name: `words, ${name}, ${what}`,
  measured: formatWordErrors(errors),
  target,
});

/** The finals of recorded audio, in the order of the engine. */
async function transcribe(engine: SpeechEngine, samples: Int16Array): Promise<string> {
  const texts: string[] = [];
  await runTrack(engine, {
    samples,
    track: 0,
    isRecorded: true,
    onResult: (result) => {
      if (result.kind === 'words' && result.isFinal) texts.push(result.text);
    },
  });
  return texts.join(' ');
}
