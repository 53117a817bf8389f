import type {
  CallAnalyticsEntity,
  CallAnalyticsItem,
  CategoryEvent,
  IssueDetected,
  UtteranceEvent,
} from '@aws-sdk/client-transcribe-streaming';
import type { RedactionKind, Word } from '@earshot/contracts';
import type { SpeechInsights } from '@earshot/ports';
import { invalidResult, joinItems, type ChannelResult } from './normalize-amazon-transcribe.js';
import type { AgentChannel } from './transcription-request.js';

/** A category of Call Analytics and where it matched, in ms of the audio that the request sent. */
export interface MatchedRange {
  readonly category: string;
  readonly startMs: number;
  readonly endMs: number;
}

const MAX_CATEGORY_CHARS = 128;
const MAX_RANGES = 100;

/** The scores that LCA gives to the labels of Call Analytics. A mixed utterance has none. */
const scores = { POSITIVE: 5, NEGATIVE: -5, NEUTRAL: 0, MIXED: undefined } as const;

const kinds: Readonly<Record<string, RedactionKind>> = {
  ADDRESS: 'ADDRESS',
  BANK_ACCOUNT_NUMBER: 'ACCOUNT',
  BANK_ROUTING: 'ROUTING',
  CREDIT_DEBIT_CVV: 'CVV',
  CREDIT_DEBIT_EXPIRY: 'EXPIRY',
  CREDIT_DEBIT_NUMBER: 'CARD',
  EMAIL: 'EMAIL',
  NAME: 'NAME',
  PASSPORT_NUMBER: 'PASSPORT',
  PHONE: 'PHONE',
  PIN: 'PIN',
  SSN: 'SSN',
};

/** Throws a retryable `Failure` for an utterance that makes no sense: words may be missing, so the audio is sent again. */
export function normalizeUtterance(
  event: UtteranceEvent,
  agentChannel: AgentChannel,
  language: string | undefined,
): ChannelResult {
  const { UtteranceId, ParticipantRole, Transcript, LanguageCode } = event;
  const startMs = toMs(event.BeginOffsetMillis);
  const endMs = toMs(event.EndOffsetMillis);
  const isRole = ParticipantRole === 'AGENT' || ParticipantRole === 'CUSTOMER';
  const transcript = Transcript ?? '';
  if (!(endMs >= startMs) || !isRole || typeof UtteranceId !== 'string' || typeof transcript !== 'string')
    throw invalidResult();
  const isFinal = event.IsPartial !== true;
  const text = transcript.trim();
  const words = wordsOf(event.Items ?? [], startMs, endMs);
  return {
    channel: ParticipantRole === 'AGENT' ? agentChannel : 1 - agentChannel,
    resultId: UtteranceId,
    isFinal,
    startMs,
    endMs,
    text,
    words,
    language: typeof LanguageCode === 'string' ? LanguageCode : language,
    ...(isFinal && text !== '' && { insights: insightsOf(event, transcript, text, { startMs, endMs, words }) }),
  };
}

/** One entry for each range of each category. A category without ranges is left out: nobody could see where it matched. */
export function normalizeCategories({ MatchedCategories, MatchedDetails }: CategoryEvent): MatchedRange[] {
  const names = Array.isArray(MatchedCategories) ? MatchedCategories : [];
  const ranges = names.filter(isCategory).flatMap((category) =>
    (MatchedDetails?.[category]?.TimestampRanges ?? []).map((range) => ({
      category,
      startMs: toMs(range.BeginOffsetMillis),
      endMs: toMs(range.EndOffsetMillis),
    })),
  );
  return ranges.filter(({ startMs, endMs }) => endMs >= startMs).slice(0, MAX_RANGES);
}

const isCategory = (name: unknown): name is string =>
  typeof name === 'string' && name !== '' && name.length <= MAX_CATEGORY_CHARS;

const toMs = (ms: number | undefined): number =>
  typeof ms === 'number' && ms >= 0 && Number.isFinite(ms) ? Math.round(ms) : NaN;

const wordsOf = (items: readonly CallAnalyticsItem[], startMs: number, endMs: number): Word[] =>
  joinItems(
    items.map(({ Type, Content, Confidence, BeginOffsetMillis, EndOffsetMillis }) => ({
      type: Type,
      content: Content,
      confidence: Confidence,
      startMs: toMs(BeginOffsetMillis),
      endMs: toMs(EndOffsetMillis),
    })),
    startMs,
    endMs,
  );

interface Spoken {
  readonly startMs: number;
  readonly endMs: number;
  readonly words: readonly Word[];
}

function insightsOf(event: UtteranceEvent, transcript: string, text: string, spoken: Spoken): SpeechInsights {
  const { Sentiment, IssuesDetected, Entities } = event;
  const isLabel = typeof Sentiment === 'string' && Object.hasOwn(scores, Sentiment);
  const places = locate(text, spoken.words);
  const cutChars = transcript.length - transcript.trimStart().length;
  return {
    ...(isLabel && { sentiment: Sentiment, sentimentScore: scores[Sentiment] }),
    issues: (IssuesDetected ?? []).flatMap((issue) => placeIssue(issue, cutChars, text, places, spoken)),
    entities: (Entities ?? []).flatMap((entity) => placeEntity(entity, places)),
  };
}

interface PlacedWord extends Word {
  readonly startChar: number;
  readonly endChar: number;
}

/** The words with their places in the text. A word that is not in it has none. */
function locate(text: string, words: readonly Word[]): PlacedWord[] {
  let at = 0;
  return words.flatMap((word) => {
    const startChar = text.indexOf(word.text, at);
    if (startChar < 0) return [];
    at = startChar + word.text.length;
    return [{ ...word, startChar, endChar: at }];
  });
}

/** The span of an issue, and when it was said. Without words that is the whole utterance. */
function placeIssue(
  { CharacterOffsets }: IssueDetected,
  cutChars: number,
  text: string,
  places: readonly PlacedWord[],
  { startMs, endMs }: Spoken,
) {
  const [begin, end] = [CharacterOffsets?.Begin, CharacterOffsets?.End];
  if (!Number.isInteger(begin) || !Number.isInteger(end)) return [];
  const startChar = Math.max(0, Number(begin) - cutChars);
  const endChar = Math.min(text.length, Number(end) - cutChars);
  if (startChar >= endChar) return [];
  const said = places.filter((word) => word.startChar < endChar && word.endChar > startChar);
  return [{ startChar, endChar, startMs: said[0]?.startMs ?? startMs, endMs: said.at(-1)?.endMs ?? endMs }];
}

/** The words that are said in the span of a private detail. Types that Earshot does not hide are left out. */
function placeEntity(
  { Category, Type, BeginOffsetMillis, EndOffsetMillis }: CallAnalyticsEntity,
  places: readonly PlacedWord[],
) {
  const kind = kinds[Type ?? ''];
  const [startMs, endMs] = [toMs(BeginOffsetMillis), toMs(EndOffsetMillis)];
  const said = places.filter((word) => word.startMs < endMs && word.endMs > startMs);
  const [first, last] = [said[0], said.at(-1)];
  if (Category !== 'PII' || kind === undefined || first === undefined || last === undefined) return [];
  return [{ kind, startChar: first.startChar, endChar: last.endChar }];
}
