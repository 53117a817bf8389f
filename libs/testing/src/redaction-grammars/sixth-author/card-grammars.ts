import { completeWith, passesLuhnCheck } from '../check-digits.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { cardDates } from './say-calendar.js';
import { americanDigits, anyDigits, everywhere, europeanDigits, shortDigits, wholeNumber } from './say-values.js';

const createCard =
  (prefixes: readonly string[], groups: readonly number[]): ValueGrammar['create'] =>
  (random) => {
    const prefix = random.pick(prefixes);
    const length = groups.reduce((sum, each) => sum + each, 0);
    return cutIntoGroups(completeWith(prefix + random.digits(length - 1 - prefix.length), passesLuhnCheck), groups);
  };

const cardFrames = [
  'A: can I take the card number / C: {v}',
  'C: I want to top up with my debit card, {v}',
  'A: the long number across the front / C: okay it says {v}',
  'A: how would you like to donate / C: by card / A: (lovely|super), whenever you are ready / C: {v}',
  "A: is that card {v} / C: yes, that's the one",
  'A: PAN please / C: you mean the number of the credit card / A: exactly / C: {v}',
];

export const cards: readonly ValueGrammar[] = [
  {
    countries: everywhere,
    create: createCard(['4', '51', '55'], [4, 4, 4, 4]),
    renderings: anyDigits,
    frames: cardFrames,
  },
  {
    countries: ['DE', 'ES', 'IN'],
    create: createCard(['4', '53'], [4, 4, 4, 4]),
    renderings: europeanDigits,
    frames: cardFrames,
  },
  { countries: ['US'], create: createCard(['34', '37'], [4, 6, 5]), renderings: americanDigits, frames: cardFrames },
];

const backFrames = [
  'A: and the security code on the back / C: (it is|) {v}',
  'A: three digits on the back / C: {v}',
  "A: and finally the CVV number / C: it's {v}",
  'C: the CVC is {v}',
  "A: CVV two / C: what's that / A: the small number by the signature / C: (ah|okay) {v}",
  'A: what are the last three digits on the reverse of the card / C: {v}',
  'A: expiry / C: {EXPIRY} / A: and the three numbers on the back / C: {v}',
  'C: {CARD} expiry {EXPIRY} / A: and the back / C: {v}',
  "A: the security number next to where you sign / C: it's worn off a bit, I think {v}",
  'A: I have {v} for the CVV, is that correct / C: yes',
  "C: that's the card, and the number on the back is {v} / A: perfect, your payment has gone through",
  'A: and the CBV on the back of the card please / C: {v}',
  'A: see vv code / C: {v}',
  'A: and the C V V / C: {v}',
  "A: the payment failed, the card code doesn't match / C: let me read it again, {v}",
  'A: card verification code / C: {v}',
  'A: do you have the card with you / C: yes / A: then turn it around and tell me the three figures / C: {v}',
  'C: you want the three digits from behind / A: yes sir, of the card / C: {v}',
  'A: and the check digits of the card / C: the three on the back / A: exactly / C: {v}',
  "C: I keep getting security code invalid, I type {v}, that's what is on the card",
  'A: security code was {v2} / C: no no, {v}',
  "A: and the CVV / C: I don't usually give that over the phone / A: it's not stored / C: all right, {v}",
  'A: security code / C: is that my PIN / A: no, the three digits behind the card / C: {v}',
  'A: turn it over for me / C: okay / A: and the last three / C: {v}',
  'C: sixteen digits {CARD}, date {EXPIRY}, three digits {v}',
  'A: card number / C: {CARD} / A: expiry / C: {EXPIRY} / A: and the last bit / C: on the back / A: yes / C: {v}',
  'A: the CVV / C: on the front or the back / A: back / C: {v}',
];

const frontFrames = [
  "A: it's an Amex so I need the four digits on the front / C: {v}",
  'A: the CID, the four digit code above the card number / C: {v}',
  'C: the little four digit number on the front of my American Express is {v}',
  'A: security code / C: Amex has four, right / A: right / C: {v}',
];

const back: ValueGrammar = {
  countries: everywhere,
  create: (random) => [random.digits(3)],
  renderings: [...shortDigits, wholeNumber],
  frames: backFrames,
};

export const securityCodes: readonly ValueGrammar[] = [
  back,
  back,
  back,
  { countries: ['US'], create: (random) => [random.digits(4)], renderings: shortDigits, frames: frontFrames },
];

export const expiries: readonly ValueGrammar[] = [
  {
    countries: everywhere,
    create: (random) => [String(random.integer(2026, 2033)), String(random.integer(1, 12)), '1'],
    renderings: cardDates,
    frames: [
      "A: and the expiry date / C: (it's|) {v}",
      "A: what's the expiration / C: {v}",
      'A: when does the card expire / C: {v}',
      'A: and the card is valid until / C: {v}',
      'A: card number / C: {CARD} / A: expires / C: {v}',
      "C: it's a Visa, {CARD}, expires {v}",
      'A: can you read me the month and year on the card / C: {v}',
      'A: good through / C: sorry / A: the date on the front of the card, month and year / C: {v}',
      'A: the card we have on file has expired, do you have the new date / C: yes the new one goes to {v}',
      'A: I have got {v} for the expiry / C: yep',
      'C: {CARD} / A: thanks / C: and then {v} / A: for the expiry / C: yes',
      "C: does it matter that my card runs out {v} / A: no that's fine",
      'A: is that an expiry of {v} / C: no, {v2}',
      'A: and how long is the card valid / C: (till|until) {v}',
      'A: expire redate please / C: {v}',
      'A: and the end date on your card / C: {v}',
      'A: exp date / C: {v}',
      "A: it's been declined because of the expiry / C: oh, let me look again, {v}",
      "C: my new debit card came, same number but now it's valid thru {v}",
      'A: expiry, month and year / C: month and year, okay, {v}',
      'A: long number / C: {CARD} / A: and the date under it / C: {v}',
      'A: and the three on the back / C: {CVV} / A: and I forgot the expiry / C: {v}',
      'A: when does it run out, the card / C: (um|oh) {v}',
      "C: the start date's worn off but the end date on the card is {v} / A: that's all I need",
      'A: expiration / C: of the licence / A: no, of the credit card / C: {v}',
      'C: my card number is {CARD} and the expiry is, let me see, {v}',
      'A: the three digits please / C: {CVV} / A: and when does the card run out / C: {v}',
      'A: card number / C: {CARD} / A: month and year / C: {v}',
    ],
  },
];
