import type { AccessKey } from '@earshot/graphql-api';
import type { AccessKey as StoredKey } from '@earshot/ports';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';

/** A key as GraphQL shows it. It names each field, because a stored key may come with the hash of its secret. */
export const keyToGraphql = (key: StoredKey): AccessKey => ({
  id: key.id,
  name: key.name,
  roles: key.roles,
  sources: key.sources,
  agentId: key.agentId,
  teams: key.teams,
  queues: key.queues,
  createdAt: toDateTime(key.createdAtMs),
  expiresAt: toOptionalTime(key.expiresAtMs),
  revokedAt: toOptionalTime(key.revokedAtMs),
  lastUsedAt: toOptionalTime(key.lastUsedAtMs),
  replacedBy: key.replacedBy,
});

const toOptionalTime = (atMs: number | null): string | null => (atMs === null ? null : toDateTime(atMs));
