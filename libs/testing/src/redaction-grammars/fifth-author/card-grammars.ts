import { completeWith, passesLuhnCheck } from '../check-digits.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { cardDates } from './say-calendar.js';
import { americanDigits, britishDigits, europeanDigits, everywhere, indianDigits, shortDigits } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

const createCard =
  (prefixes: readonly string[], groups: readonly number[]): ValueGrammar['create'] =>
  (random) => {
    const prefix = random.pick(prefixes);
    const length = groups.reduce((sum, each) => sum + each, 0);
    return cutIntoGroups(completeWith(prefix + random.digits(length - 1 - prefix.length), passesLuhnCheck), groups);
  };
const fours = [4, 4, 4, 4];

const usualCards = [
  'A: (okay|right|lovely), can I take the long card number please / C: (yeah|yes|sure), it is {v}',
  'A: and which card would you like to pay with / C: my Visa / A: go ahead with the number / C: {v}',
  'C: I want to pay the excess on my claim now / A: no problem, what is the card number / C: {v}',
  "A: I'll need a credit card to hold the rental car / C: (okay|uh) {v}",
  'A: card number please / C: {v} / A: expiry / C: {EXPIRY} / A: and the three on the back / C: {CVV}',
  "C: you've got my old card on the subscription, the new card number is {v}",
];
const unusualCards = [
  "A: let me read that card number back, {v} / C: that's right",
  'C: the website wants my card number, so I put in {v} and it says invalid',
  "A: have you got the order number / C: no, I've only got the card I paid with, {v}",
  "C: so it's {amount} for both seats, put it on my debit card, {v}, expires {EXPIRY}",
  'C: somebody stole my purse, please block the card / A: do you know the card number / C: I have a photo of it, {v}',
  "A: shall I use the card ending {lastFour} / C: no, that one's cancelled, use this one, {v}",
];

export const cards: readonly ValueGrammar[] = [
  {
    countries: ['US', 'CA'],
    create: createCard(['4', '51', '54', '6011'], fours),
    renderings: americanDigits,
    frames: weighFrames(usualCards, unusualCards),
  },
  {
    countries: ['GB', 'AU'],
    create: createCard(['4', '52', '55'], fours),
    renderings: britishDigits,
    frames: weighFrames(usualCards, unusualCards),
  },
  {
    countries: ['IN'],
    create: createCard(['4', '53', '6521'], fours),
    renderings: indianDigits,
    frames: weighFrames(
      [
        'A: kindly tell me your sixteen digit card number / C: yes, note it down, {v}',
        'A: please share the card number for the renewal / C: {v}',
      ],
      ["C: ma'am, my debit card {v} is not working in the ATM since yesterday"],
    ),
  },
  {
    countries: ['DE', 'ES'],
    create: createCard(['4', '52', '53'], fours),
    renderings: europeanDigits,
    frames: weighFrames(
      [
        'A: can you give me the card number / C: yes, one moment, it is {v}',
        'C: I would like to pay with credit card, the number is {v}',
      ],
      ['A: which card did you use for the flight / C: the Mastercard with the number {v}'],
    ),
  },
  {
    countries: ['US'],
    create: createCard(['34', '37'], [4, 6, 5]),
    renderings: americanDigits,
    frames: weighFrames([
      "A: what's your card number / C: it's an Amex, {v}",
      'A: and the American Express number / C: {v}',
    ]),
  },
];

const usualCodes = [
  'A: and the three digits on the back / C: {v}',
  "A: what's the security code on the back of the card / C: (it's|) {v}",
  'A: and the CVV please / C: {v}',
  'A: last thing, the last three numbers on the signature strip / C: {v}',
  'A: card number / C: {CARD} / A: and expiry / C: {EXPIRY} / A: and the three digit code / C: {v}',
  'C: the security code is {v}',
];
const unusualCodes = [
  'A: can you turn the card over and read me the three numbers on it / C: hang on, I need my glasses, {v}',
  'C: the card is {CARD}, {EXPIRY}, and {v} on the back',
  'A: CVC please / C: sorry, what / A: the little number on the back of the card / C: oh, {v}',
  "A: I'm afraid the CVV was declined, could you say it again / C: {v}",
  'A: and the security code was {v} / C: yes',
  "C: it's a virtual card in my app, the CVV there is {v}",
];

export const securityCodes: readonly ValueGrammar[] = [
  {
    countries: everywhere,
    create: (random) => [random.digits(3)],
    renderings: shortDigits,
    frames: weighFrames(usualCodes, unusualCodes),
  },
  {
    countries: ['US'],
    create: (random) => [random.digits(4)],
    renderings: shortDigits,
    frames: weighFrames([
      "A: since it's an Amex I need the four digits on the front / C: {v}",
      'A: what is the four digit security code on the front of your American Express / C: {v}',
    ]),
  },
];

export const expiries: readonly ValueGrammar[] = [
  {
    countries: everywhere,
    create: (random) => [random.integer(2025, 2032), random.integer(1, 12), 1].map(String),
    renderings: cardDates,
    frames: weighFrames(
      [
        'A: card number / C: {CARD} / A: and the expiry date / C: {v}',
        'A: when does the card expire / C: {v}',
        "A: what's the expiration date on that card / C: (it's|) {v}",
        'A: thanks, and the expiry / C: {v}',
        'A: until when is your card valid / C: until {v}',
        "C: it's {CARD}, expiry {v}",
      ],
      [
        "A: I've got your card on file with the expiry {v}, is it still that one / C: yes it is",
        'A: and the exp date / C: uh, it says valid thru {v}',
        'C: the bank sent a replacement card, it has the same number but the new expiration is {v}',
        'A: so the card expires {v2} / C: no, {v}',
        'A: and now the CVV / C: {v} / A: no, that is the expiry date, I need the three digits on the back / C: sorry, {CVV}',
        'A: on the front of the card there is a month and a year / C: {v}',
      ],
    ),
  },
];
