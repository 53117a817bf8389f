import { completeWith, passesLuhnCheck } from '../../check-digits.js';
import type { RandomSource } from '../../random-source.js';
import { cutIntoGroups, type ValueGrammar } from '../../value-grammar.js';
import { expiryRenderings } from './date-renderings.js';
import { americanDigits, commonwealthDigits, continentalDigits } from './number-renderings.js';
import { american, commonwealth, continental, everywhere } from './places.js';

const issuers = [
  { prefixes: ['40', '45', '47', '49'], length: 16, lengths: [4, 4, 4, 4] },
  { prefixes: ['51', '53', '55', '2221', '2720'], length: 16, lengths: [4, 4, 4, 4] },
  { prefixes: ['6011', '644', '65'], length: 16, lengths: [4, 4, 4, 4] },
  { prefixes: ['34', '37'], length: 15, lengths: [4, 6, 5] },
];

/** A card number with its check digit. */
export function createCard(random: RandomSource): string[] {
  const { prefixes, length, lengths } = random.pick(issuers);
  const prefix = random.pick(prefixes);
  return cutIntoGroups(completeWith(prefix + random.digits(length - prefix.length - 1), passesLuhnCheck), lengths);
}

const cardFrames = [
  "A: whenever you're ready with the long card number / C: (okay|alright), so it's {v}",
  "A: how would you like to settle that today / C: on my Mastercard / A: perfect, what's the number / C: {v}",
  "C: do you take Amex or Visa / A: we take both / C: then the card number's {v}",
  'A: the payment was declined, could you read the card number out again / C: (sure|again, okay), {v}',
  'C: could you swap my old card for this one, {v}',
  "A: your total comes to {amount} / C: that's fine, my card number is {v}",
  "C: I've got two cards, {v} is the Visa and {v2} is the business one",
  'C: {v} is my debit card and {v2} is my credit card',
  'A: so the card number first / C: {v} / A: and the expiry / C: {EXPIRY} / A: and the security code / C: {CVV}',
  'C: card number {v}, expiry {EXPIRY}, security code {CVV}',
  'C: the card that you charged for order number {order} is {v}',
  "A: is it a debit or a credit card / C: it's a credit card / A: and the digits across the front / C: {v}",
  'A: I have your card down as {v}, is that right / C: yes it is',
];

const cardGrammar = (
  countries: ValueGrammar['countries'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
): ValueGrammar => ({
  countries,
  create: createCard,
  renderings,
  frames: [...cardFrames, ...frames],
  bareFrames: ['A: ready when you are / C: {v}', 'C: alright, here we go, {v}', "C: it's {v}"],
});

export const cards: readonly ValueGrammar[] = [
  cardGrammar(american, americanDigits, [
    'A: which card do you want to put that on / C: put it on my Discover card, {v}',
    'C: my billing zip is {zip} and the card number is {v}',
  ]),
  cardGrammar(commonwealth, commonwealthDigits, [
    "A: can you pop the long number on the card through to me / C: yeah, it's {v}",
    'C: I would like to pay my bill by debit card, the number is {v}',
  ]),
  cardGrammar(continental, continentalDigits, ['A: may I have your credit card number please / C: yes, it is {v}']),
];

export const cvvs: readonly ValueGrammar[] = [
  {
    countries: everywhere,
    create: (random) => [random.digits(3)],
    renderings: [...americanDigits.slice(0, 4), ...commonwealthDigits.slice(0, 3)],
    frames: [
      'A: and those three little numbers on the back / C: {v}',
      "A: can I get the security digits / C: (they're|um, it's) {v}",
      "A: what's the CVV2 / C: {v}",
      'A: last thing is the code next to the signature / C: it says {v}',
      'C: the CVV is {v} and the order number is {order}',
      'A: and the expiry / C: {EXPIRY} / A: and the security code / C: {v}',
      'A: card number / C: {CARD} / A: expiry date / C: {EXPIRY} / A: and the CVC / C: {v}',
      'C: it expires {EXPIRY} and the code on the back is {v}',
      'A: would you read me the card security code / C: yeah, give me two seconds / A: sure / C: right, {v}',
      "C: {v}, that's the security number on the back",
      'A: the security code I have here is {v}, correct / C: (yes|correct)',
      'A: the total is {amount}, I just need the security code to finish / C: {v}',
      'A: was that security code {v} / C: yes, that is it',
    ],
  },
  {
    countries: everywhere,
    create: (random) => [random.digits(4)],
    renderings: [...americanDigits.slice(0, 4), ...commonwealthDigits.slice(0, 3)],
    frames: [
      "A: since it's an Amex I need the four digit security code on the front / C: {v}",
      'C: the four digit CID on my American Express card is {v}',
      'A: and the security code, for American Express it has four digits / C: {v}',
    ],
  },
];

export const expiry: ValueGrammar = {
  countries: everywhere,
  create: (random) => [String(random.integer(2026, 2033)), String(random.integer(1, 12)), '1'],
  renderings: expiryRenderings,
  frames: [
    "A: (and|) when's the card good until / C: {v}",
    'A: and the expiry / C: {v} / A: and the security code / C: {CVV}',
    'A: card number / C: {CARD} / A: expiry / C: {v}',
    'C: (valid thru|valid until) {v}',
    "C: the card's (good till|valid to) {v}",
    "A: does your card expire this year / C: no, it's {v}",
    'C: my card runs out (in|at) {v}',
    'A: end date of the card please / C: {v}',
    'C: the card number is {CARD} and it expires {v}',
    'C: the new card expires {v} and the old one expired {v2}',
    'A: I show the card expiring {v}, still right / C: yes',
    'A: and what expiry date does it have on it / C: (it has|that says) {v}',
  ],
};
