import type { CombinedError } from 'urql';
import { describeFailure } from './describe-failure.js';

/** What the server's word means for the person who asked for the change. */
const refusals: Readonly<Record<string, string>> = {
  AUDIT_UNAVAILABLE: 'The audit cannot be written now, and no change is made without it. Try again in a minute.',
  BUS_UNAVAILABLE: 'Nothing was changed. Try again.',
  CALL_HELD: 'A legal hold keeps this call. Release the hold first.',
  CALL_NOT_FOUND: 'This call no longer exists.',
  KEY_NOT_FOUND: 'This key has ended already.',
  LAST_ADMIN: 'This is the only administrator. Make somebody else an administrator first.',
  NAME_TAKEN: 'Another account has this sign-in name.',
  PARTICIPANT_UNKNOWN: 'Nobody with this id was on the call.',
  RATE_LIMITED: 'Too many requests. Try again in a minute.',
  SESSION_NOT_FOUND: 'This session has ended already.',
  USER_NOT_FOUND: 'This account no longer exists.',
};

/** Refusals whose message is written for the person who asked. */
const readableCodes: ReadonlySet<string> = new Set([
  ...['BAD_INPUT', 'FORBIDDEN', 'TOO_MANY_KEYS', 'TOO_MANY_MEMBERS', 'TOO_MANY_USERS'],
]);

/** Why a change was not made, in words for the person who asked for it. */
export function describeRefusedChange(error: CombinedError | undefined): string {
  const [refusal] = error?.graphQLErrors ?? [];
  const code = String(refusal?.extensions['code']);
  if (refusal && readableCodes.has(code)) return refusal.message;
  return refusals[code] ?? describeFailure(error);
}
