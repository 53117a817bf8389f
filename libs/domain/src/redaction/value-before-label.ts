import { enteredValueBefore } from './entered-values.js';
import { letterAt } from './kinds/read-code-at.js';
import type { Label, LabelKind } from './label-phrases.js';
import { isOh, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** Most words between a value and the label after it. */
const MAX_WORDS_TO_LABEL = 6;
/** Words after a label that stands in apposition to the value before it, within which no other value follows. */
const MAX_WORDS_AFTER_LABEL = 5;
const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const predicates = words("still is was for as that's being be under called");
const wordsToLabel = words(
  "is was for as that's being my the your our that it security full new home work bank which a last four of digits right correct current number best good usual proper actual main only old other first second next previous latest personal private own real registered that this in off under where what when how you can i we they reads says still on file here listed would should must not be could if think it called under have has got see",
);
const determiners = words('the my your our that this his her');
const places = words('on in off');
const wordsAfterApposition = words('on of for in from at you we i that which and to');

/** The index of the words "is my" before a label, which a value may precede; null when there are none. */
export function endOfValueBefore(tokens: readonly Token[], label: Label): number | null {
  let end = label.from;
  let hasPredicate = false;
  while (end > 0 && label.from - end < MAX_WORDS_TO_LABEL && mayLead(tokens, end - 1)) {
    end--;
    hasPredicate ||= predicates.has(textAt(tokens, end)) || isOnDocument(tokens, end, label) || isNumberOf(tokens, end);
  }
  const isBefore = end > 0 && (hasPredicate || isApposition(tokens, end, label));
  return isBefore ? end : (enteredValueBefore(tokens, label)?.to ?? null);
}

/** Kinds of number that a document shows. */
const shownKinds = new Set<LabelKind>(['LICENCE', 'PASSPORT', 'NATIONAL_ID', 'IBAN', 'SSN']);

/** "They printed 658 65931 on my licence". */
const isOnDocument = (tokens: readonly Token[], index: number, { from, kind }: Label): boolean =>
  shownKinds.has(kind) && places.has(textAt(tokens, index)) && determiners.has(textAt(tokens, from - 1));

/** "Is EHGPY 763711 the number of your licence?" */
const isNumberOf = (tokens: readonly Token[], index: number): boolean =>
  textAt(tokens, index) === 'number' && textAt(tokens, index + 1) === 'of' && textAt(tokens, index - 1) === 'the';

/** Whether the word may be between a value and its label. "Four" is a digit, except in "the last four". */
const mayLead = (tokens: readonly Token[], index: number): boolean =>
  wordsToLabel.has(textAt(tokens, index)) &&
  !isLastLetter(tokens, index) &&
  (textAt(tokens, index) !== 'four' || textAt(tokens, index - 1) === 'last');

/** The "A" of "two seven A as your National Insurance number". */
const isLastLetter = (tokens: readonly Token[], index: number): boolean =>
  textAt(tokens, index) === 'a' &&
  wordsAfterLetter.has(textAt(tokens, index + 1)) &&
  (index === 0 || endsNumber(tokens, index - 1));

const wordsAfterLetter = new Set([...predicates, ...determiners, ...places, 'here']);

/** "0407 590 708, the phone number on the account": a number is before the label, and none after it. */
function isApposition(tokens: readonly Token[], end: number, { from, to, kind }: Label): boolean {
  if (end === from || !determiners.has(tokens[end]?.text ?? '') || !endsValue(tokens, end - 1, kind)) return false;
  const after = tokens[tokens[to]?.text === 'number' ? to + 1 : to];
  const isPointed = textAt(tokens, end) === 'that' || textAt(tokens, end) === 'this';
  if (!isPointed && after !== undefined && !wordsAfterApposition.has(after.text)) return false;
  return !tokens
    .slice(to, to + MAX_WORDS_AFTER_LABEL)
    .some((_, offset) => startsNumber(tokens, to + offset) || isOh(tokens[to + offset]));
}

/** Whether a value of the kind may end at the token: "it's 46690348 A for apple, my DNI". */
const endsValue = (tokens: readonly Token[], index: number, kind: LabelKind): boolean =>
  endsNumber(tokens, index) || (shownKinds.has(kind) && endsInLetter(tokens, index));

/** Most tokens of a letter with the word that explains it. */
const MAX_TOKENS_OF_LETTER = 4;

const endsInLetter = (tokens: readonly Token[], index: number): boolean =>
  tokens
    .slice(Math.max(0, index + 1 - MAX_TOKENS_OF_LETTER), index + 1)
    .some((_, offset, { length }) => letterAt(tokens, index + 1 - length + offset)?.to === index + 1);

const endsNumber = (tokens: readonly Token[], index: number): boolean =>
  startsNumber(tokens, index) || isOh(tokens[index]);
