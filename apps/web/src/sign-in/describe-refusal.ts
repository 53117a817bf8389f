import type { AuthRefusal } from '../api/session/auth-requests.js';

const texts: Readonly<Record<string, string>> = {
  UNREACHABLE: 'The server cannot be reached. Try again.',
  SIGN_IN_REFUSED: 'The name or the password is wrong, or the account is disabled.',
  SIGN_IN_LOCKED: 'Too many failed attempts.',
  CODE_REFUSED: 'This code is not valid. Enter the newest one; each code works once.',
  TICKET_REFUSED: 'This link is not valid any more. It works once, and for a limited time.',
  PASSWORD_WRONG: 'The current password is wrong.',
  PASSWORD_TOO_SHORT: 'This password is too short. It needs at least 12 characters.',
  PASSWORD_TOO_LONG: 'This password is too long. It may have at most 256 characters.',
  PASSWORD_TOO_COMMON: 'This password is easy to guess. Take several words that do not belong together.',
  PASSWORD_BREACHED: 'This password is on a list of stolen passwords. Choose another one.',
  PASSWORD_REUSED: 'This is the password that you have now. Choose another one.',
  TOTP_NEEDED: 'Your role needs two-step sign-in, so it stays on.',
  SIGN_IN_BUSY: 'Many people sign in at the moment. Try again in a few seconds.',
  STORE_UNAVAILABLE: 'The server cannot check this now. Try again in a moment.',
};

/** Why the server refused a step of the sign-in, in words for the reader. */
export const describeRefusal = ({ code, message }: Pick<AuthRefusal, 'code' | 'message'>): string =>
  texts[code] ?? (message || 'The server could not answer.');
