import { Failure, type Clock, type UserSession, type UserStore } from '@earshot/ports';
import { hashRecoveryCode, newRecoveryCodes } from '../second-factor/recovery-codes.js';
import type { NewTotp, TotpSecrets } from '../second-factor/totp-secrets.js';
import type { SessionRules } from '../sessions/session-rules.js';
import { unauthenticated } from '../unauthenticated.js';
import type { AttemptGuard } from './attempt-guard.js';
import type { AttemptPlace, PasswordSignIn } from './password-sign-in.js';
import type { IssuedSession, SessionIssuer } from './session-issuer.js';
import { codeRefused } from './sign-in-refusals.js';

export interface SecondFactorParts {
  readonly users: UserStore;
  readonly issuer: Pick<SessionIssuer, 'renew'>;
  readonly guard: AttemptGuard;
  readonly secrets: TotpSecrets;
  readonly passwords: Pick<PasswordSignIn, 'provePassword'>;
  readonly rules: Pick<SessionRules, 'totpRoles'>;
  readonly clock: Clock;
}

/** A second factor that somebody has set up. */
export interface ConfirmedTotp {
  readonly issued: IssuedSession;
  /** Each one signs in once without the second factor. Nobody can see them again. */
  readonly recoveryCodes: readonly string[];
}

/** Asks for the second factor, and sets it up. */
export class SecondFactor {
  constructor(private readonly parts: SecondFactorParts) {}

  /** `code`: six digits, or a recovery code. Rejects with `Failure` `CODE_REFUSED`, `LockedOut` or `UNAUTHENTICATED`. */
  async enterCode(session: UserSession, code: string): Promise<IssuedSession> {
    if (session.level !== 'TOTP') throw unauthenticated();
    await this.parts.guard.guardCode(session.userId, async () => {
      if (!(await this.useCode(session.userId, code))) throw codeRefused();
    });
    return this.parts.issuer.renew(session, true);
  }

  /** Rejects with `Failure` `TOTP_IS_ON` or `FORBIDDEN`. */
  async enrol(session: UserSession): Promise<NewTotp> {
    requireEnrolment(session);
    const totp = await this.parts.secrets.createTotp(session.userId, session.user.name);
    if (await this.parts.users.startTotp(session.userId, totp.sealedSecret)) return totp;
    throw new Failure('TOTP_IS_ON', 'Two-step sign-in is on. Switch it off before you set it up again.');
  }

  /** `code`: a first one of the secret that `enrol` gave. Rejects with `Failure` `CODE_REFUSED`, `LockedOut` or `FORBIDDEN`. */
  async confirm(session: UserSession, code: string): Promise<ConfirmedTotp> {
    requireEnrolment(session);
    const recoveryCodes = newRecoveryCodes();
    const hashes = recoveryCodes.flatMap((text) => hashRecoveryCode(text) ?? []);
    await this.parts.guard.guardCode(session.userId, async () => {
      const step = await this.findStep(session.userId, code, false);
      if (step === null || !(await this.parts.users.confirmTotp(session.userId, step, hashes))) throw codeRefused();
    });
    return { issued: await this.parts.issuer.renew(session, true), recoveryCodes };
  }

  /** Rejects with `Failure` `TOTP_NEEDED` if a role of the account needs it, and as `PasswordSignIn.signIn`. */
  async remove(session: UserSession, password: string, place: AttemptPlace): Promise<IssuedSession> {
    const { users, passwords, rules, issuer } = this.parts;
    if (session.level !== 'FULL') throw unauthenticated();
    if (session.user.roles.some((role) => rules.totpRoles.includes(role)))
      throw new Failure('TOTP_NEEDED', 'Your role needs two-step sign-in.');
    await passwords.provePassword(session.user, password, place);
    await users.removeTotp(session.userId);
    return issuer.renew(session, true);
  }

  private async useCode(userId: string, code: string): Promise<boolean> {
    const { users } = this.parts;
    const recoveryHash = hashRecoveryCode(code);
    if (recoveryHash !== null) return users.useRecoveryCode(userId, recoveryHash);
    const step = await this.findStep(userId, code, true);
    return step !== null && users.useTotpStep(userId, step);
  }

  private async findStep(userId: string, code: string, isConfirmed: boolean): Promise<number | null> {
    const { users, secrets, clock } = this.parts;
    const totp = (await users.findCredentials(userId))?.totp ?? null;
    if (totp === null || totp.isConfirmed !== isConfirmed) return null;
    return secrets.findStep(userId, totp.sealedSecret, code.replace(/\s/g, ''), clock.nowMs());
  }
}

function requireEnrolment({ level, method }: UserSession): void {
  if (level !== 'FULL' && level !== 'TOTP_ENROLMENT') throw unauthenticated();
  if (method === 'OIDC' || method === 'DEMO')
    throw new Failure('FORBIDDEN', 'Earshot does not keep the password of this account.');
}
