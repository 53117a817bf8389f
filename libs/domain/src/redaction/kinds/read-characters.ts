import { hesitationAt, remarkAt, type Hesitation } from '../hesitations.js';
import { isOh, isZeroAt, readNumber, startsNumber } from '../read-number.js';
import { textAt, type Token } from '../scan-tokens.js';
import type { ValuePlace } from './labelled-kind.js';
import { codeAt, digitsAt, isFiller, MAX_FILLERS, type ReadCharacters } from './read-code-at.js';

/** Other words between two groups of a value that is not whole. */
const MAX_WORDS_BETWEEN = 8;
/** Words with which the speaker names another thing: "T3391028 and the policy covers 1985". */
const determiners = new Set(['the', 'my', 'your', 'our', 'his', 'her', 'its']);
/** Words before a number that belongs to something else. */
const prepositions = new Set([
  'in',
  'since',
  'until',
  'till',
  'from',
  'of',
  'at',
  'for',
  'by',
  'about',
  'around',
  'on',
  'after',
  'before',
]);
/** Fewest digits before and after other words. */
const MIN_DIGITS_BESIDE_WORDS = 2;

/** How far a value is read. */
export interface ReadLimits {
  /** Most characters. */
  readonly max: number;
  /** With fewer characters the value is not whole, so any other words may interrupt it. */
  readonly min?: number;
}

/**
 * Reads digits from a token on, said or written, over pauses and hesitations: "oh three hang on twenty eight". While the
 * value is not whole, also over other words. It stops at `max` digits; null when there are none.
 */
export const readDigits = (place: ValuePlace, limits: ReadLimits): ReadCharacters | null =>
  isNoValueAt(place.tokens, place.index) ? null : readFrom(place, limits, digitsAt);

/** Reads digits and letters from a token on: "AB 12", "a b one two", "alpha bravo", "b for bravo double three". */
export const readCode = (place: ValuePlace, limits: ReadLimits): ReadCharacters | null =>
  isNoValueAt(place.tokens, place.index) ? null : readFrom(place, limits, codeAt);

type ReadOne = (tokens: readonly Token[], index: number, text: string) => ReadCharacters | null;

function readFrom(place: ValuePlace, limits: ReadLimits, readOne: ReadOne): ReadCharacters | null {
  const { tokens, index, end, text } = place;
  let characters = '';
  let isCorrected = false;
  let to = index;
  let pauseCount = 0;
  for (let at = index; at < end;) {
    const hesitation = characters === '' ? null : hesitationWithin(place, at);
    const one = hesitation === null ? readOne(tokens, at, text) : null;
    if (one === null) {
      const pause = hesitation ?? pauseAt(place, at, { limits, said: characters, readOne });
      if (pause === null || ++pauseCount > MAX_FILLERS) break;
      isCorrected ||= pause.isCorrection;
      at = pause.to;
      continue;
    }
    if (one.to > end || characters.length + one.characters.length > limits.max) break;
    characters += one.characters;
    at = to = one.to;
    pauseCount = 0;
  }
  return characters === '' ? null : { to, characters, isCorrected };
}

const hesitationWithin = ({ tokens, end }: ValuePlace, at: number): Hesitation | null =>
  isZeroAt(tokens, at) ? null : hesitationAt(tokens, at, end);

const answers = new Set([
  'yes',
  'yeah',
  'yep',
  'no',
  'sure',
  'okay',
  'ok',
  'right',
  'well',
  'sorry',
  'wait',
  'hi',
  'hello',
]);

/** The "oh" of "oh yes, 4482" is no zero, and the "one" of "one moment" no digit. */
const isNoValueAt = (tokens: readonly Token[], index: number): boolean =>
  (isOh(tokens[index]) && answers.has(textAt(tokens, index + 1))) || hesitationAt(tokens, index) !== null;

/** A pause, or other words that interrupt the value; null when the value ends at the token. */
function pauseAt(
  place: ValuePlace,
  at: number,
  { limits, said, readOne }: { readonly limits: ReadLimits; readonly said: string; readonly readOne: ReadOne },
): Hesitation | null {
  if (said === '') return null;
  if (isFiller(place.tokens[at])) return { to: at + 1, isCorrection: false };
  // "I see it" is no letter of a code with a remark after it.
  const remark = /^[ai]$/.test(said) ? null : remarkAt(place.tokens, at, place.end);
  if (remark !== null && readOne(place.tokens, remark.to, place.text) !== null) return remark;
  const isWhole = place.soFar.length + said.length >= (limits.min ?? 0);
  const to = isWhole || said.length < MIN_DIGITS_BESIDE_WORDS ? null : endOfInterruption(place, at);
  return to === null ? null : { to, isCorrection: false };
}

/** Index of the number after other words; null when they name another thing. */
function endOfInterruption(place: ValuePlace, from: number): number | null {
  const named = textAt(place.tokens, from) === 'for' ? from + 1 : from;
  if (determiners.has(textAt(place.tokens, named))) return null;
  const next = nextNumber(place, from);
  return next !== null && hasDigitsFrom(place, next) ? next : null;
}

/** Index of the next number within a few words; null when there is none. "14 Park Road, and 4101 …" are two numbers. */
function nextNumber({ tokens, end }: ValuePlace, from: number): number | null {
  for (let at = from + 1; at < end && at - from <= MAX_WORDS_BETWEEN; at++) {
    if (textAt(tokens, at) === 'and') return null;
    if (startsNumber(tokens, at) || (isOh(tokens[at]) && startsNumber(tokens, at + 1)))
      return prepositions.has(tokens[at - 1]?.text ?? '') ? null : at;
  }
  return null;
}

function hasDigitsFrom({ tokens, end }: ValuePlace, from: number): boolean {
  let count = 0;
  for (let at = from; at < end && count < MIN_DIGITS_BESIDE_WORDS;) {
    const number = readNumber(tokens, at);
    if (number === null) return false;
    count += number.digits.length;
    at = number.next;
  }
  return count >= MIN_DIGITS_BESIDE_WORDS;
}
