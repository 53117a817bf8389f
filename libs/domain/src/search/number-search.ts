import { digitsOf, NUMBER_SHAPE, toLine } from './search-text.js';

/** Digits of the longest country prefix. */
const MAX_COUNTRY_DIGITS = 3;
/** What has fewer digits is an extension or a short number: only the whole of it finds it. */
const MIN_PHONE_DIGITS = 7;
/** People ask for the end of a number with this many digits. */
const END_DIGITS = 4;

/**
 * What a search finds a sealed number by: the whole number with or without its country prefix, and its last four digits. An address
 * without a phone number is found by the whole of it. A sealed number matches a search if the two have a key in common.
 */
export function numberSearchKeys(number: string): readonly string[] {
  const keys = NUMBER_SHAPE.test(number) || number === '' ? [] : [textKey(number)];
  const digits = phoneDigitsOf(number.replace(/^(?:sips?|tel):/i, '').replace(/@[^]*$/, ''));
  if (digits === '') return keys;
  if (digits.length < MIN_PHONE_DIGITS) return [...keys, wholeKey(digits)];
  const cuts = Math.min(MAX_COUNTRY_DIGITS, digits.length - MIN_PHONE_DIGITS);
  const wholes = Array.from({ length: cuts + 1 }, (_, cut) => wholeKey(digits.slice(cut)));
  return [...keys, ...wholes, endKey(digits.slice(-END_DIGITS))];
}

/** The keys of a search. The `0` before an area may stand for the country prefix. */
export function searchedNumberKeys(search: string): readonly string[] {
  if (!NUMBER_SHAPE.test(search)) return [textKey(search)];
  const [typed, digits] = [digitsOf(search), phoneDigitsOf(search)];
  return [
    ...(digits === '' ? [] : [wholeKey(digits)]),
    ...(digits.startsWith('0') ? [wholeKey(digits.slice(1))] : []),
    ...(typed.length === END_DIGITS ? [endKey(typed)] : []),
  ];
}

/** Empty if the text is no phone number. */
const phoneDigitsOf = (text: string): string => (NUMBER_SHAPE.test(text) ? digitsOf(text).replace(/^00/, '') : '');

const textKey = (text: string): string => `text ${toLine(text)}`;
const wholeKey = (digits: string): string => `whole ${digits}`;
const endKey = (digits: string): string => `end ${digits}`;
