import type { Principal } from '@earshot/domain';
import type { AccessRequest, Authenticator } from '@earshot/ports';
import { credentialOf } from '../credential.js';
import type { SessionAuthenticator } from './session-authenticator.js';

/** Authenticates by what the header brings, such as a key, or else by the cookie of a session. */
export class CombinedAuthenticator<Request extends AccessRequest> implements Authenticator {
  private readonly authenticatedBy = new WeakMap<Principal, Authenticator>();

  constructor(
    private readonly headers: Authenticator & { authenticate(request: Request): Promise<Principal> },
    private readonly sessions: SessionAuthenticator,
  ) {}

  async authenticate(request: Request): Promise<Principal> {
    const bySession = credentialOf(request) === null && this.sessions.cookie.isIn(request);
    const authenticator = bySession ? this.sessions : this.headers;
    const principal = await authenticator.authenticate(request);
    this.authenticatedBy.set(principal, authenticator);
    return principal;
  }

  watch(principal: Principal, onEnd: () => void): () => void {
    const authenticator = this.authenticatedBy.get(principal);
    if (authenticator === undefined) throw new Error('Somebody else authenticated this principal.');
    return authenticator.watch(principal, onEnd);
  }
}
