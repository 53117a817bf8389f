import { readNumber } from '../read-number.js';
import { textAt, type Token } from '../scan-tokens.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { isDni } from './dni-number.js';
import { readCode } from './read-characters.js';
import { readCodeValue } from './read-number-value.js';

/**
 * National identity, insurance, health and tax numbers: UK NINO ("AB123456C"), NHS number and UTR (10 digits), Canadian SIN (9),
 * Indian Aadhaar (12) and PAN ("ABCDE1234F"), Australian TFN (8 or 9) and Medicare number (10 or 11), German Steuer-ID (11),
 * Sozialversicherungsnummer ("65180839J003") and Personalausweis (9 characters), Spanish DNI and NIE (8 digits or a letter and 7,
 * then a letter).
 */
export const nationalId: LabelledKind = {
  kind: 'NATIONAL_ID',
  phrases: `national insurance number|national insurance|ni|ni number|n i number|nino|n i|social insurance number|
    social insurance|sin number|sin|s i n|aadhaar|aadhaar number|aadhaar card|aadhaar card number|aadhar|aadhar number|aadhar card|
    aadhar card number|adhaar|adhaar number|tax file number|tax file|tfn|t f n|steuer id|steuer id number|
    steueridentifikationsnummer|steuernummer|tax identification number|tax identification|german tax id|german tax number|
    dni|dni number|d n i|nie|nie number|n i e|nif|national id|national id number|national identity number|
    national identification number|identity card number|id card number|identity number|personal id number|
    pan|p a n|pan number|p a n number|pan no|pan id|pan card|pan card number|p a n card|p a n card number|pan card no|
    permanent account number|permanent account|voter id|voter id number|voter card number|nhs number|n h s number|nhs no|
    national health service number|medicare number|medicare no|medicare card|medicare card number|medicare id|
    unique taxpayer reference|unique taxpayer reference number|unique tax reference|unique tax reference number|utr|utr number|
    u t r|u t r number|nif number|n i f|seguridad social|número de la seguridad social|numero de la seguridad social|
    sozialversicherungsnummer|rentenversicherungsnummer|personalausweis|personalausweis number|personalausweisnummer|
    ausweisnummer|identification card number|identity document number`,
  isSomethingElse: isOtherThing,
  readValue: (place) => readPan(place) ?? readCodeValue(place, { min: 7, usual: 11, max: 18 }, 6),
  readUnlabelled: readSpanishId,
};

/** A DNI that is written in one piece. Its letter proves it only where such numbers are common. */
function readSpanishId(place: ValuePlace): ReadValue | null {
  if (place.country !== 'ES') return null;
  const read = readCode(place, { max: 9 });
  if (read === null || read.to - place.index > 3 || !isDni(read.characters)) return null;
  return { to: read.to, value: read.characters, isComplete: true, mayContinue: false };
}

/** A card number (PAN: "primary account number"), and the number of an Indian payment (UTR). */
function isOtherThing(tokens: readonly Token[], from: number, to: number): boolean {
  const first = textAt(tokens, from);
  if (first === 'utr') return tokens.some(({ text }) => payments.has(text));
  if (first !== 'pan' || to - from > 2) return false;
  return tokens.slice(to).some(({ text }) => wordsOfCards.has(text)) || beginsCard(tokens, to);
}

const payments = new Set('transaction transfer payment neft upi imps rtgs paid refund'.split(' '));
const wordsOfCards = new Set('card cards credit debit expiry cvv visa mastercard'.split(' '));
/** Digits of a PAN are fewer. */
const MIN_CARD_START = 5;

/** "PAN 4111 1111 …". */
function beginsCard(tokens: readonly Token[], from: number): boolean {
  const start = textAt(tokens, from) === 'is' ? from + 1 : from;
  let count = 0;
  for (let number = readNumber(tokens, start); number !== null; number = readNumber(tokens, number.next))
    count += number.digits.length;
  return count >= MIN_CARD_START;
}

/** Five letters, four digits and a letter (Income Tax Department of India). */
const panShape = { min: 8, usual: 10, max: 20 };
/** An engine may drop a letter. */
const panStart = /^[a-z]{4,}\d/;

function readPan(place: ValuePlace): ReadValue | null {
  const read = readCodeValue(place, panShape, 3);
  return read !== null && panStart.test(place.soFar + read.value) ? read : null;
}
