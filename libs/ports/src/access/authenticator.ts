import type { Principal } from '@earshot/domain';

/** The part of a request that says who sends it. */
export interface AccessRequest {
  /** Names in lower case, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Says who sends a request. Asked once for each HTTP request, upgrade or connection. */
export interface Authenticator {
  /** Rejects with `Failure` `UNAUTHENTICATED` if the request proves no one. */
  authenticate(request: AccessRequest): Promise<Principal>;
  /**
   * Calls `onEnd` once when the principal expires, or when somebody withdraws or changes what it may do. Returns a function
   * that stops watching.
   */
  watch(principal: Principal, onEnd: () => void): () => void;
}
