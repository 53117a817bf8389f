import { readFile } from 'node:fs/promises';
import { Failure } from '@earshot/ports';

/** Reads the PEM file that a setting names; undefined where it names none. Rejects with `BUS_CONFIG_UNUSABLE`. */
export async function readPem(variable: string, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new Failure('BUS_CONFIG_UNUSABLE', `${variable}: the file cannot be read (${reason})`, {
      retryable: false,
      cause,
    });
  }
}
