import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SAMPLES_FOLDER } from './speech-runs.js';

/** A line of a sample call, with the times at which it is spoken. */
export interface SpokenLine {
  readonly track: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

/** The lines of a sample call, in the order of their start. */
export async function readLines(name: string): Promise<readonly SpokenLine[]> {
  const script = await readFile(join(SAMPLES_FOLDER, 'scripts', `${name}.json`), 'utf8');
  return (JSON.parse(script) as { utterances: SpokenLine[] }).utterances;
}
