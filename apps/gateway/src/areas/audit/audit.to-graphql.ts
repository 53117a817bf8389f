import type { AuditEntry, CallAccess } from '@earshot/graphql-api';
import type { AuditEntry as StoredEntry, CallAccess as StoredAccess } from '@earshot/ports';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';

/** A row of the audit as GraphQL shows it. */
export function entryToGraphql({ tenant: _tenant, firstAtMs, lastAtMs, ...entry }: StoredEntry): AuditEntry {
  return { ...entry, firstAt: toDateTime(firstAtMs), lastAt: toDateTime(lastAtMs) };
}

export const accessToGraphql = ({ lastAtMs, ...access }: StoredAccess): CallAccess => ({
  ...access,
  lastAt: toDateTime(lastAtMs),
});
