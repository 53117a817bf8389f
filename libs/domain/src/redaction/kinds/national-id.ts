import { readNumber } from '../read-number.js';
import { textAt, type Token } from '../scan-tokens.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { isDni } from './dni-number.js';
import { readCode } from './read-characters.js';
import { readCodeValue } from './read-number-value.js';

const listOf = (list: string): readonly string[] => list.split('|').map((one) => one.trim());

/** Names after which "number", "card" or nothing may follow. */
const names = listOf(`national insurance|ni|n i|social insurance|sin|s i n|aadhaar|aadhar|adhaar|uid|tax file|tfn|t f n|
  steuer id|steuernummer|tax identification|german tax id|german tax|italian tax|fiscal code|codice fiscale|tax reference|income tax|
  dni|d n i|nie|n i e|nif|n i f|national id|national identity|national identification|identity|personal id|personal identity|
  foreigner|foreigner id|foreigner identity|citizen|citizen id|identity document|identification card|documento de identidad|
  pan|p a n|permanent account|voter id|voter|nhs|n h s|national health service|health card|medicare|unique taxpayer reference|
  unique tax reference|self assessment reference|utr|u t r|seguridad social|pension insurance|pps|p p s|ppsn|cpr|c p r|
  personnummer|bsn|b s n|burgerservicenummer|citizen service|pesel|nric|n r i c|fin|ird|i r d|inland revenue|ahv|a h v|cpf|c p f|
  national register|rijksregister|sécurité sociale|securite sociale|personalausweis`);
const nouns = ['number', 'no', 'card', 'card number', 'card no', 'id', 'id number', 'code', 'digits'];
/** Names that mean nothing private without a noun after them. */
const weakNames = new Set(
  listOf(`german tax|italian tax|income tax|identity|personal identity|citizen|foreigner|foreigner identity|national identity|national identification|
    national health service|pension insurance|citizen service|inland revenue|voter|health card|fin|sin|cpr|c p r|uid`),
);
/** Whole names. */
const otherNames = `sin|nino|steueridentifikationsnummer|sozialversicherungsnummer|rentenversicherungsnummer|personalausweisnummer|
  ausweisnummer|id card number|id card|identity card|id proof number|health card|
  número de la seguridad social|numero de la seguridad social|numéro de sécurité sociale|tax number|tax no|tax code|taxpayer number|
  residence permit|residence permit number|residence card|residence card number|residency permit|residency card|green certificate|green card|
  green card number|uidai|uidai number|kyc number|kyc document|proof of identity|identification number|insurance number|
  cpr|c p r|uid|id number`;

const phrases = [
  otherNames,
  ...names.filter((name) => !weakNames.has(name)),
  ...names.flatMap((name) => nouns.map((noun) => `${name} ${noun}`)),
].join('|');

/**
 * National identity, insurance, health and tax numbers: UK NINO ("AB123456C"), NHS number and UTR (10 digits), Canadian SIN (9),
 * Indian Aadhaar (12) and PAN ("ABCDE1234F"), Australian TFN (8 or 9) and Medicare number (10 or 11), New Zealand IRD number (8 or 9),
 * German Steuer-ID (11), Sozialversicherungsnummer ("65180839J003") and Personalausweis (9 characters), Spanish DNI and NIE
 * (8 digits or a letter and 7, then a letter), Italian codice fiscale (16 characters), Irish PPS number (7 digits and a letter), and
 * numbers of 7 to 15 digits of other countries.
 */
export const nationalId: LabelledKind = {
  kind: 'NATIONAL_ID',
  phrases,
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
  if (first !== 'pan' || to - from > 2 || textAt(tokens, to - 1) === 'card') return false;
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
