import { clientError } from './client-error.js';
import { MAX_INPUT_LENGTH } from './paging.js';

/** NUL and lone surrogates, which a store cannot keep. */
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Returns the text of an argument. Throws `BAD_INPUT` for text that is too long or that no store can hold. */
export function checkText(name: string, value: string): string {
  if (value.length > MAX_INPUT_LENGTH)
    throw clientError('BAD_INPUT', `${name} is longer than ${MAX_INPUT_LENGTH} characters.`);
  if (UNSTORABLE.test(value)) throw clientError('BAD_INPUT', `${name} has a character that no text can hold.`);
  return value;
}
