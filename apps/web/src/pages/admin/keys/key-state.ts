import type { KeyRowFragment } from '@earshot/graphql-api';

/** `replaced`: another key took its place, and both work for a while. */
export type KeyState = 'active' | 'replaced' | 'expired' | 'revoked';

export function keyStateOf(
  { revokedAt, expiresAt, replacedBy }: Pick<KeyRowFragment, 'revokedAt' | 'expiresAt' | 'replacedBy'>,
  nowMs: number,
): KeyState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return 'expired';
  return replacedBy === null ? 'active' : 'replaced';
}
