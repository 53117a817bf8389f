import { isUnitAt } from '../everyday-numbers.js';
import { hesitationAt } from '../hesitations.js';
import { startsNumber } from '../read-number.js';
import { textAt, type Token } from '../scan-tokens.js';
import type { ReadValue, ValuePlace } from './labelled-kind.js';
import { readCode, readDigits } from './read-characters.js';
import { isFiller, isWord, type ReadCharacters } from './read-code-at.js';

/** How long values of a kind are. */
export interface ValueShape {
  /** From this many characters on, the value counts as whole: engines mishear and drop characters. */
  readonly min: number;
  /** The usual length. A shorter value may continue in the next final. */
  readonly usual: number;
  /** The longest value of the kind where it is longer than the usual one. A stretch of digits may continue a whole value up to it. */
  readonly longest?: number;
  /** The longest stretch that still counts as one value, with characters that the speaker repeats or corrects. */
  readonly max: number;
}

/** Speakers seldom count so many digits. */
const MIN_LONG_NUMBER = 3;
/** Longest stretch that is read before its length is judged. */
const MAX_STRETCH = 64;
/** A value of so many characters is whole where the kind's usual length is greater, because that varies most. */
const MAX_WHOLE_LENGTH = 9;

/** Reads a value of digits, said or written. */
export const readNumberValue = (place: ValuePlace, shape: ValueShape): ReadValue | null =>
  valueOf(place, shape, (max) => readDigits(place, { min: wholeLength(shape), max }));

/** Reads a value of letters and digits with at least `minDigits` digits. */
export const readCodeValue = (place: ValuePlace, shape: ValueShape, minDigits: number): ReadValue | null => {
  const value = valueOf(place, shape, (max) => readCode(place, { min: wholeLength(shape), max }));
  if (value === null || isArticle(place, value)) return null;
  const isComplete = value.isComplete && countDigits(place.soFar + value.value) >= minDigits;
  return isComplete || value.mayContinue ? { ...value, isComplete } : null;
};

/** Letters with which a number begins, such as those of "TY 188 8221". */
const LETTERS_BEFORE_NUMBER = /^[a-z]{1,4}\d/;

/** Reads a value that begins with letters and has at least `minDigits` digits; null when it begins otherwise. */
export function readLetteredValue(place: ValuePlace, shape: ValueShape, minDigits: number): ReadValue | null {
  const { soFar, tokens, index } = place;
  const mayBeLettered = soFar === '' || /[a-z]/.test(soFar);
  if (!mayBeLettered || startsNumber(tokens, index) || isWord(textAt(tokens, index))) return null;
  const value = readCodeValue(place, shape, minDigits);
  if (value === null) return null;
  const isBegun = !value.isComplete && /^[b-hj-z][a-z]{0,3}\d*$/.test(value.value);
  return LETTERS_BEFORE_NUMBER.test(value.value) || isBegun ? value : null;
}

/** The length from which other words end a value. */
const wholeLength = ({ min, usual }: ValueShape): number => Math.max(min, Math.min(usual, MAX_WHOLE_LENGTH));

const longestOf = ({ longest, usual }: ValueShape): number => longest ?? usual;

function valueOf(place: ValuePlace, shape: ValueShape, read: (max: number) => ReadCharacters | null): ReadValue | null {
  const stretch = read(MAX_STRETCH);
  const again = stretch === null ? 0 : repeatedLength(place.soFar + stretch.characters);
  const max = stretch?.isCorrected === true ? shape.max + shape.usual : shape.max + again;
  // A stretch that is too long holds another value after this one.
  const characters =
    stretch !== null && place.soFar.length + stretch.characters.length > max
      ? read(Math.max(1, shape.usual - place.soFar.length))
      : stretch;
  if (characters === null) return null;
  const { to } = characters;
  const count = place.soFar.length + characters.characters.length;
  const isAtEnd = onlyFillersFollow(place, to);
  const isComplete = count >= shape.min;
  if (!isComplete && !endsFinal(place, to)) return null;
  if (place.soFar.length >= shape.min && !continuesWhole(place, characters, count === shape.usual)) return null;
  return {
    to,
    value: characters.characters,
    isComplete,
    mayContinue: isAtEnd && count < longestOf(shape),
  };
}

