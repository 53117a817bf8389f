import { err, isPrintable, ok, type Result } from '@earshot/contracts';
import type { LcaCategoryMatch } from './lca-event.js';
import type { LcaEventErrorCode } from './lca-event-errors.js';
import { isObject, type MessageFields } from './message-fields.js';
import { readSpan } from './read-values.js';

const MAX_CATEGORY_CHARS = 128;
/** Bounds what one record can cause. LCA writes a row for each span. */
const MAX_CATEGORIES = 100;
const MAX_SPANS = 100;

/**
 * `{ MatchedCategories, MatchedDetails: { <name>: { TimestampRanges | PointsOfInterest } } }` of Call Analytics and Contact
 * Lens. Times are milliseconds. A category without a span matched the call as a whole.
 */
export function readCategories(fields: MessageFields): Result<readonly LcaCategoryMatch[], LcaEventErrorCode> {
  const names = fields.take('MatchedCategories');
  if (!Array.isArray(names) || names.length > MAX_CATEGORIES || !names.every(isCategory)) return invalid;
  const details = fields.take('MatchedDetails');
  const matches: LcaCategoryMatch[] = [];
  for (const category of names) {
    const spans = readSpans(findDetails(details, category));
    if (spans === undefined) return invalid;
    if (spans.length === 0) matches.push({ kind: 'category-matched', category, span: null });
    for (const span of spans) matches.push({ kind: 'category-matched', category, span });
  }
  return ok(matches);
}

const invalid = err('CATEGORIES_INVALID' as const);

const isCategory = (name: unknown): name is string =>
  typeof name === 'string' && name !== '' && name.length <= MAX_CATEGORY_CHARS && isPrintable(name);

/** Capitalizing the keys of the record changed the first letter of the names in `MatchedDetails`, too. */
function findDetails(details: unknown, category: string): unknown {
  if (!isObject(details)) return undefined;
  const capitalized = category.charAt(0).toUpperCase() + category.slice(1);
  const name = Object.hasOwn(details, category) ? category : capitalized;
  return Object.hasOwn(details, name) ? details[name] : undefined;
}

function readSpans(details: unknown): readonly NonNullable<LcaCategoryMatch['span']>[] | undefined {
  const ranges = isObject(details) ? (details['TimestampRanges'] ?? details['PointsOfInterest']) : undefined;
  if (ranges === undefined || ranges === null) return [];
  if (!Array.isArray(ranges) || ranges.length > MAX_SPANS) return undefined;
  const spans = ranges.map((range) =>
    isObject(range) ? readSpan(range['BeginOffsetMillis'], range['EndOffsetMillis'], 1) : invalid,
  );
  return spans.every((span) => span.ok) ? spans.flatMap((span) => (span.ok ? [span.value] : [])) : undefined;
}
