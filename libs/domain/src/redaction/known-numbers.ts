import { isDateOfEvent } from './event-dates.js';
import { isDocument } from './harmless-documents.js';
import type { Label } from './label-phrases.js';
import type { NumberGroup } from './number-groups.js';
import { isOnThing } from './numbers-on-things.js';
import { isNumericDate } from './spoken-dates.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Digits at the end of a card that everybody may read. */
const LAST_DIGITS = 4;
/** Longest flight number. */
const MAX_FLIGHT_DIGITS = 4;
const auxiliaries = words('has have had been was were will is be just now got gets');
const fates = words('cancelled canceled delayed late diverted rescheduled overbooked grounded');

/** "The card with 4471 at the end": the four digits that identify a card on file. */
const isEndOfCard = (tokens: readonly Token[], { from, to, digits }: NumberGroup): boolean =>
  digits.length === LAST_DIGITS &&
  textAt(tokens, from - 1) === 'with' &&
  textAt(tokens, to) === 'at' &&
  textAt(tokens, to + 1) === 'the' &&
  textAt(tokens, to + 2) === 'end';

/** "Do I need 01904 in front?", "dial 01223 first, the area code": the code of an area. */
const isDiallingPrefix = (tokens: readonly Token[], { to, digits }: NumberGroup): boolean =>
  digits.length <= MAX_PREFIX_DIGITS &&
  ((textAt(tokens, to) === 'in' && textAt(tokens, to + 1) === 'front') ||
    (textAt(tokens, to) === 'first' && namesOfPrefix.has(textAt(tokens, to + 2))));

/** "The area code", "the dialling code". */
const namesOfPrefix = words('area dialling dialing prefix');

/** Longest code of an area. */
const MAX_PREFIX_DIGITS = 5;

/** "U K 632 was cancelled": only a journey is late or cancelled. */
const isFlight = (tokens: readonly Token[], { to, digits }: NumberGroup): boolean =>
  digits.length <= MAX_FLIGHT_DIGITS &&
  auxiliaries.has(textAt(tokens, to)) &&
  [to + 1, to + 2].some((at) => fates.has(textAt(tokens, at)));

/** "Which card, 1710 or 2358, I only see the last four digits?" No number follows the name. */
export const isNamedLastFour = ({ from, digits }: NumberGroup, labels: readonly Label[], lastNumber: number): boolean =>
  digits.length === LAST_DIGITS &&
  labels.some(({ kind }) => kind === 'CARD') &&
  labels.every(({ kind }) => kind === 'CARD' || kind === 'LAST_FOUR' || kind === 'NEUTRAL') &&
  labels.some((label) => label.kind === 'LAST_FOUR' && label.from > from && label.from > lastNumber);

/** "There is 9526 and there is 3184, and I only want one of these orders." */
export const isOneOfThese = (tokens: readonly Token[], { to }: NumberGroup, labels: readonly Label[]): boolean =>
  labels.every(({ kind }) => kind === 'NEUTRAL') &&
  tokens.some(({ text }, index) => index >= to && pointers.has(text) && isPluralDocument(textAt(tokens, index + 1)));

const pointers = words('these those both two');

const isPluralDocument = (word: string): boolean => /s$/.test(word) && isDocument(word);

/** Whether the words around a number say what it is: the end of a card, a dialling prefix, a flight, the day of an event, or a thing. */
export const isKnownNumber = (tokens: readonly Token[], group: NumberGroup): boolean =>
  isEndOfCard(tokens, group) ||
  isDiallingPrefix(tokens, group) ||
  isFlight(tokens, group) ||
  isOnThing(tokens, group.to) ||
  (isNumericDate(group.digits) && isDateOfEvent(tokens, group.from));
