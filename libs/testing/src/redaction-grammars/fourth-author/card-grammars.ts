import { completeWith, passesLuhnCheck } from '../check-digits.js';
import type { RandomSource } from '../random-source.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { cardDates, commonGrammar, everywhere, fewDigits, learnedDigits, nativeDigits } from './say-numbers.js';

const createNumber = (random: RandomSource, prefix: string, length: number): string =>
  completeWith(prefix + random.digits(length - 1 - prefix.length), passesLuhnCheck);

const createSixteen: ValueGrammar['create'] = (random) =>
  cutIntoGroups(createNumber(random, random.pick(['4', '52', '55', '2720', '6011']), 16), [4, 4, 4, 4]);
const createAmex: ValueGrammar['create'] = (random) =>
  cutIntoGroups(createNumber(random, random.pick(['34', '37']), 15), [4, 6, 5]);

const bareFrames = ['A: whenever you are ready / C: {v}', 'C: put it on this one, {v}'];

export const cards: readonly ValueGrammar[] = [
  {
    countries: ['US', 'CA', 'GB', 'AU'],
    create: createSixteen,
    renderings: nativeDigits,
    frames: [
      'A: thank you for your pledge, might I trouble you for the long number across the front of your card / C: by all means, {v}',
      "C: look, I've been on hold for ages, just take the card, {v}, it runs to {EXPIRY}, {CVV} on the back, done",
      "A: which card shall we keep on file for the charging account / C: the one ending, no wait, I'll read the whole thing, {v}",
      "A: card number and the name on it please / C: {v} and it's under Amira Haddad",
      'A: the payment for your ride failed / C: because you still have my old card, {v}, the new one is {v2}',
      'A: okay, can you read out the sixteen digits on / C: yeah yeah, {v}',
      'C: I typed {v} into your app and it says card declined / A: let me see, so {again}',
      'A: is the Mastercard still {v} for the monthly gift / C: it is',
      "A: and how would you like to settle the prescription charge / C: by card / A: go on / C: {v}, that's the number",
    ],
    bareFrames,
  },
  {
    countries: ['IN', 'DE', 'ES'],
    create: createSixteen,
    renderings: learnedDigits,
    frames: [
      'C: my number of card, it is {v}, you have it',
      'A: for the deposit the hotel needs a credit card / C: please write, {v}',
      'C: from the credit card with {v} you took the money two times',
      'A: card number and expiry, please / C: the number is {v}, until {EXPIRY}',
    ],
    bareFrames,
  },
  {
    countries: ['US', 'GB'],
    create: createAmex,
    renderings: nativeDigits,
    frames: [
      'A: we do take American Express / C: good, it is {v}',
      'C: so the Amex is {v} and do I get my points',
      "A: do you have another card, this one's refused / C: try my Amex, {v}",
    ],
  },
];

export const securityCodes: readonly ValueGrammar[] = [
  commonGrammar((random) => [random.digits(3)], fewDigits, [
    "A: flip the card over, there's a little number by the signature / C: I see it, {v}",
    'A: and the last three on the back of the card / C: {v}',
    'C: the three numbers behind the card are {v}',
    'A: expiry and security code please / C: {EXPIRY} and {v}',
    'C: card is {CARD}, runs to {EXPIRY}, C V V {v}',
    'A: might I ask for the card verification value / C: certainly, that would be {v}',
    'A: and the three digits on the ba / C: {v}',
    'C: the security code is {v} or maybe {v2}, the print is rubbed off',
    'A: your card security code, madam / C: one moment, {v}, I think it says {again}',
  ]),
  {
    countries: ['US', 'GB'],
    create: (random) => [random.digits(4)],
    renderings: fewDigits,
    frames: [
      "A: on an Amex it's the four digits printed above the long number / C: {v}",
      'C: the code on the front of the Amex is {v}',
    ],
  },
];

export const expiries: readonly ValueGrammar[] = [
  {
    countries: everywhere,
    create: (random) => [String(random.integer(2026, 2034)), String(random.integer(1, 12)), '1'],
    renderings: cardDates,
    frames: [
      'A: until when is the card good / C: {v}',
      'A: is that card still in date / C: it runs out {v}',
      'A: valid through / C: {v}',
      'A: what month and year does it show on the card / C: {v}',
      'C: the new card goes till {v}, the old one stopped {v2}',
      'A: card number and expiry / C: {CARD}, {v}',
      'C: card {CARD}, good thru {v}, what else',
      "A: it came back as expired / C: it can't be, on the card it says {v}",
      'A: may I have the expiration date of this card, madam / C: of course, {v}',
      'A: and it exp / C: expires {v}, the card, yes',
    ],
  },
];
