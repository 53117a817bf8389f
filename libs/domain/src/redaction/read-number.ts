import { textAt, type Token } from './scan-tokens.js';

/** Digits that were read at a token, and the index of the token after them. */
export interface ReadNumber {
  readonly digits: string;
  readonly next: number;
  readonly isSpoken: boolean;
}

const table = (start: number, words: string): [string, string][] =>
  words.split(' ').map((word, index) => [word, String(start + index)]);

const units = new Map([
  ...table(0, 'zero one two three four five six seven eight nine'),
  ['nought', '0'],
  ['naught', '0'],
  ['niner', '9'],
  // German and Spanish, as far as they are no English words.
  ...table(0, 'null eins zwei drei vier fünf sechs sieben acht neun'),
  ['zwo', '2'],
  ...table(0, 'cero uno dos tres cuatro cinco seis siete ocho nueve'),
]);
const teens = new Map(table(10, 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'));
const tens = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, String(index + 2)]),
);
tens.set('fourty', '4');
const repeats = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
  ['quadruple', 4],
]);
const countedNouns = new Set(['digit', 'digits', 'number', 'numbers', 'figure', 'figures']);

/** "oh" and "o": a zero beside other digits, a sigh otherwise. */
export const isOh = (token: Token | undefined): boolean => token?.text === 'oh' || token?.text === 'o';

/** The "oh" of "five oh no, that is …" after a digit or a letter: a zero, and no sigh. */
export const isZeroAt = (tokens: readonly Token[], index: number): boolean =>
  isOh(tokens[index]) && tokens[index]?.gap === 'space' && isSpokenDigit(tokens[index - 1]);

const isSpokenDigit = (token: Token | undefined): boolean =>
  token?.kind === 'word' && (isDigitWord(token) || token.text.length === 1);

/** Whether a digit is said at this token, "oh" included. */
export const startsDigits = (tokens: readonly Token[], index: number): boolean =>
  startsNumber(tokens, index) || isOh(tokens[index]);

const numberWords = new Set([...units.keys(), ...teens.keys(), ...tens.keys()]);

/** Whether digits can begin at this token; "oh" does not count. */
export function startsNumber(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  if (isPronoun(tokens, index)) return false;
  if (token.kind === 'digits' || numberWords.has(token.text)) return true;
  return repeats.has(token.text) && repeated(tokens, index) !== null;
}

/**
 * Reads one number at a token: a digit group, "four", "forty two", "double one", "forty-one hundred". Null when there is
 * no number, and when a number only counts digits ("the three digits on the back").
 */
export function readNumber(tokens: readonly Token[], index: number): ReadNumber | null {
  const read = readBase(tokens, index);
  if (read === null) return null;
  if (read.digits.length <= 2 && countedNouns.has(tokens[read.next]?.text ?? '')) return null;
  return read.isSpoken && read.digits.length <= 2 ? withHundreds(tokens, read) : read;
}

/** Words before and after "one" that make it a pronoun: "the one ending in", "that one". */
const wordsBeforePronoun = new Set(
  'the that this which other another new old first second last each right wrong same latest previous current correct only next former recent newest'.split(
    ' ',
  ),
);
const wordsAfterPronoun = new Set('ending ends of that which who with is was for from on expires runs'.split(' '));

/** Whether "one" stands for a thing and not for a digit. */
function isPronoun(tokens: readonly Token[], index: number): boolean {
  if (tokens[index]?.text !== 'one') return false;
  const [before, after] = [tokens[index - 1], tokens[index + 1]];
  if (isDigitWord(before)) return false;
  if (isDigitWord(after) && !isPointing(tokens, index)) return isOneOfSeveral(tokens, index);
  if (isEndOfName(tokens, index) || wordsBeforePronoun.has(textAt(tokens, index - 1))) return true;
  return wordsAfterPronoun.has(textAt(tokens, index + 1)) && isLinkWord(before);
}

/** "The old one 3905". */
const isOneOfSeveral = (tokens: readonly Token[], index: number): boolean =>
  adjectives.has(textAt(tokens, index - 1)) && determiners.has(textAt(tokens, index - 2));

