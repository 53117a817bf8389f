import { DEFAULT_TENANT } from '@earshot/domain';
import type { NewAccessKey } from '@earshot/ports';
import { formatKey } from './key-text.js';
import { hashSecret, newSecretParts } from './secret-text.js';

/** What a key is for. What is left out is empty, or null. */
export type KeyGrant = Pick<NewAccessKey, 'name' | 'kind'> &
  Partial<Omit<NewAccessKey, 'id' | 'secretHash' | 'createdAtMs'>>;

/** A new key: the row to store, and the text for its owner, which nobody can see again. */
export interface IssuedKey {
  readonly stored: NewAccessKey;
  readonly text: string;
}

/** Makes a key. The key of a rotation names the `holder` of the key that it replaces. */
export function issueKey(grant: KeyGrant, nowMs: number): IssuedKey {
  const parts = newSecretParts();
  const stored: NewAccessKey = {
    id: parts.id,
    holder: grant.holder ?? parts.id,
    tenant: grant.tenant ?? DEFAULT_TENANT,
    name: grant.name,
    kind: grant.kind,
    roles: grant.roles ?? [],
    teams: grant.teams ?? [],
    queues: grant.queues ?? [],
    agentId: grant.agentId ?? null,
    sources: grant.sources ?? [],
    secretHash: hashSecret(parts.secret),
    createdAtMs: nowMs,
    expiresAtMs: grant.expiresAtMs ?? null,
  };
  return { stored, text: formatKey(parts) };
}
