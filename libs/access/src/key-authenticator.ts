import { timingSafeEqual } from 'node:crypto';
import type { Principal } from '@earshot/domain';
import type { AccessRequest, Authenticator, StoredAccessKey } from '@earshot/ports';
import { credentialOf } from './credential.js';
import type { KeyDirectory } from './key-directory.js';
import { parseKey } from './key-text.js';
import { hashSecret } from './secret-text.js';
import { unauthenticated } from './unauthenticated.js';
import { Watchers } from './watchers.js';

/** Authenticates by access keys. */
export class KeyAuthenticator implements Authenticator {
  /** The key by which each principal was authenticated. After a rotation, several keys stand for the same principal. */
  private readonly keyIds = new WeakMap<Principal, string>();
  private readonly watchers = new Watchers();

  constructor(private readonly directory: KeyDirectory) {}

  async authenticate(request: AccessRequest): Promise<Principal> {
    const parts = parseKey(credentialOf(request) ?? '');
    const key = parts === null ? null : await this.directory.findKey(parts.id);
    if (parts === null || key === null || !timingSafeEqual(hashSecret(parts.secret), key.secretHash))
      throw unauthenticated();
    this.directory.noteUse(key.id);
    const principal = principalOf(key);
    this.keyIds.set(principal, key.id);
    return principal;
  }

  watch(principal: Principal, onEnd: () => void): () => void {
    const id = this.keyIds.get(principal);
    if (id === undefined) throw new Error('Somebody else authenticated this principal.');
    return this.watchers.add(id, onEnd);
  }

  /** Tells the watchers of every key that is revoked or has expired. Call it after each refresh of the directory. */
  endWatched(): void {
    this.watchers.endAll((id) => this.directory.knownKey(id) === null);
  }
}

const principalOf = (key: StoredAccessKey): Principal => ({
  key: `key:${key.holder}`,
  tenant: key.tenant,
  subject: key.name,
  kind: key.kind,
  roles: key.roles,
  agentId: key.agentId,
  teams: key.teams,
  queues: key.queues,
  sources: key.sources,
  expiresAtMs: key.expiresAtMs,
});
