import type { CallStatus } from '@earshot/graphql-api';
import type { CallStatus as StoredStatus } from '@earshot/ports';

/** The API has no FAILED, because no service closes a call with it yet. It shows a stored FAILED as INTERRUPTED. */
export const statusToGraphql = (status: StoredStatus): CallStatus => (status === 'FAILED' ? 'INTERRUPTED' : status);

/** The stored statuses that a filter of the API asks for, each one once. */
export function storedStatuses(wanted: readonly CallStatus[]): readonly StoredStatus[] {
  const stored = new Set<StoredStatus>(wanted);
  if (stored.has('INTERRUPTED')) stored.add('FAILED');
  return [...stored];
}
