import type { CombinedError } from 'urql';
import { describeFailure } from '../../api/describe-failure.js';

/** Refusals whose message is written for the person who asked. */
const READABLE_CODES: ReadonlySet<unknown> = new Set([
  ...['BAD_INPUT', 'FORBIDDEN', 'LAST_ADMIN', 'NAME_TAKEN', 'TOO_MANY_USERS', 'USER_NOT_FOUND'],
]);

/** Why a change was not made, in words for an administrator. */
export function describeRefusal(error: CombinedError): string {
  const [refusal] = error.graphQLErrors;
  return READABLE_CODES.has(refusal?.extensions['code']) ? (refusal?.message ?? '') : describeFailure(error);
}
