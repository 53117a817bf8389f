import { principalOfUser } from '@earshot/access';
import type { AuditAction } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import type { ClientKeys, ClientRequest } from '@earshot/hosting';
import { Failure, type User } from '@earshot/ports';
import type { AuditRecorder } from '../audit/audit-recorder.js';
import { nobody } from '../audit/audited-authenticator.js';

/** Refusals that show that somebody is not who they say. */
const PROVES_NOTHING: ReadonlySet<string> = new Set([
  'SIGN_IN_REFUSED',
  'CODE_REFUSED',
  'TICKET_REFUSED',
  'PASSWORD_WRONG',
  'ACCOUNT_DISABLED',
  'EMAIL_NOT_ALLOWED',
  'PROVIDER_REFUSED',
  'ROLE_MISSING',
  'SIGN_IN_NOT_BEGUN',
]);

/** Records who signs in and out, who fails to, and what people change about their own account. */
export class SignInAudit {
  constructor(
    private readonly recorder: AuditRecorder,
    private readonly clients: Pick<ClientKeys, 'addressOf'>,
  ) {}

  /** `detail`: how, or what was changed. Rejects with retryable `AUDIT_UNAVAILABLE`: then it must not be answered. */
  record(action: AuditAction, user: User, detail: string, request: ClientRequest): Promise<void> {
    return this.recordAt(action, user, detail, this.clients.addressOf(request));
  }

  /** Records what was no request of the person itself. `address`: where the person signed in. Rejects as `record`. */
  recordAt(action: AuditAction, user: User, detail: string, address: string): Promise<void> {
    return this.add(action, principalOfUser(user, null), detail, address);
  }

  /**
   * Runs a proof of who somebody is, and records a failed one. `accountId`: the account that it was tried on, which becomes
   * part of the detail. What was typed as a name may be a password, so the audit does not keep it.
   */
  async auditProof<T>(
    detail: string,
    request: ClientRequest,
    accountId: () => Promise<string | null>,
    prove: () => Promise<T>,
  ): Promise<T> {
    try {
      return await prove();
    } catch (error) {
      if (error instanceof Failure && PROVES_NOTHING.has(error.code)) {
        const id = await accountId();
        await this.add(
          'SIGN_IN_FAILED',
          nobody,
          id === null ? detail : `${detail}:${id}`,
          this.clients.addressOf(request),
        );
      }
      throw error;
    }
  }

  private add(
    action: AuditAction,
    { tenant, key: principal, subject, kind }: Principal | typeof nobody,
    detail: string,
    address: string,
  ): Promise<void> {
    const who = { tenant, principal, subject, kind, address };
    return this.recorder.recordAccess({ ...who, action, callId: null, details: [detail] });
  }
}
