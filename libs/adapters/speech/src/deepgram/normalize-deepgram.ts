import type { Word } from '@earshot/contracts';
import { z } from 'zod';
import { deepgramFailures } from './deepgram-failure.js';

/** A result for a span of the audio. Times are milliseconds of the audio that was sent. */
export interface SpanResult {
  readonly kind: 'result';
  /** No other result follows for the span. */
  readonly isFinal: boolean;
  /** The speaker paused after the span, or the client asked for the rest. */
  readonly endsUtterance: boolean;
  readonly startMs: number;
  readonly endMs: number;
  /** Empty for silence. */
  readonly words: readonly Word[];
  readonly language: string | undefined;
}

export type DeepgramMessage =
  | SpanResult
  /** The speaker paused. */
  | { readonly kind: 'utterance-end' }
  /** Everything was processed. */
  | { readonly kind: 'summary' }
  | { readonly kind: 'other' };

const seconds = z.number().min(0);
const resultsSchema = z.object({
  start: seconds,
  duration: seconds,
  is_final: z.boolean(),
  speech_final: z.boolean().nullish(),
  from_finalize: z.boolean().nullish(),
  channel: z.object({
    alternatives: z.array(
      z.object({
        transcript: z.string(),
        languages: z.array(z.string()).nullish(),
        words: z.array(
          z.object({
            word: z.string(),
            punctuated_word: z.string().nullish(),
            start: seconds,
            end: seconds,
            confidence: z.number().min(0).max(1).nullish(),
          }),
        ),
      }),
    ),
  }),
});

/** Throws a retryable `Failure` for a message that makes no sense: words may be missing, so the audio is sent again. */
export function normalizeDeepgram(text: string): DeepgramMessage {
  const message = parse(text);
  const type = Reflect.get(message, 'type') as unknown;
  if (type === 'UtteranceEnd') return { kind: 'utterance-end' };
  if (type === 'Metadata') return { kind: 'summary' };
  if (type !== 'Results') return { kind: 'other' };
  const parsed = resultsSchema.safeParse(message);
  if (!parsed.success) throw deepgramFailures.invalidMessage('a result without a usable span');
  const { start, duration, is_final, speech_final, from_finalize, channel } = parsed.data;
  const best = channel.alternatives[0];
  const startMs = toMs(start);
  const endMs = toMs(start + duration);
  const words = (best?.words ?? []).map(({ word, punctuated_word, start: from, end, confidence }) => ({
    text: punctuated_word ?? word,
    startMs: clamp(toMs(from), startMs, endMs),
    endMs: clamp(toMs(end), startMs, endMs),
    ...(typeof confidence === 'number' && { confidence }),
  }));
  return {
    kind: 'result',
    isFinal: is_final,
    endsUtterance: speech_final === true || from_finalize === true,
    startMs,
    endMs,
    words: inOrder(words),
    language: best?.languages?.[0],
  };
}

function parse(text: string): object {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message === 'object' && message !== null) return message;
  } catch {
    // Reported below.
  }
  throw deepgramFailures.invalidMessage('a message that is no JSON object');
}

function inOrder(words: readonly Word[]): Word[] {
  let atMs = 0;
  return words.map((word) => {
    atMs = Math.max(atMs, word.startMs);
    return { ...word, startMs: atMs, endMs: Math.max(atMs, word.endMs) };
  });
}

const toMs = (value: number): number => Math.round(value * 1_000);
const clamp = (ms: number, minMs: number, maxMs: number): number => Math.min(Math.max(ms, minMs), maxMs);
