import type { Label, LabelKind } from './label-phrases.js';
import { natoWords } from './kinds/read-code-at.js';
import { isOh, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';
import type { TokenSpan } from './spoken-dates.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Most words between a value that somebody entered and the label after it. */
const MAX_WORDS_TO_LABEL = 9;
/** Longest value that somebody entered, in tokens. */
const MAX_VALUE_TOKENS = 40;

const verbs = words(
  'entered enter typed type keyed key punched put wrote write inserted insert tried try used submitted',
);
/** Kinds of value that people enter or write on forms. */
const enteredKinds = new Set<LabelKind>(['OTP', 'PIN', 'PASSPORT', 'LICENCE', 'NATIONAL_ID', 'IBAN', 'NEUTRAL']);
/** Words from a value to the harmless thing into which somebody entered it: "into your tracking page". */
const wordsToPlace = words('into in on onto to under at for as with your the my our this that');

/**
 * The value in "I entered 469 026 and it says wrong one-time password" and "I typed 4471 into your tracking page", with the words
 * within it; null when nobody entered a value before the label.
 */
export function enteredValueBefore(tokens: readonly Token[], { kind, from }: Label): TokenSpan | null {
  if (!enteredKinds.has(kind)) return null;
  let to = from;
  while (to > 0 && from - to <= MAX_WORDS_TO_LABEL && mayFollow(tokens, to - 1, kind)) to--;
  if (to === from || !isPartOfCode(tokens, to - 1)) return null;
  for (let verb = to - 2; verb >= 0 && to - verb <= MAX_VALUE_TOKENS; verb--)
    if (verbs.has(textAt(tokens, verb))) return { from: verb + 1, to };
  return null;
}

const mayFollow = (tokens: readonly Token[], index: number, kind: LabelKind): boolean =>
  !isPartOfCode(tokens, index) && (kind !== 'NEUTRAL' || wordsToPlace.has(textAt(tokens, index)));

/** Whether a number or a letter of a code is at the token. */
const isPartOfCode = (tokens: readonly Token[], index: number): boolean =>
  startsNumber(tokens, index) ||
  isOh(tokens[index]) ||
  /^[b-hj-z]$/.test(textAt(tokens, index)) ||
  natoWords.has(textAt(tokens, index));
