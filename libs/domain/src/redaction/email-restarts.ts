import type { EmailText } from './email-domains.js';
import type { LocalPlace } from './email-parts.js';
import { joiners, sentenceWords } from './email-words.js';
import { textAt, type Token } from './scan-tokens.js';

/** Most words with which a speaker begins an address again: "let me say that once more from the beginning". */
const MAX_RESTART_TOKENS = 10;

/**
 * Index at which the speaker began the address for the first time: "doris dot kemp, I will read it once more, doris dot kemp at …";
 * null when the address that begins at `from` has no earlier beginning.
 */
export function startOfRestarts({ tokens }: EmailText, from: number, { at, floor }: LocalPlace): number | null {
  const earliest = Math.max(floor, from - (at - from) - MAX_RESTART_TOKENS);
  for (let again = from; again < at; again++) {
    if (!mayBegin(tokens, again)) continue;
    for (let index = earliest; index < from; index++) if (isSameBeginning(tokens, index, again)) return index;
  }
  return null;
}

const mayBegin = (tokens: readonly Token[], index: number): boolean =>
  !joiners.has(textAt(tokens, index)) && !sentenceWords.has(textAt(tokens, index));

/** Words that announce a new beginning. Without one, "jo" of "I am Jo, write to jo at …" is no beginning of the address. */
const restartWords = new Set(
  'again wait sorry no restart start over beginning repeat once more mean rather correction'.split(' '),
);

/** Whether the same two tokens are at both places, or the same name with an announcement between them. */
function isSameBeginning(tokens: readonly Token[], one: number, other: number): boolean {
  const word = textAt(tokens, one);
  if (word !== textAt(tokens, other)) return false;
  if (one + 1 < other && textAt(tokens, one + 1) === textAt(tokens, other + 1)) return true;
  return word.length > 1 && tokens.slice(one + 1, other).some(({ text }) => restartWords.has(text));
}
