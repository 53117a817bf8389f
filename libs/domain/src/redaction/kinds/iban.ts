import { ibanLength, isIban, MAX_IBAN_LENGTH, MIN_IBAN_LENGTH } from './iban-number.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { readCode } from './read-characters.js';
import { readCodeValue } from './read-number-value.js';

/** International bank account numbers (ISO 13616), announced in any way, or proved by their check digits. */
export const iban: LabelledKind = {
  kind: 'IBAN',
  phrases: 'iban|iban number|i b a n|i ban|international bank account number',
  readValue: readAnnounced,
  readUnlabelled: readProved,
};

/** Characters that a speaker may repeat or correct. */
const MAX_SLIP = 8;
/** A known country, check digits and a first group prove an IBAN that was announced. */
const MIN_BEGINNING = 8;

function readAnnounced(place: ValuePlace): ReadValue | null {
  const begin = place.soFar === '' ? (readCode(place, { max: MAX_IBAN_LENGTH })?.characters ?? '') : place.soFar;
  const usual = ibanLength(begin.slice(0, 2)) ?? MAX_IBAN_LENGTH;
  const min = usual < MAX_IBAN_LENGTH && /^[a-z]{2}\d{2}/.test(begin) ? MIN_BEGINNING : MIN_IBAN_LENGTH - 3;
  return readCodeValue(place, { min, usual, max: usual + MAX_SLIP }, 6);
}

function readProved(place: ValuePlace): ReadValue | null {
  if (place.tokens[place.index]?.kind !== 'word') return null;
  const begin = readCode(place, { max: 2 })?.characters ?? '';
  const length = ibanLength(begin);
  const read = length === null ? null : readCode(place, { max: length });
  if (read === null || !isIban(read.characters)) return null;
  return { to: read.to, value: read.characters, isComplete: true, mayContinue: false };
}
