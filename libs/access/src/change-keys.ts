import { Failure, type AccessKey, type KeyStore } from '@earshot/ports';
import { issueKey, type IssuedKey, type KeyGrant } from './issue-key.js';
import { findGrantProblem } from './key-grant-problem.js';

/** A new key that takes the place of another one. */
export interface KeyRotation extends IssuedKey {
  readonly replacedId: string;
  /** The replaced key ends then, if not before. */
  readonly untilMs: number;
}

/** Makes a key with the kind that its grant implies. Throws `BAD_INPUT`; the caller stores the key. */
export function makeKey(grant: Omit<KeyGrant, 'kind'>, nowMs: number): IssuedKey {
  const whole: KeyGrant = { ...grant, kind: (grant.sources ?? []).length > 0 ? 'SOURCE' : 'SERVICE' };
  const problem = findGrantProblem(whole, nowMs);
  if (problem !== null) throw new Failure('BAD_INPUT', `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`);
  return issueKey(whole, nowMs);
}

/** Finds a key that a tenant can still change. Rejects with `KEY_NOT_FOUND`. */
export async function requireKey(
  keys: Pick<KeyStore, 'findUsable'>,
  { tenant, id }: { readonly tenant: string; readonly id: string },
  nowMs: number,
): Promise<AccessKey> {
  const key = await keys.findUsable(id, nowMs);
  if (key === null || key.tenant !== tenant) throw keyNotFound(id);
  return key;
}

/** Makes the key that takes the place of another one, and lives as long as that one was to live. */
export function makeReplacement(old: AccessKey, overlapMs: number, nowMs: number): KeyRotation {
  const { holder, tenant, name, kind, roles, teams, queues, agentId, sources, createdAtMs } = old;
  const expiresAtMs = old.expiresAtMs === null ? null : nowMs + (old.expiresAtMs - createdAtMs);
  const grant = { holder, tenant, name, kind, roles, teams, queues, agentId, sources, expiresAtMs };
  return { ...issueKey(grant, nowMs), replacedId: old.id, untilMs: nowMs + overlapMs };
}

/** Rejects with `KEY_NOT_FOUND` if the old key ended meanwhile. */
export async function storeReplacement(
  keys: Pick<KeyStore, 'replace'>,
  { replacedId, stored, untilMs }: KeyRotation,
): Promise<void> {
  if (!(await keys.replace(replacedId, stored, untilMs))) throw keyNotFound(replacedId);
}

/** Rejects with `KEY_NOT_FOUND`. */
export async function revokeKey(keys: Pick<KeyStore, 'revoke'>, id: string, nowMs: number): Promise<void> {
  if (!(await keys.revoke(id, nowMs))) throw keyNotFound(id);
}

const keyNotFound = (id: string): Failure => new Failure('KEY_NOT_FOUND', `There is no usable key ${id}.`);
