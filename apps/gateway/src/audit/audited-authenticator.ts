import type { AuditAction } from '@earshot/contracts';
import { BoundedMap, DEFAULT_TENANT, openPrincipal, type Principal } from '@earshot/domain';
import type { ClientKeys, ClientRequest } from '@earshot/hosting';
import { Failure, type Authenticator, type Clock } from '@earshot/ports';
import type { AuditRecorder } from './audit-recorder.js';

/** After so long without a request, the next one is a sign-in again. */
const SIGNED_IN_MS = 3_600_000;
/** Principals and addresses whose last request is remembered. Beyond that, a sign-in may be recorded twice. */
const MAX_SIGNED_IN = 20_000;

/** Stands for somebody who proved no identity. */
export const nobody = { tenant: DEFAULT_TENANT, key: 'nobody', subject: 'nobody', kind: 'NOBODY' } as const;

export interface AuthenticatorAuditParts {
  readonly recorder: AuditRecorder;
  readonly clients: Pick<ClientKeys, 'addressOf'>;
  readonly clock: Clock;
}

/**
 * Records who signed in, and who failed to. A key comes with each request, so its sign-in is its first request from an address
 * in an hour.
 */
export class AuditedAuthenticator implements Authenticator {
  private readonly signedIn = new BoundedMap<string, number>(MAX_SIGNED_IN);

  constructor(
    private readonly authenticator: Authenticator,
    private readonly parts: AuthenticatorAuditParts,
  ) {}

  /** Rejects like the authenticator, and with retryable `AUDIT_UNAVAILABLE`. */
  async authenticate(request: ClientRequest): Promise<Principal> {
    const address = this.parts.clients.addressOf(request);
    let principal: Principal;
    try {
      principal = await this.authenticator.authenticate(request);
    } catch (error) {
      const isFailure = error instanceof Failure && error.code === 'UNAUTHENTICATED';
      if (isFailure) await this.record('SIGN_IN_FAILED', nobody, address);
      throw error;
    }
    // Where nobody has to sign in, nobody does.
    if (principal.key !== openPrincipal.key) await this.noteRequest(principal, address);
    return principal;
  }

  watch(principal: Principal, onEnd: () => void): () => void {
    return this.authenticator.watch(principal, onEnd);
  }

  private async noteRequest(principal: Principal, address: string): Promise<void> {
    const who = JSON.stringify([principal.tenant, principal.key, address]);
    const nowMs = this.parts.clock.nowMs();
    const lastAtMs = this.signedIn.get(who);
    if (lastAtMs === undefined || nowMs - lastAtMs > SIGNED_IN_MS) await this.record('SIGN_IN', principal, address);
    this.signedIn.set(who, nowMs);
  }

  private record(action: AuditAction, who: Principal | typeof nobody, address: string): Promise<void> {
    const { tenant, key: principal, subject, kind } = who;
    const { recorder } = this.parts;
    return recorder.recordAccess({ tenant, principal, subject, kind, address, action, callId: null, details: [] });
  }
}
