import type { IncomingMessage } from 'node:http';
import type { Principal } from '@earshot/domain';
import type { Authenticator } from '@earshot/ports';

/** Who sent each HTTP request, until it is answered. */
export class RequestPrincipals {
  private readonly principals = new WeakMap<IncomingMessage, Principal>();

  constructor(private readonly authenticator: Authenticator) {}

  /** Rejects with `UNAUTHENTICATED`, or with retryable `STORE_UNAVAILABLE`. */
  async authenticate(request: IncomingMessage): Promise<Principal> {
    const principal = await this.authenticator.authenticate(request);
    this.principals.set(request, principal);
    return principal;
  }

  /** Throws when the request was not authenticated. */
  principalOf(request: IncomingMessage): Principal {
    const principal = this.principals.get(request);
    if (principal === undefined) throw new Error('A request was served without being authenticated.');
    return principal;
  }
}
