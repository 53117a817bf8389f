import type { AccessKey, User, UserSession } from '@earshot/graphql-api';
import type { AccessKey as StoredKey, Session, User as StoredUser } from '@earshot/ports';
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

export const userToGraphql = (user: StoredUser): User => ({
  id: user.id,
  name: user.name,
  displayName: user.displayName,
  origin: user.origin,
  roles: user.roles,
  agentId: user.agentId,
  teams: user.teams,
  queues: user.queues,
  state: user.state,
  createdAt: toDateTime(user.createdAtMs),
  lastSignInAt: toOptionalTime(user.lastSignInAtMs),
  hasPassword: user.hasPassword,
  hasTotp: user.hasTotp,
});

export const sessionToGraphql = (session: Session & { readonly user: StoredUser }): UserSession => ({
  id: session.id,
  userId: session.userId,
  name: session.user.name,
  displayName: session.user.displayName,
  method: session.method,
  createdAt: toDateTime(session.createdAtMs),
  lastUsedAt: toDateTime(session.lastUsedAtMs),
  expiresAt: toDateTime(session.expiresAtMs),
  address: session.address,
  userAgent: session.userAgent,
});
