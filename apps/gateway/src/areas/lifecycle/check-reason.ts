import { clientError } from '../../platform/graphql/client-error.js';

const MAX_REASON_CHARS = 500;

/** The reason without spaces around it. Throws `BAD_INPUT` if it is empty or too long. */
export function checkReason(reason: string): string {
  const text = reason.trim();
  if (text.length > 0 && text.length <= MAX_REASON_CHARS) return text;
  throw clientError('BAD_INPUT', `reason must have 1 to ${MAX_REASON_CHARS} characters.`);
}
