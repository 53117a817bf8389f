import { createCard, createExpiry } from '../create-values.js';
import { heardGrammar } from '../heard-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, everyCountry, fewDigits, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import { monthsAndYears } from '../say-days.js';
import type { ValueGrammar } from '../value-grammar.js';

const oftenCards = [
  'A: could you read me the long number across the front of your card / C: (yes dear|certainly|right then), {v}',
  "C: I'd like to pay the {amount} over the phone if I may / A: of course, what's the card number / C: {v}",
  'A: and the card number when you are ready / C: (let me put my glasses on|bear with me), {v}',
  "A: is that a debit or a credit card / C: debit / A: lovely, and the number on it / C: it's {v}",
];
const sometimesCards = [
  "A: I can take the school trip payment now / C: yes please, I've got my Visa here, {v}",
  'C: now which number do you want, there are such a lot of them / A: the big one on the front of the card / C: {v}',
  "A: how would you like to pay for the prescriptions / C: with my husband's card, he's sitting here, he says it's {v}",
  'C: the same donation as last year please, my card is {v}',
  'A: I just need the sixteen digits off the card, no hurry / C: {v}',
  'A: so that was card number {v} / C: (that is quite right|yes, that is it)',
];
const rarelyCards = [
  'C: he said that he was from the bank, a very polite young man, and I read him my whole card number, {v}',
  'C: it is a bit rubbed off, but I think that the card says {v}',
  'C: no, that was my bus pass, silly me, the bank card is this one, {v}',
  "A: the machine says it isn't a valid card / C: well I am reading what is on it, {v}",
  "A: who is the card from / C: the building society, it's a Mastercard, shall I read it / A: please / C: {v}",
  "C: before you ask, I've got the card in my hand, it's {v}, and it runs out {EXPIRY}",
  'C: take the deposit for the coach holiday from my old card, {v2}, and the balance from the new one, {v}',
  "C: your letter says you can't charge my card, I checked, it's still {v}",
];

const britishCards = [
  'C: I want to give to the lifeboats again, same as last year, my card is {v}',
  'C: could you put the MOT on my credit card, it is {v}',
  "C: the council tax is due and I haven't got the internet / A: I can take a card / C: oh good, it says {v}",
];

const card = heardGrammar({ often: oftenCards, sometimes: sometimesCards, rarely: rarelyCards });
const createUsualCard = createCard(['4', '4', '45', '52', '54'], [4, 4, 4, 4]);

export const cards: readonly ValueGrammar[] = [
  card(['GB', 'AU'], createUsualCard, ukDigits, britishCards),
  card(['GB', 'AU'], createUsualCard, ukDigits, britishCards),
  card(['US', 'CA'], createUsualCard, usDigits, ["A: credit card number for the copay / C: sure thing, hon, it's {v}"]),
  card(['IN'], createCard(['4', '5', '6071', '6523'], [4, 4, 4, 4]), indiaDigits, [
    'A: madam, for the electricity bill please tell your debit card number / C: one minute, yes, it is {v}',
  ]),
  card(['DE', 'ES'], createUsualCard, europeDigits, [
    'A: the hotel needs a card as a guarantee / C: I read to you from my card, {v}',
  ]),
  card(['US', 'GB'], createCard(['34', '37'], [4, 6, 5]), usDigits, [
    'C: do you take American Express / A: we do / C: thank goodness, the number is {v}',
  ]),
];

const securityCode: ValueGrammar = {
  countries: everyCountry,
  create: (random) => [random.digits(3)],
  renderings: fewDigits,
  frames: repeatFrames({
    often: [
      'A: and the last three digits on the back of the card / C: (turn it over, yes,|here we are,|) {v}',
      'A: now the security code, that is the little number on the back of your card / C: (oh yes|I see), {v}',
      'A: long number / C: {CARD} / A: expiry / C: {EXPIRY} / A: and the three on the back / C: {v}',
      "A: what's the three digit security number on your card / C: {v}",
    ],
    sometimes: [
      "C: is it the number by my signature you want / A: that's it, the last three / C: {v}",
      'C: there are seven numbers on the strip / A: only the last three of the card please / C: {v}',
      'A: nearly done, I only need the CVV / C: the what / A: the three numbers on the back of the card / C: {v}',
      'C: it expires {EXPIRY} and on the back it says {v}',
      'A: can you see the security code / C: it is so small, {v}',
      "A: so the card's security code is {v} / C: (yes|that is right)",
      'A: could you confirm the CVC / C: {v}',
    ],
    rarely: [
      "C: you haven't asked for the three numbers on the back of my card, don't you need those / A: I do, thank you / C: {v}",
      'C: he even wanted the three on the back of the card and like a fool I told him {v}',
      'A: the security code did not go through / C: oh dear, did I say {v2}, I meant {v}',
      'A: do you see the white strip on the back of the card / C: yes / A: what are the last three numbers there / C: {v}',
      "C: my grandson wrote the card's security code on a note for me, it says {v}",
    ],
  }),
};
const frontCode: ValueGrammar = {
  countries: ['US', 'GB'],
  create: (random) => [random.digits(4)],
  renderings: fewDigits,
  frames: repeatFrames({
    often: [
      "A: on American Express the security code is the four digits above the card number / C: it's {v}",
      'A: and the four digit code on the front of your Amex / C: {v}',
    ],
    rarely: ['C: the back of my American Express has no code / A: it is on the front, four small digits / C: ah, {v}'],
  }),
};

export const securityCodes: readonly ValueGrammar[] = [securityCode, securityCode, securityCode, frontCode];

const expiryFrames = {
  often: [
    'A: and the {label} on the card / C: (it says|) {v}',
    'A: long number first / C: {CARD} / A: thank you, and the {label} / C: {v}',
    'A: when does that card run out / C: (it runs out|let me see,|) {v}',
    'A: what is the {label} / C: of my card / A: yes / C: {v}',
  ],
  sometimes: [
    'C: there are two dates on this card / A: the one where it says valid until / C: {v}',
    'A: is your card still valid / C: oh yes, until {v}',
    'C: my card is {CARD}, good till {v}',
    'C: the bank sent me a new card, same number, but now it is valid to {v}',
    "A: I've got the card down as expiring {v} / C: (that is correct|yes, I think so)",
    'A: and under the long number there is a date / C: valid thru {v}',
    "A: month and year that the card's good for / C: {v}",
  ],
  rarely: [
    'C: does a card with {label} {v} still work, I mean it is my only one / A: that is fine',
    "A: I'm sorry, the card was declined / C: but it doesn't expire until {v}",
    "C: here's my card, it was issued a while ago and the {label}, let me see, is {v}",
    'C: you want the {label}, my wife always reads these out for me, she says {v}',
    'A: the {label} you gave us is in the past / C: did I say {v2}, it should be {v}',
  ],
};
const expiry = (countries: ValueGrammar['countries'], label: string): ValueGrammar => ({
  countries,
  create: createExpiry,
  renderings: monthsAndYears,
  label,
  frames: repeatFrames(expiryFrames),
});

export const expiries: readonly ValueGrammar[] = [
  expiry(['GB', 'IN', 'AU', 'DE', 'ES'], '(expiry date|expiry|end date)'),
  expiry(['US', 'CA'], '(expiration date|expiration)'),
];
