import type { LcaSegment } from './lca-event.js';
import { isObject, type MessageFields } from './message-fields.js';

/** The weights that LCA gives to labels. MIXED has none. */
const weights = { POSITIVE: 5, NEGATIVE: -5, NEUTRAL: 0, MIXED: undefined } as const;
type Label = keyof typeof weights;

const MAX_ISSUES = 100;

type Insights = Pick<LcaSegment, 'sentiment' | 'sentimentScore' | 'issues'>;

/** What the engine says about a final, and nothing about a partial: LCA leaves that out, because the words may change. */
export function readInsights(fields: MessageFields, segment: Omit<LcaSegment, keyof Insights>): Insights {
  const sentiment = fields.takeAs('Sentiment', readLabel);
  const weight = fields.takeAs('SentimentWeighted', readWeight);
  if (segment.isPartial) return {};
  const sentimentScore = sentiment === undefined ? undefined : (weight ?? weights[sentiment]);
  const issues = fields.takeAs('IssuesDetected', (value) => readIssues(value, segment));
  return {
    ...(sentiment !== undefined && { sentiment }),
    ...(sentimentScore !== undefined && { sentimentScore }),
    ...(issues !== undefined && { issues }),
  };
}

/** A blank label is NEUTRAL in LCA. */
function readLabel(value: unknown): Label | undefined {
  if (typeof value !== 'string') return undefined;
  const label = value.trim() === '' ? 'NEUTRAL' : value.trim().toUpperCase();
  return Object.hasOwn(weights, label) ? (label as Label) : undefined;
}

const readWeight = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(5, Math.max(-5, value)) : undefined;

/** Undefined, so that the field counts as not kept, if one of the issues cannot be read. */
function readIssues(
  value: unknown,
  { text, startMs, endMs }: Pick<LcaSegment, 'text' | 'startMs' | 'endMs'>,
): Insights['issues'] | undefined {
  if (!Array.isArray(value)) return undefined;
  const issues = value.slice(0, MAX_ISSUES).map((issue) => readCharacters(issue, text));
  return issues.includes(undefined) ? undefined : issues.flatMap((span) => (span ? [{ ...span, startMs, endMs }] : []));
}

/** Call Analytics says `Begin` and `End`, Contact Lens `BeginOffsetChar` and `EndOffsetChar`. */
function readCharacters(issue: unknown, text: string): { startChar: number; endChar: number } | undefined {
  const offsets = isObject(issue) ? issue['CharacterOffsets'] : undefined;
  if (!isObject(offsets)) return undefined;
  const startChar = offsets['Begin'] ?? offsets['BeginOffsetChar'];
  const endChar = offsets['End'] ?? offsets['EndOffsetChar'];
  const isSpan = Number.isInteger(startChar) && Number.isInteger(endChar);
  if (!isSpan || Number(startChar) < 0 || Number(startChar) >= Number(endChar)) return undefined;
  return Number(endChar) > text.length ? undefined : { startChar: Number(startChar), endChar: Number(endChar) };
}
