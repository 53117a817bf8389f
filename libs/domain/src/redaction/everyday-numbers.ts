import { isZeroAt, readNumber, startsNumber, type ReadNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';

/** Words after an amount. */
export const unitsOfAmounts = new Set(
  `rupee rupees paise lakh lakhs crore crores franc francs yen dirham dirhams eur gbp inr aud chf quids cad pesos peso
  dollar dollars bucks pence penny cent cents euro euros pound pounds percent seconds second secs sec moments moment minutes minute hours hour days day weeks week months month
  years year times am pm gig gigs gigabytes megabits megabyte megs megabytes terabytes kilobits gbs mbs miles thousand million grand st nd rd th usd
  o'clock degrees inches feet points items people k pieces units boxes copies tickets customers employees users calls steps kilometers kilometres
  centimeters centimetres kilometre kilometer model models kilowatt kilowatts percentage quid p.m a.m times more working
  off km kg kilos grams liters litres meters metres square watts volts cubic gallons litre liter millimetres millimeters mm cm mg ml milligrams millilitres milliliters grams stone tons tonnes acres yards celsius fahrenheit hertz decibels amps bar psi gb mb gigabyte kilobytes hp horsepower lbs ounces percents nights weeks rooms copies pages`.split(
    /\s+/,
  ),
);
const wordsBeforeYears = new Set(
  `in since until till year of by before after around back from for january february march april may june july august september october november
  december`.split(/\s+/),
);

/** Where a number is in a text. */
export interface NumberPlace {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Index of the first token of the number. */
  readonly index: number;
  /** Index of the token after the number. */
  readonly next: number;
}

/** Whether a number is an amount, a year, or a part of a date or of a longer code. */
export const isEverydayNumber = (number: ReadNumber, place: NumberPlace): boolean =>
  isAmount(place) ||
  isYear(number.digits, place) ||
  isSpokenYear(number, place) ||
  (!number.isSpoken && isInCode(place));

/** "two hundred and forty nine": nobody says three digits of a card like this. */
export const isSpokenHundred = ({ isSpoken, digits, next }: ReadNumber, { tokens, index }: NumberPlace): boolean =>
  isSpoken && digits.length === 3 && tokens.slice(index, next).some(({ text }) => text === 'hundred');

/** Either half of "since twenty nineteen". */
function isSpokenYear({ isSpoken, digits }: ReadNumber, { tokens, index, next }: NumberPlace): boolean {
  if (!isSpoken || digits.length !== 2) return false;
  if (isCentury(tokens[index]) && wordsBeforeYears.has(tokens[index - 1]?.text ?? ''))
    return readNumber(tokens, next)?.digits.length === 2;
  return isCentury(tokens[index - 1]) && wordsBeforeYears.has(tokens[index - 2]?.text ?? '');
}

const isCentury = (token: Token | undefined): boolean => token?.text === 'twenty' || token?.text === 'nineteen';

function isAmount(place: NumberPlace): boolean {
  const { text, tokens, index, next } = place;
  return (
    tokens[index]?.currency === true ||
    text[tokens[next - 1]?.end ?? -1] === '%' ||
    isUnitAt(tokens, isRateWord(tokens[next]) ? next + 1 : next) ||
    isCount(place) ||
    isDecimal(place)
  );
}

const partitives = new Set(['them', 'these', 'those', 'us', 'each']);
/** Words that end like a plural and are none, and names. */
const singulars = new Set(
  `thanks cheers this does expires ends starts says reads goes comes works plus minus perhaps always across unless less pass
  address access press yours ours his hers theirs its digits numbers ones twos threes fours fives sixes sevens eights nines zeros ohs
  yes sounds looks seems makes means gets was has as is us james chris thomas charles jones williams davies lucas miss boss
  excuse please letters characters figures zeroes nevermind oops whoops`.split(/\s+/),
);

/** Whether a number stands alone before what it counts: "286 of them", "261 chairs", "501 loyalty points". */
function isCount({ tokens, index, next }: NumberPlace): boolean {
  const [noun, second] = [tokens[next], tokens[next + 1]];
  if (noun?.kind !== 'word' || noun.gap !== 'space') return false;
  if (isBesideNumber(tokens, index, next)) return false;
  if (noun.text === 'of') return partitives.has(second?.text ?? '');
  return isPlural(noun.text) || (noun.text.length > 3 && second?.gap === 'space' && isLongUnit(second));
}

const isBesideNumber = (tokens: readonly Token[], index: number, next: number): boolean =>
  startsNumber(tokens, index - 1) || isZeroAt(tokens, index - 1) || startsNumber(tokens, next);

const isPlural = (word: string): boolean => /[a-z]{3}s$/.test(word) && !/'|ss$/.test(word) && !singulars.has(word);

const isLongUnit = ({ text }: Token): boolean => text.length > 3 && text.endsWith('s') && unitsOfAmounts.has(text);

/** "Month three year twenty eight" and "month is three year is twenty eight" name the year. */
const isNameOfPart = (tokens: readonly Token[], index: number): boolean =>
  ['year', 'month'].includes(tokens[index]?.text ?? '') &&
  startsNumber(tokens, tokens[index + 1]?.text === 'is' ? index + 2 : index + 1);

/** Whether the token is a unit. "The second of May" is a day. */
export const isUnitAt = (tokens: readonly Token[], index: number): boolean =>
  unitsOfAmounts.has(tokens[index]?.text ?? '') &&
  !isNameOfPart(tokens, index) &&
  !(tokens[index]?.text === 'sec' && tokens[index + 1]?.text === 'code') &&
  !(tokens[index]?.text === 'second' && isDay(tokens, index));

/** "The second of May", "the twenty second". */
const isDay = (tokens: readonly Token[], index: number): boolean =>
  tokens[index + 1]?.text === 'of' || (tokens[index - 1]?.text === 'twenty' && tokens[index - 2]?.text === 'the');

/** "a month", "per month". */
const isRateWord = (token: Token | undefined): boolean => token?.text === 'a' || token?.text === 'per';

function isYear(digits: string, { tokens, index, next }: NumberPlace): boolean {
  if (!/^(19|20)\d\d$/.test(digits)) return false;
  const isInDate = tokens[index]?.gap === 'hard' || tokens[next]?.gap === 'hard';
  return isInDate || wordsBeforeYears.has(tokens[index - 1]?.text ?? '');
}

/** Letters touch the digits: "1Z999AA". */
function isInCode({ tokens, index, next }: NumberPlace): boolean {
  const after = tokens[next];
  return tokens[index]?.gap === 'glued' || (after?.gap === 'glued' && after.kind === 'word');
}

/** "12.50" and "1,234.56": either part of an amount with cents. */
const isDecimal = ({ text, tokens, index, next }: NumberPlace): boolean =>
  endsInCents(text, [tokens[index], tokens[next], tokens[next + 1]]) ||
  endsInCents(text, [tokens[index - 1], tokens[index], tokens[next]]);

/** Two digits follow the dot, and no further group follows: "4111.11.1" is no amount. */
function endsInCents(text: string, [units, cents, after]: readonly (Token | undefined)[]): boolean {
  if (units?.kind !== 'digits' || cents?.kind !== 'digits') return false;
  if (units.text.length > 4 || cents.text.length !== 2) return false;
  if (text.slice(units.end, cents.start) !== '.') return false;
  return !(after?.kind === 'digits' && text.slice(cents.end, after.start) === '.');
}
