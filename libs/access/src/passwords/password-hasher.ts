import { hash, verify } from '@node-rs/argon2';
import { Failure } from '@earshot/ports';

/** Each hash takes 19 MiB and a core for tens of milliseconds (argon2id, t=2, p=1, as OWASP advises). */
const MAX_RUNNING = 2;
/** Beyond it, sign-ins are refused: they would wait too long. */
const MAX_WAITING = 50;

/** Hashes passwords with argon2id in PHC format, a few at once. */
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** Rejects with retryable `Failure` `SIGN_IN_BUSY`. */
  hashPassword(password: string): Promise<string> {
    return this.inTurn(() => hash(password));
  }

  /** Null for an account without a password: that takes as long. Rejects with retryable `Failure` `SIGN_IN_BUSY`. */
  async verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
    this.decoy ??= hash('an account without a password');
    const compared = passwordHash ?? (await this.decoy);
    const isRight = await this.inTurn(() => verify(compared, password));
    return isRight && passwordHash !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= MAX_RUNNING) await this.waitForTurn();
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  private waitForTurn(): Promise<void> {
    if (this.waiting.length >= MAX_WAITING)
      throw new Failure('SIGN_IN_BUSY', 'Too many people sign in at this moment. Try again.', { retryable: true });
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
