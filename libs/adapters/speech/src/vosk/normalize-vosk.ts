import type { Word } from '@earshot/contracts';
import { z } from 'zod';
import { voskFailures } from './vosk-failure.js';

/** The answer to one message of audio, or to the end of the audio. Times are milliseconds of the audio that was sent. */
export type VoskAnswer =
  /** The words of the utterance so far. Empty for silence. */
  | { readonly kind: 'partial'; readonly text: string }
  /** The utterance is over. Empty for silence. `words` is null where the server gives no times. */
  | { readonly kind: 'final'; readonly text: string; readonly words: readonly Word[] | null };

const seconds = z.number().min(0);
const finalSchema = z.object({
  text: z.string(),
  result: z
    .array(z.object({ word: z.string(), start: seconds, end: seconds, conf: z.number().min(0).max(1).optional() }))
    .optional(),
});
const partialSchema = z.object({ partial: z.string() });
/** A server with VOSK_ALTERNATIVES answers with several texts, the best one first. */
const alternativesSchema = z.object({ alternatives: z.array(finalSchema).min(1) });

/** Throws a retryable `Failure` for a message that makes no sense: words may be missing, so the audio is sent again. */
export function normalizeVosk(text: string): VoskAnswer {
  const message = parse(text);
  const partial = partialSchema.safeParse(message);
  if (partial.success) return { kind: 'partial', text: partial.data.partial.trim() };
  const several = alternativesSchema.safeParse(message);
  const final = finalSchema.safeParse(several.success ? several.data.alternatives[0] : message);
  if (!final.success) throw voskFailures.invalidMessage('an answer without usable words');
  const { text: said, result } = final.data;
  const words = result?.map(({ word, start, end, conf }) => ({
    text: word,
    startMs: Math.round(start * 1_000),
    endMs: Math.round(end * 1_000),
    ...(conf !== undefined && { confidence: conf }),
  }));
  return { kind: 'final', text: said.trim(), words: words ?? null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw voskFailures.invalidMessage('a message that is no JSON');
  }
}
