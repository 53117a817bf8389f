import type { Principal } from '@earshot/domain';
import type { AccessRequest, Authenticator } from '@earshot/ports';
import { credentialOf } from '../credential.js';
import { parseKey } from '../key-text.js';

/** Authenticates by what a request brings as its bearer: an access key of Earshot, or an access token of the provider. */
export class BearerAuthenticator implements Authenticator {
  private readonly answeredBy = new WeakMap<Principal, Authenticator>();

  constructor(
    private readonly keys: Authenticator,
    private readonly tokens: Authenticator,
  ) {}

  async authenticate(request: AccessRequest): Promise<Principal> {
    const credential = credentialOf(request) ?? '';
    const authenticator = credential === '' || parseKey(credential) !== null ? this.keys : this.tokens;
    const principal = await authenticator.authenticate(request);
    this.answeredBy.set(principal, authenticator);
    return principal;
  }

  watch(principal: Principal, onEnd: () => void): () => void {
    const authenticator = this.answeredBy.get(principal);
    if (authenticator === undefined) throw new Error('Somebody else authenticated this principal.');
    return authenticator.watch(principal, onEnd);
  }
}
