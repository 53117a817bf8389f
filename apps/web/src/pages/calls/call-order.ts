import type { CallRowFragment } from '@earshot/graphql-api';
import { customerSentiment } from '../../call/customer-sentiment.js';
import type { ListQuery } from './list-query.js';

type SortKey = string | number | null;

/** What the server sorts by. A call without the value comes last in both directions. */
const sortKeys: Record<ListQuery['sort'], (call: CallRowFragment) => SortKey> = {
  STARTED_AT: ({ startedAt }) => Date.parse(startedAt),
  DURATION: ({ durationMs }) => durationMs,
  AGENT: ({ agentId }) => agentId,
  STATUS: ({ status }) => ['LIVE', 'ENDED', 'INTERRUPTED'].indexOf(status),
  CUSTOMER_SENTIMENT: (call) => customerSentiment(call).score,
  ALERTS: ({ alertCount }) => alertCount,
};

function compareKeys(a: SortKey, b: SortKey, direction: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a === b) return 0;
  return a < b ? -direction : direction;
}

/** Compares two calls as the server sorts them; equal ones by id. */
export function compareCalls({ sort, descending }: ListQuery, a: CallRowFragment, b: CallRowFragment): number {
  const direction = descending ? -1 : 1;
  const key = sortKeys[sort];
  return compareKeys(key(a), key(b), direction) || compareKeys(a.id, b.id, direction);
}

/**
 * Whether a change of a call may move its row. The duration of every call in progress grows at the same pace, but is
 * pushed in steps, so sorting by it again would only make the rows jump.
 */
export const movesWithChanges = ({ sort }: ListQuery): boolean => sort !== 'DURATION';
