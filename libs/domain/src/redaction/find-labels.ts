import type { RedactionKind } from '@earshot/contracts';
import type { LabelledKind } from './kinds/labelled-kind.js';
import { labelledKinds } from './kinds/labelled-kinds.js';
import type { Token } from './scan-tokens.js';

/** What a speaker calls a value. `NEUTRAL`: something that everybody may read, such as an order number. */
export type LabelKind = RedactionKind | 'NEUTRAL' | WeakLabelKind;
/**
 * `LAST_FOUR`: the digits that identify a card on file, which everybody may read. `CODE`: a security code while the speakers
 * talk of a card, nothing otherwise.
 */
type WeakLabelKind = 'LAST_FOUR' | 'CODE';

export interface Label {
  readonly kind: LabelKind;
  /** Index of its first token. */
  readonly from: number;
  /** Index after its last token. */
  readonly to: number;
}

const phrases: Partial<Record<LabelKind, string>> = {
  CARD: `card|cards|visa|mastercard|amex|american express|maestro|long number|sixteen digit|sixteen digits|16 digit|16 digits`,
  CVV: `card verification code|card verification number|cvv|cvc|c v v|c v c|cvv number|security code|security number|verification number|card code|verification code|
    on the back|back of the card|back of my card|back of your card|three digit|three digits|3 digit|3 digits|last three`,
  SSN: `ssn|social security|social|s s n|tax id|itin`,
  PHONE: `phone|telephone|cell|cellphone|mobile|call me at|call me on|call me back at|call me back on|reach me at|reach me on|
    reach you at|callback number|call back number|contact number|text me at|fax|home is|work is|office is|home number|
    work number|office number|landline|my wife at|my husband at|whatsapp`,
  EMAIL: `email|e mail|mail address`,
  NEUTRAL: `order number|order id|order is|order was|purchase order|po number|account number|reference|reference number|ref|
    ref number|confirmation number|confirmation code|booking code|tracking|tracking number|tracking code|parcel number|
    consignment number|shipment number|case number|case id|ticket|ticket number|invoice|invoice number|zip|zip code|postcode|
    post code|postal code|area code|country code|promo code|discount code|coupon code|voucher code|product code|item number|
    article number|sku|barcode|policy number|claim number|member number|membership number|member id|customer number|
    customer id|loyalty number|serial number|serial|imei|imei number|i m e i|i m e i number|meid|iccid|vin|model|model number|batch number|lot number|
    booking number|booking reference|reservation number|extension|employee id|part number|flight|flight number|error code|
    version|quote number|house number|store number|branch number|job number|meter|meter reading|meter readings|readings|
    order no|order code|serial no|shop number|meter number|incident number|incident|fault code|error|dialling code|
    dialing code|voucher|promo|shipment|parcel|reading is|reading was|reading of|reading one|reading two|reading three|first reading|second reading|third reading|
    last reading|the reading|my reading|odometer|mileage`,
  LAST_FOUR: `ending in|ending with|ending|ends in|ends with|that ends|last four|last 4|last four digits|last 4 digits|
    final four|final four digits`,
  CODE: `code`,
};
/** Words before "card" that make it something else. */
const otherCards = new Set([
  'sim',
  'business',
  'library',
  'report',
  'score',
  'graphics',
  'memory',
  'sd',
  'post',
  'id',
  'insurance',
]);
/** Words before "code" that make it something else. */
const otherCodes = new Set(
  `zip post postal area country dial dialing promo promotion promotional discount coupon voucher gift product item error sort
  bank swift bar qr source dress building door gate access entry confirmation booking reference tracking routing iata tax
  color colour color morse`.split(/\s+/),
);
/** Words after "social" that make it something else. */
const otherSocials = new Set(['media', 'network', 'networks', 'worker', 'services', 'life', 'event', 'distancing']);

const byFirstWord = new Map<string, { words: readonly string[]; kind: LabelKind }[]>();

function addPhrases(kind: LabelKind, list: string): void {
  for (const phrase of list.split('|')) {
    const words = phrase.trim().split(/\s+/);
    const first = words[0] ?? '';
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { words, kind }]);
  }
}

// Of two equal phrases the first counts.
for (const { kind, phrases: list } of labelledKinds) addPhrases(kind, list);
for (const [kind, list] of Object.entries(phrases) as [LabelKind, string][]) addPhrases(kind, list);
for (const entries of byFirstWord.values()) entries.sort((a, b) => b.words.length - a.words.length);
const kindOfLabel = new Map<LabelKind, LabelledKind>(labelledKinds.map((one) => [one.kind, one]));

/** The labels of an utterance in order. When several phrases match at one word, the longest counts. */
export function findLabels(tokens: readonly Token[]): Label[] {
  const labels: Label[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const entries = byFirstWord.get(tokens[index]?.text ?? '');
    const match = entries?.find(
      ({ words, kind }) =>
        words.every((word, offset) => tokens[index + offset]?.text === word) &&
        !isSomethingElse(tokens, index, index + words.length, kind),
    );
    if (match === undefined) continue;
    labels.push({ kind: match.kind, from: index, to: index + match.words.length });
    index += match.words.length - 1;
  }
  return labels;
}

function isSomethingElse(tokens: readonly Token[], from: number, to: number, kind: LabelKind): boolean {
  const before = tokens[from - 1]?.text ?? '';
  const after = tokens[to]?.text ?? '';
  if (otherBefore[kind]?.has(before) === true || otherAfter[kind]?.has(after) === true) return true;
  return kindOfLabel.get(kind)?.isSomethingElse?.(tokens, from, to) ?? false;
}

type WordsByKind = Partial<Record<LabelKind, ReadonlySet<string>>>;
const otherBefore: WordsByKind = { CARD: otherCards, CODE: otherCodes };
const otherAfter: WordsByKind = { SSN: otherSocials };