const adjectives = new Set(
  'other new old wrong right same latest previous current correct former recent newest'.split(' '),
);

/** "The joint one." */
const isEndOfName = (tokens: readonly Token[], index: number): boolean =>
  index === tokens.length - 1 && determiners.has(tokens[index - 2]?.text ?? '');

const determiners = new Set(['the', 'my', 'this', 'that', 'a', 'your', 'our']);

/** "Put it on this one, 4111 …". */
const isPointing = (tokens: readonly Token[], index: number): boolean =>
  ['this', 'that'].includes(tokens[index - 1]?.text ?? '') &&
  (tokens[index + 1]?.gap === 'mark' || tokens[index + 1]?.kind === 'digits');

const isLinkWord = (token: Token | undefined): boolean =>
  token === undefined || ['and', 'or', 'but', 'is', 'cards', 'two'].includes(token.text);

const isDigitWord = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'digits' ||
    units.has(token.text) ||
    tens.has(token.text) ||
    teens.has(token.text) ||
    isOh(token) ||
    repeats.has(token.text));

function readBase(tokens: readonly Token[], index: number): ReadNumber | null {
  const token = tokens[index];
  if (token === undefined || isPronoun(tokens, index)) return null;
  if (token.kind === 'digits') return { digits: token.text, next: index + 1, isSpoken: false };
  return (
    repeated(tokens, index) ??
    belowHundred(tokens, index) ??
    (isOh(token) ? { digits: '0', next: index + 1, isSpoken: true } : null)
  );
}

function belowHundred(tokens: readonly Token[], index: number): ReadNumber | null {
  const word = tokens[index]?.text ?? '';
  const single = units.get(word) ?? teens.get(word);
  if (single !== undefined) return { digits: single, next: index + 1, isSpoken: true };
  const ten = tens.get(word);
  if (ten === undefined) return null;
  const unit = joinedUnit(tokens, index);
  return unit === null
    ? { digits: `${ten}0`, next: index + 1, isSpoken: true }
    : { digits: ten + unit, next: index + 2, isSpoken: true };
}

/** The unit after a ten in "forty two" and "forty-two"; null in "forty, two". */
function joinedUnit(tokens: readonly Token[], tenIndex: number): string | null {
  const ten = tokens[tenIndex];
  const next = tokens[tenIndex + 1];
  const unit = units.get(next?.text ?? '');
  if (ten === undefined || next === undefined || unit === undefined || unit === '0') return null;
  return next.gap === 'space' || next.start - ten.end === 1 ? unit : null;
}

function repeated(tokens: readonly Token[], index: number): ReadNumber | null {
  const times = repeats.get(tokens[index]?.text ?? '');
  const what = tokens[index + 1];
  if (times === undefined || what === undefined) return null;
  const digit = isOh(what) ? '0' : what.kind === 'digits' && what.text.length === 1 ? what.text : units.get(what.text);
  return digit === undefined ? null : { digits: digit.repeat(times), next: index + 2, isSpoken: true };
}

/** "forty-one hundred" is 4100, "eleven hundred and five" is 1105. */
function withHundreds(tokens: readonly Token[], read: ReadNumber): ReadNumber {
  if (tokens[read.next]?.text !== 'hundred') return read;
  const afterAnd = tokens[read.next + 1]?.text === 'and' ? read.next + 2 : read.next + 1;
  const rest = belowHundred(tokens, afterAnd);
  // "nine hundred one two three" is 900123.
  const isSpelled = rest?.digits.length === 1 && afterAnd === read.next + 1 && readBase(tokens, rest.next) !== null;
  if (rest === null || isSpelled) return { ...read, digits: `${read.digits}00`, next: read.next + 1 };
  return { ...read, digits: read.digits + rest.digits.padStart(2, '0'), next: rest.next };
}

/** How many digits the numbers have that directly follow each other from a token on. */
export function countDigits(tokens: readonly Token[], from: number): number {
  let count = 0;
  for (let number = readNumber(tokens, from); number !== null; number = readNumber(tokens, number.next))
    count += number.digits.length;
  return count;
}
