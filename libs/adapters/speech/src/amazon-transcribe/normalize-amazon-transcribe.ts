import type { Item, Result } from '@aws-sdk/client-transcribe-streaming';
import type { Word } from '@earshot/contracts';
import { Failure, type SpeechInsights } from '@earshot/ports';

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
  readonly insights?: SpeechInsights;
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
    words: joinItems((best?.Items ?? []).map(toSpokenItem), startMs, endMs),
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

interface SpokenItem {
  readonly type: string | undefined;
  readonly content: string | undefined;
  readonly confidence: number | undefined;
  /** NaN when the service gives no usable time. */
  readonly startMs: number;
  readonly endMs: number;
}

const toSpokenItem = ({ Type, Content, StartTime, EndTime, Confidence }: Item): SpokenItem => ({
  type: Type,
  content: Content,
  confidence: Confidence,
  startMs: toMs(StartTime),
  endMs: toMs(EndTime),
});

/** Words in order within the result. A punctuation mark belongs to the word before it. */
export function joinItems(items: readonly SpokenItem[], startMs: number, endMs: number): Word[] {
  const words: Word[] = [];
  let atMs = startMs;
  for (const { type, content = '', confidence, ...times } of items) {
    if (typeof content !== 'string') throw invalidResult();
    const last = words.at(-1);
    if (type === 'punctuation') {
      if (last !== undefined) words[words.length - 1] = { ...last, text: last.text + content };
      continue;
    }
    const fromMs = clamp(times.startMs, atMs, endMs);
    const untilMs = clamp(times.endMs, fromMs, endMs);
    const isConfidence = typeof confidence === 'number' && confidence >= 0 && confidence <= 1;
    words.push({ text: content, startMs: fromMs, endMs: untilMs, ...(isConfidence && { confidence }) });
    atMs = fromMs;
  }
  return words;
}

const clamp = (ms: number, minMs: number, maxMs: number): number =>
  Number.isNaN(ms) ? minMs : Math.min(Math.max(ms, minMs), maxMs);

export const invalidResult = () =>
  new Failure('SPEECH_RESULT_INVALID', 'Amazon Transcribe sent a result without a usable span, id or channel', {
    retryable: true,
  });
