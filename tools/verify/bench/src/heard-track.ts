import type { SpeechEngine, SpeechResult } from '@earshot/ports';
import { join } from 'node:path';
import { readLines, type SpokenLine } from './sample-calls.js';
import { readTracks, runTrack, SAMPLES_FOLDER, type TrackRun } from './speech-runs.js';

/** A sample call with what is said in it. */
export interface SampleCall {
  readonly name: string;
  readonly lines: readonly SpokenLine[];
  /** The samples of each track at the rate of the engine. */
  readonly tracks: readonly Int16Array[];
}

/** A result of the engine and when it came, on the clock of its track. */
export interface TimedWords {
  readonly words: Extract<SpeechResult, { kind: 'words' }>;
  readonly atMs: number;
}

/** What an engine gave for a track. */
export interface HeardTrack {
  readonly results: readonly TimedWords[];
  /** End of the audio that the engine says it has transcribed. */
  readonly coveredMs: number;
}

export const readSampleCall = async (name: string, engine: SpeechEngine): Promise<SampleCall> => ({
  name,
  lines: await readLines(name),
  tracks: await readTracks(join(SAMPLES_FOLDER, `${name}.wav`), engine.sampleRateHz ?? 16_000),
});

/** Sends a track to an engine and keeps everything that it gives. */
export async function hearTrack(engine: SpeechEngine, run: Omit<TrackRun, 'onResult'>): Promise<HeardTrack> {
  const results: TimedWords[] = [];
  let coveredMs = 0;
  await runTrack(engine, {
    ...run,
    onResult: (result, atMs) => {
      if (result.kind === 'words') results.push({ words: result, atMs });
      else if (result.kind === 'covered') coveredMs = result.toMs;
    },
  });
  return { results, coveredMs };
}

export const finalTexts = ({ results }: HeardTrack): string[] =>
  results.filter(({ words }) => words.isFinal).map(({ words }) => words.text);
