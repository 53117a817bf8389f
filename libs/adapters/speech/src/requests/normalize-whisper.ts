import type { Word } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import { z } from 'zod';
import type { RecognizedUtterance } from '../listening/utterance-recognizer.js';
import { invalidAnswer } from './request-error.js';
import { languageTagOf } from './whisper-languages.js';

const seconds = z.number().min(0).nullish();
const rate = z.number().nullish();
/** OpenAI gives words beside the segments, whisper.cpp and faster-whisper within them, some without times. */
const wordSchema = z.object({ word: z.string(), start: seconds, end: seconds, probability: rate });
const segmentSchema = z.object({
  text: z.string(),
  start: seconds,
  end: seconds,
  no_speech_prob: rate,
  avg_logprob: rate,
  compression_ratio: rate,
  words: z.array(wordSchema).nullish(),
});
const answerSchema = z.object({
  text: z.string(),
  language: z.string().nullish(),
  segments: z.array(segmentSchema).nullish(),
  words: z.array(wordSchema).nullish(),
});
type Segment = z.infer<typeof segmentSchema>;
type ServerWord = z.infer<typeof wordSchema>;

/** Whisper's own limits: beyond them a segment counts as failed. https://github.com/openai/whisper/blob/main/whisper/transcribe.py */
const NO_SPEECH_PROBABILITY = 0.6;
const MIN_LOG_PROBABILITY = -1;
const MAX_COMPRESSION_RATIO = 2.4;

/**
 * The text of an answer without the segments that the model itself takes for noise or a loop. `sampleCount`: samples of the
 * utterance at 16 kHz. Throws `RequestError` for an answer of another shape.
 */
export function normalizeWhisper(answer: unknown, sampleCount: number): RecognizedUtterance {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) throw invalidAnswer('an answer without a usable text');
  const { text, segments, language } = parsed.data;
  const refused = (segments ?? []).filter(isHallucination);
  const kept = (segments ?? []).filter((segment) => !refused.includes(segment));
  const keptText = refused.length === 0 ? text : kept.map((segment) => segment.text.trim()).join(' ');
  const serverWords = parsed.data.words?.length
    ? parsed.data.words.filter((word) => !refused.some((segment) => isWithin(word, segment)))
    : kept.flatMap((segment) => segment.words ?? []);
  const trimmed = keptText.replace(/\s+/g, ' ').trim();
  return {
    text: trimmed,
    words: wordsOf(serverWords, trimmed, samplesToMs(sampleCount, 16_000)),
    language: languageTagOf(language ?? undefined),
  };
}

function isHallucination({ no_speech_prob, avg_logprob, compression_ratio }: Segment): boolean {
  const isSilence = (no_speech_prob ?? 0) > NO_SPEECH_PROBABILITY && (avg_logprob ?? 0) < MIN_LOG_PROBABILITY;
  return isSilence || (compression_ratio ?? 0) > MAX_COMPRESSION_RATIO;
}

const isWithin = ({ start }: ServerWord, segment: Segment): boolean =>
  typeof start === 'number' && start >= (segment.start ?? Infinity) && start < (segment.end ?? 0);

/**
 * Words with the spelling of the text, which has the punctuation. Undefined where the two do not match, or where a time is
 * missing: then times are estimated.
 */
function wordsOf(serverWords: readonly ServerWord[], text: string, lengthMs: number): Word[] | undefined {
  const spelled = text.split(' ').filter((word) => word !== '');
  if (spelled.length !== serverWords.length) return undefined;
  const words: Word[] = [];
  for (const [n, { word, start, end, probability }] of serverWords.entries()) {
    const spelling = spelled[n] ?? '';
    if (typeof start !== 'number' || typeof end !== 'number' || bare(word) !== bare(spelling)) return undefined;
    const isConfidence = typeof probability === 'number' && probability >= 0 && probability <= 1;
    const [startMs, endMs] = [start, end].map((at) => Math.min(lengthMs, Math.round(at * 1_000)));
    words.push({
      text: spelling,
      startMs: startMs ?? 0,
      endMs: endMs ?? 0,
      ...(isConfidence && { confidence: probability }),
    });
  }
  return words;
}

const bare = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
