import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const negations = words("don't not haven't can't couldn't cannot didn't never no won't");
const waysToHave = words('know have got remember find see recall carry idea use give tell read hand clue sure one');
/** Most words from the negation to the verb. */
const MAX_WORDS_BETWEEN = 3;

/** Whether the words say that the speaker does not have what he was asked for: "I don't know it", "I haven't got one". */
export const isRefusal = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ text }, index) =>
      text === 'forgot' ||
      text === 'forgotten' ||
      (text === 'only' && (waysToHave.has(textAt(tokens, index + 1)) || textAt(tokens, 0) === 'no')) ||
      (negations.has(text) &&
        Array.from({ length: MAX_WORDS_BETWEEN }, (_, offset) => textAt(tokens, index + 1 + offset)).some((word) =>
          waysToHave.has(word),
        )),
  );
