import { trackSchema } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Utterance, UtteranceSource } from './utterance.js';

const MAX_FILE_BYTES = 4 * 1_048_576;
const dayMs = 86_400_000;

/** Older scripts name a role in `channel` instead of a track. */
const tracksOfRoles = { CUSTOMER: 0, AGENT: 1 } as const;
const trackFieldSchema = z.union([
  z.object({ track: trackSchema }),
  z.object({ channel: z.enum(['CUSTOMER', 'AGENT']) }).transform(({ channel }) => ({ track: tracksOfRoles[channel] })),
]);

/** A script of known words, in the order of time and without overlaps per track. Times are milliseconds on the call clock. */
export const scriptSchema = z
  .object({
    name: z.string().min(1).max(128),
    /** BCP 47 tag of the words. */
    language: z
      .string()
      .max(35)
      .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'is not a language tag')
      .optional(),
    utterances: z
      .array(
        z
          .object({
            startMs: z.number().min(0).max(dayMs),
            endMs: z.number().min(0).max(dayMs),
            /** Empty where the engine hears speech and gives no words. */
            text: z.string().max(2_000).regex(/^$|\S/, 'says nothing'),
            /** How sure the engine is of each word, from 0 to 1. */
            confidence: z.number().min(0).max(1).optional(),
          })
          .refine((utterance) => utterance.endMs > utterance.startMs, 'ends before it starts')
          .and(trackFieldSchema),
      )
      .max(50_000),
  })
  .refine((script) => findOverlap(script.utterances) === null, {
    message: 'utterances of one track overlap or are out of order',
    path: ['utterances'],
  });
export type Script = z.infer<typeof scriptSchema>;

/**
 * Reads and checks `<directory>/<name>.json`. Rejects with `Failure` `SPEECH_SCRIPT_UNKNOWN` if there is no such file and
 * `SPEECH_SCRIPT_INVALID` if it is not a script; a retry does not help.
 */
export async function readScript(directory: string | undefined, name: string): Promise<Script> {
  // The caller chooses the name, so it must not lead into other directories.
  if (directory === undefined || !/^[\w-][\w.-]{0,127}$/.test(name)) throw unknownScript();
  const text = await readBounded(join(directory, `${name}.json`));
  const parsed = scriptSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalidScript(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a script'}`);
  }
  return parsed.data;
}

/** The utterances of one track, from the first one that ends after `fromMs`. */
export function scriptSource(script: Script, track: number, fromMs: number): UtteranceSource {
  const utterances: Utterance[] = script.utterances.filter((utterance) => utterance.track === track);
  let at = utterances.findIndex((utterance) => utterance.endMs > fromMs);
  return { language: script.language, next: () => (at < 0 ? null : (utterances[at++] ?? null)) };
}

async function readBounded(path: string): Promise<string> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unknownScript(cause);
  });
  try {
    const { size } = await file.stat();
    if (size > MAX_FILE_BYTES) throw invalidScript(`larger than ${MAX_FILE_BYTES} bytes`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, and spoken words must not enter an error.
    return undefined;
  }
}

function findOverlap(utterances: readonly { track: number; startMs: number; endMs: number }[]): number | null {
  const lastEndMs = new Map<number, number>();
  for (const [index, { track, startMs, endMs }] of utterances.entries()) {
    if (startMs < (lastEndMs.get(track) ?? 0)) return index;
    lastEndMs.set(track, endMs);
  }
  return null;
}

// The caller chose the name, so no message quotes it.
const unknownScript = (cause?: unknown): Failure =>
  new Failure('SPEECH_SCRIPT_UNKNOWN', 'no speech script has the name that the call asks for', {
    retryable: false,
    cause,
  });
const invalidScript = (why: string): Failure =>
  new Failure('SPEECH_SCRIPT_INVALID', `the speech script that the call asks for is not valid: ${why}`, {
    retryable: false,
  });
