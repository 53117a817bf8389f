import { Failure } from '@earshot/ports';

/** Too many failures. Nothing was checked. */
export class LockedOut extends Failure {
  constructor(
    /** When the next attempt may succeed, in milliseconds since the Unix epoch. */
    readonly untilMs: number,
  ) {
    super('SIGN_IN_LOCKED', 'There were too many failed attempts. Wait a while, then try again.', { retryable: true });
  }
}

/** The same for an unknown name, a wrong password and a disabled account, so that nobody learns which. */
export const signInRefused = (): Failure =>
  new Failure('SIGN_IN_REFUSED', 'The name or the password is wrong, or the account is disabled.');

export const codeRefused = (): Failure =>
  new Failure('CODE_REFUSED', 'This code is wrong, or it was used before. Wait for the next one.');

export const ticketRefused = (): Failure =>
  new Failure('TICKET_REFUSED', 'This link was used, has expired, or is incomplete. Ask for a new one.');
