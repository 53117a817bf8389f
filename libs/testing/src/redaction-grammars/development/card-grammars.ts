import { completeWith, passesLuhnCheck } from '../check-digits.js';
import type { RandomSource } from '../random-source.js';
import { expiryRenderings } from './date-renderings.js';
import { digitRenderings } from './number-renderings.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const everywhere = ['US', 'GB', 'IN', 'AU', 'DE', 'ES'] as const;

const FOURS = [4, 4, 4, 4, 4];
const issuers = [
  { prefixes: ['4'], length: 16, lengths: FOURS },
  { prefixes: ['51', '52', '53', '54', '55'], length: 16, lengths: FOURS },
  { prefixes: ['34', '37'], length: 15, lengths: [4, 6, 5] },
  { prefixes: ['6011', '65'], length: 16, lengths: FOURS },
];

/** A card number with its check digit. */
export function createCard(random: RandomSource): string[] {
  const { prefixes, length, lengths } = random.pick(issuers);
  const prefix = random.pick(prefixes);
  const body = prefix + random.digits(length - prefix.length - 1);
  return cutIntoGroups(completeWith(body, passesLuhnCheck), lengths);
}

export const card: ValueGrammar = {
  countries: everywhere,
  create: createCard,
  renderings: digitRenderings,
  frames: [
    "A: (can|may) I (take|have) (the|your) card number (please|) / C: (yes|sure|okay|) (it is|it's|) {v}",
    "A: what's the long number (across|on) the front (of your card|) / C: {v}",
    'C: I want to pay (with|by) (visa|mastercard|amex), the number is {v}',
    'C: my (credit|debit|) card (number|) is {v} (thank you|)',
    'A: which card would you like to use / C: (um|uh|) the visa {v}',
    'A: please read me the sixteen digits / C: sure {v}',
    'A: and what is the number on your card / C: let me see {v}',
    "A: go ahead with the card details (please|whenever you're ready) / C: (right|) {v}",
    'C: can you charge my card {v}',
    'C: put it on my (mastercard|amex card|debit card) which is {v}',
    'A: I just need the card number from you / C: oh yes that would be {v}',
    'A: could you give me the full card number / C: (of course|) {v} (there you go|)',
    'C: here is my credit card {v}',
  ],
  bareFrames: [
    'C: {v}',
    "A: how can I help / C: (so|okay|) it's {v}",
    'C: the number I have here is {v}',
    'C: so {v} (please|)',
    'A: go ahead / C: that is {v}',
    'C: I have it in front of me {v}',
  ],
};

const codeQuestion = [
  'A: (and|) (the|your) security code (on the back|) (please|) / C: {v}',
  "A: what are the three digits on the back / C: (they are|it's|um|) {v}",
  'A: can I have the CVV / C: (sure|yes|okay|) {v}',
  'C: (my|the) security code is {v}',
  'C: cvv {v}',
  'A: thanks, and the card verification code / C: that is {v}',
  'C: {v} is the security code',
  'A: (now|) I need the security number from the signature strip / C: {v}',
  'A: and the last three digits on the reverse of the card / C: {v}',
  'A: the CVC please / C: it says {v}',
  'C: and the code on the back is {v}',
  'C: the cvc is {v} (okay|)',
  "A: what's the verification number (of|on) the card / C: hmm {v}",
  'A: there is a small code on the back of your card, what is it / C: {v}',
];

export const cvv: ValueGrammar = {
  countries: everywhere,
  create: (random) => [random.digits(random.chance(0.85) ? 3 : 4)],
  renderings: digitRenderings,
  frames: codeQuestion,
};

export const expiry: ValueGrammar = {
  countries: everywhere,
  create: (random) => [String(random.integer(2026, 2034)), String(random.integer(1, 12)), '1'],
  renderings: expiryRenderings,
  frames: [
    'A: (and|) the (expiry|expiration) date (please|) / C: {v}',
    "A: when does (it|the card) expire / C: (it's|in|) {v}",
    'C: (the|) (expiry|expiration) (date|) is {v}',
    'C: exp {v}',
    'A: what is the expiration / C: {v}',
    "A: and what's the expiry on that / C: (it is|) {v}",
    'A: valid until when / C: {v}',
    'C: (my card|it) expires (in|on|) {v}',
    'C: expiring {v}',
    'A: month and year of expiry (please|) / C: {v}',
    'A: could you tell me the expiration date of the card / C: yes {v}',
  ],
};
