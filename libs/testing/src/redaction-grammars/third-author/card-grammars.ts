import { completeWith, passesLuhnCheck } from '../check-digits.js';
import type { RandomSource } from '../random-source.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { cardExpiry } from './date-renderings.js';
import {
  australianDigits,
  europeanDigits,
  indianDigits,
  shortDigits,
  ukDigits,
  usDigits,
} from './number-renderings.js';
import { australia, britain, europe, india, northAmerica, worldwide } from './regions.js';

const FOURS = [4, 4, 4, 4];
const brands = [
  { prefixes: ['4539', '4485', '4024', '4916', '4'], length: 16, groups: FOURS },
  { prefixes: ['5412', '5254', '52', '54', '2305'], length: 16, groups: FOURS },
  { prefixes: ['3714', '3782', '34'], length: 15, groups: [4, 6, 5] },
  { prefixes: ['6011', '6521', '6240'], length: 16, groups: FOURS },
  { prefixes: ['6759'], length: 18, groups: [4, 4, 4, 6] },
];

/** A card number of a known brand that passes its check. */
export function createCardNumber(random: RandomSource): string[] {
  const { prefixes, length, groups } = random.pick(brands);
  const prefix = random.pick(prefixes);
  const body = prefix + random.digits(length - 1 - prefix.length);
  return cutIntoGroups(completeWith(body, passesLuhnCheck), groups);
}

const frames = [
  'A: I can take that over the phone, fire away with the card number / C: {v}',
  "A: I've got the payment screen up, so the long number across the card / C: (right|okay then), {v}",
  "C: can I settle the excess by card / A: of course, what's the card number / C: {v}",
  "C: you've still got my old card on there, the new card is {v}",
  'A: shall I use the card from last time / C: no, use this card please, {v}',
  "C: that payment bounced so let's try another card, {v}",
  'A: I need the card number, just read it out in blocks / C: {v}',
  'C: I want to cancel a stolen card / A: do you know the card number / C: (yes|I think so), it was {v}',
  'C: I found a bank card in your shop and the number on it is {v}',
  'A: the card we have on file is {v}, still the same one / C: it is',
  'C: put half on my Visa, {v}, and the other half on my Mastercard, {v2}',
  'C: my booking reference is {reference} and the card I booked with was {v}',
  'A: card number / C: {v} / A: expiry / C: {EXPIRY} / A: and the three digits on the back / C: {CVV}',
  'C: the card is {v}, it expires {EXPIRY} and the three digits on the back are {CVV}',
  "A: that's {amount} for the tyres, how are you paying / C: with my debit card / A: go for it / C: {v}",
  "A: card number please / C: I'm reading it off my phone, {v}",
  'C: I gave you the wrong card number before, it should have been {v}',
  "A: okay, let's do the card, what have we got / C: {v}",
];

const cardGrammar = (
  countries: ValueGrammar['countries'],
  renderings: ValueGrammar['renderings'],
  own: readonly string[],
): ValueGrammar => ({
  countries,
  create: createCardNumber,
  renderings,
  frames: [...frames, ...own],
  bareFrames: ['C: okay so {v}', "A: I'm all ears / C: {v}", 'C: (here you go,|right,) {v}'],
});

export const cards: readonly ValueGrammar[] = [
  cardGrammar(northAmerica, usDigits, [
    'A: what card would you like to use for the copay / C: my HSA card, {v}',
    "C: let me give you my Amex, that's {v}, and the zip code is {zip}",
    'A: is the credit card number still {v} / C: yes it is',
  ]),
  cardGrammar(britain, ukDigits, [
    "C: my partner's card is {v} and she's happy for me to use it",
    'A: pop the card number through to me whenever / C: (lovely|yep), {v}',
  ]),
  cardGrammar(india, indianDigits, [
    'A: sir, kindly tell me your debit card number / C: yes, note down, {v}',
    'C: please note my credit card number, {v}',
  ]),
  cardGrammar(australia, australianDigits, ["A: no dramas, what's the number on the card / C: (yeah,|) {v}"]),
  cardGrammar(europe, europeanDigits, [
    'A: for the deposit I need a credit card / C: yes, the card number is {v}',
    'C: I pay with the credit card, I say you the number, {v}',
  ]),
];

export const securityCodes: readonly ValueGrammar[] = [
  {
    countries: worldwide,
    create: (random) => [random.digits(3)],
    renderings: shortDigits,
    frames: [
      'A: card number / C: {CARD} / A: lovely, and the last three on the back / C: {v}',
      'A: on the back, by the signature strip, there are three digits, what are they / C: {v}',
      "A: (finally|and lastly), the CVV please / C: (that's|yep,) {v}",
      "A: what's the security number on that card / C: {v}",
      'C: the CVC is {v} if you need it',
      'C: and the last three digits on the back of the card are {v}',
      'A: did you say {v} for the security code / C: (yes|I did)',
      "A: the security code didn't match, could you check it / C: (oh,|sorry,) it's {v}",
      'C: the expiry is {EXPIRY} and the CVV is {v}',
      'A: expiry date / C: {EXPIRY} / A: and the code on the reverse of the card / C: {v}',
      'C: I told your colleague {v} as the security code but that was the old card',
      'A: before I take the {amount}, the security code once more please / C: {v}',
      "A: you'll see a three digit code on the signature strip / C: yes / A: could I have that / C: {v}",
      'C: the card is {CARD} with security code {v}',
      'C: the tracking number is {tracking} and the CVV for the card is {v}',
    ],
  },
  {
    countries: worldwide,
    create: (random) => [random.digits(4)],
    renderings: shortDigits,
    frames: [
      "A: with American Express it's the four small digits above the card number / C: {v}",
      "C: the four digit code on the front of my Amex, that's {v}",
      'A: and the four digit security code on the front of the Amex / C: {v}',
      'C: the security code on the Amex is {v}',
      'A: so for the Amex I have security code {v} / C: correct',
    ],
  },
];

export const expiries: readonly ValueGrammar[] = [
  {
    countries: worldwide,
    create: (random) => [String(random.integer(2026, 2034)), String(random.integer(1, 12)), '1'],
    renderings: cardExpiry,
    frames: [
      'A: card number / C: {CARD} / A: (great|lovely), and what is the expiry on that / C: {v}',
      'A: when does the card run out / C: {v}',
      'A: what date does it show under valid thru on the card / C: it shows {v}',
      'C: the expiration date on the card is {v}',
      "A: I've got an expiry of {v} for that card, has it changed / C: no, same one",
      'C: my old card expired {v} and the new card goes to {v2}',
      'A: card number / C: {CARD} / A: valid until / C: {v} / A: and the CVV / C: {CVV}',
      'C: the card number is {CARD} and that is good through {v}',
      'A: thanks for the card number, and which month and year does it expire / C: {v}',
      'C: card exp date {v}, security code {CVV}',
      'A: does the card have an expiry date on it / C: (yes|it does), {v}',
      'C: card number {CARD}, exp {v}, CVC {CVV}',
      "A: I'll need the card's expiry too / C: (sure,|) {v}",
      'A: is your card still valid / C: yes, it is valid till {v}',
      'C: my Visa expires {v}, do I need to send you the new one',
    ],
  },
  {
    countries: northAmerica,
    create: (random) => [String(random.integer(2026, 2034)), String(random.integer(1, 12)), '1'],
    renderings: cardExpiry,
    frames: [
      'A: and the exp on the card / C: {v}',
      "A: what's the card's expiration / C: (looks like|it's) {v}",
      'A: go ahead with the card number and then the expiration / C: {CARD} / A: got it / C: and expiration is {v}',
    ],
  },
];
