import type { Item, Result } from '@aws-sdk/client-transcribe-streaming';
import type { Word } from '@earshot/contracts';
import { Failure } from '@earshot/ports';

/** One result of Amazon Transcribe. Times are milliseconds of the audio that the request sent. */
export interface ChannelResult {
  readonly channel: number;
  readonly resultId: string;
  readonly isFinal: boolean;
  readonly startMs: number;
  readonly endMs: number;
  /** Empty when the utterance turned out to have no words. */
  readonly text: string;
  readonly words: readonly Word[];
  readonly language: string | undefined;
}

/** Throws a retryable `Failure` for a result that makes no sense: words may be missing, so the audio is sent again. */
export function normalizeResult(result: Result, language: string | undefined): ChannelResult {
  const startMs = toMs(result.StartTime);
  const endMs = toMs(result.EndTime);
  const channel = channelOf(result.ChannelId);
  if (!(endMs >= startMs) || channel === null || typeof result.ResultId !== 'string') throw invalidResult();
  const best = result.Alternatives?.[0];
  return {
    channel,
    resultId: result.ResultId,
    isFinal: result.IsPartial !== true,
    startMs,
    endMs,
    text: (best?.Transcript ?? '').trim(),
    words: wordsOf(best?.Items ?? [], startMs, endMs),
    language: typeof result.LanguageCode === 'string' ? result.LanguageCode : language,
  };
}

const toMs = (seconds: number | undefined): number =>
  typeof seconds === 'number' && seconds >= 0 && Number.isFinite(seconds) ? Math.round(seconds * 1_000) : NaN;

/** `ch_0` and `ch_1`. A session with one channel does not name it. */
function channelOf(channelId: string | undefined): number | null {
  if (channelId === undefined) return 0;
  return channelId === 'ch_0' ? 0 : channelId === 'ch_1' ? 1 : null;
}

/** Words in order within the result. A punctuation mark belongs to the word before it. */
function wordsOf(items: readonly Item[], startMs: number, endMs: number): Word[] {
  const words: Word[] = [];
  let atMs = startMs;
  for (const { Type, Content = '', StartTime, EndTime, Confidence } of items) {
    if (typeof Content !== 'string') throw invalidResult();
    const last = words.at(-1);
    if (Type === 'punctuation') {
      if (last !== undefined) words[words.length - 1] = { ...last, text: last.text + Content };
      continue;
    }
    const fromMs = clamp(toMs(StartTime), atMs, endMs);
    const untilMs = clamp(toMs(EndTime), fromMs, endMs);
    const isConfidence = typeof Confidence === 'number' && Confidence >= 0 && Confidence <= 1;
    words.push({ text: Content, startMs: fromMs, endMs: untilMs, ...(isConfidence && { confidence: Confidence }) });
    atMs = fromMs;
  }
  return words;
}

const clamp = (ms: number, minMs: number, maxMs: number): number =>
  Number.isNaN(ms) ? minMs : Math.min(Math.max(ms, minMs), maxMs);

const invalidResult = () =>
  new Failure('SPEECH_RESULT_INVALID', 'Amazon Transcribe sent a result without a usable span, id or channel', {
    retryable: true,
  });
