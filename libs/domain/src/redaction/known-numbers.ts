import type { NumberGroup } from './number-groups.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Digits at the end of a card that everybody may read. */
const LAST_DIGITS = 4;
/** Longest flight number. */
const MAX_FLIGHT_DIGITS = 4;
const auxiliaries = words('has have had been was were will is be just now got gets');
const fates = words('cancelled canceled delayed late diverted rescheduled overbooked grounded');

/** "The card with 4471 at the end": the four digits that identify a card on file. */
export const isEndOfCard = (tokens: readonly Token[], { from, to, digits }: NumberGroup): boolean =>
  digits.length === LAST_DIGITS &&
  textAt(tokens, from - 1) === 'with' &&
  textAt(tokens, to) === 'at' &&
  textAt(tokens, to + 1) === 'the' &&
  textAt(tokens, to + 2) === 'end';

/** "U K 632 was cancelled": only a journey is late or cancelled. */
export const isFlight = (tokens: readonly Token[], { to, digits }: NumberGroup): boolean =>
  digits.length <= MAX_FLIGHT_DIGITS &&
  auxiliaries.has(textAt(tokens, to)) &&
  [to + 1, to + 2].some((at) => fates.has(textAt(tokens, at)));