/** Only a value at the end of its final goes on in the next one. "u8 card every time" has a label after it. */
const endsFinal = (place: ValuePlace, to: number): boolean =>
  place.end === place.tokens.length && onlyFillersFollow(place, to);

/** How many characters at the beginning the speaker says twice: "9243 9243 0958". */
function repeatedLength(characters: string): number {
  for (let count = Math.floor(characters.length / 2); count >= MIN_LONG_NUMBER; count--)
    if (characters.startsWith(characters.slice(0, count), count)) return count;
  return 0;
}

/** A number after a whole value continues it only at the beginning of the utterance, and with nothing that it counts. */
function continuesWhole(place: ValuePlace, { to, characters }: ReadCharacters, isExact: boolean): boolean {
  if (!onlyFillersPrecede(place) || beginsSentence(place, to, characters)) return false;
  const { tokens, end } = place;
  let next = to;
  while (next < end && isFiller(tokens[next])) next++;
  if (endsSentence(place, to)) return true;
  if (isSubject(tokens, next)) return false;
  // The name of something else may follow: "one invoice", "4653, born …".
  const isLong = characters.length >= MIN_LONG_NUMBER || /\D/.test(characters);
  if (next >= end) return isLong || isExact || end === tokens.length;
  return next > to || !mayBeCounted(tokens, next, characters);
}

/** "E I 5764 was cancelled": the code is the subject of a sentence of its own. */
const isSubject = (tokens: readonly Token[], index: number): boolean =>
  auxiliaries.has(textAt(tokens, index)) && tokens[index + 1] !== undefined && !objects.has(textAt(tokens, index + 1));

const auxiliaries = new Set(['was', 'were', 'has', 'had', 'did', "didn't", "doesn't", "hasn't", 'never', 'because']);
const objects = new Set(['the', 'it', 'that', 'my', 'all', 'what', 'how']);

/** "I was charged" and "a moment". */
const beginsSentence = ({ tokens, end }: ValuePlace, to: number, characters: string): boolean =>
  /^[ai]$/.test(characters) && to < end && textAt(tokens, to) !== 'and';

/** The "a" of "is a licence okay too?". */
const isArticle = ({ tokens, soFar }: ValuePlace, { to, value }: ReadValue): boolean =>
  soFar === '' && /^[ai]$/.test(value) && to < tokens.length;

/** Whether a word after a number may be what it counts. Long numbers count only plurals: "9825 amount …". */
function mayBeCounted(tokens: readonly Token[], next: number, characters: string): boolean {
  const word = textAt(tokens, next);
  if (functionWords.has(word) || closingWords.has(word)) return false;
  return characters.length < MIN_LONG_NUMBER || word.endsWith('s') || isUnitAt(tokens, next);
}

/** Words after a number that it does not count. */
const functionWords = new Set(
  `and but is was on in at for from with as to by if that's it's please thanks thank lovely great perfect right correct yes no
  shall should can could will would do does did are i we you they he she my our the there instead not rather which who because or when where so`.split(
    /\s+/,
  ),
);

/** Whether a mark is directly after a value. */
const endsSentence = ({ text, tokens }: ValuePlace, to: number): boolean =>
  /^[.,!?]/.test(text.slice(tokens[to - 1]?.end ?? text.length));

/** Words with which an utterance ends after a value. */
const closingWords = new Set(
  'please thanks thank you lovely great perfect correct there here sir madam love mate cheers alright brilliant now only done finished finally altogether that is all it everything end over'.split(
    ' ',
  ),
);

/** Whether nothing but pauses comes between the token and the end of the stretch. */
export const onlyFillersFollow = ({ tokens, end }: ValuePlace, from: number): boolean =>
  areFillers(tokens, { from, to: end }, closingWords);

/** Whether nothing but pauses comes before the value. */
export const onlyFillersPrecede = ({ tokens, index }: ValuePlace): boolean =>
  areFillers(tokens, { from: 0, to: index });

function areFillers(
  tokens: readonly Token[],
  { from, to }: { readonly from: number; readonly to: number },
  others: ReadonlySet<string> = new Set(),
): boolean {
  for (let index = from; index < to;) {
    const next = hesitationAt(tokens, index, to)?.to ?? index + 1;
    if (next === index + 1 && !isFiller(tokens[index]) && !others.has(tokens[index]?.text ?? '')) return false;
    index = next;
  }
  return true;
}

const countDigits = (characters: string): number => characters.replaceAll(/\D/g, '').length;
