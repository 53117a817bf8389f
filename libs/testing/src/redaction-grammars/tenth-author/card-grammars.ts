import { createCard } from '../create-values.js';
import { repeatFrames } from '../repeat-frames.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDigits, britishDigits, europeanDigits, indianDigits } from './write-digits.js';

const createUsualCard = createCard(['4', '4', '51', '52', '54', '55'], [4, 4, 4, 4]);

const often = [
  'A: could I take the long card number please / C: (yep|sure|yes), (it is|) {v}',
  'A: what card number are we using today / C: {v}',
  "A: go ahead with the card number whenever you're ready / C: (okay|right|so), {v}",
  "C: I'd like to pay my invoice by card / A: lovely, what's the card number / C: {v}",
  'A: and the sixteen digits across the front of the card / C: {v}',
];
const sometimes = [
  'A: the card we have for you has expired, do you have a new one / C: yes, the new card is {v}',
  "C: can I pay the council over the phone / A: you can, I need your card details / C: the number's {v} and it expires {EXPIRY}",
  'C: the cash machine kept my debit card / A: do you have the number of that card written down / C: yes, {v}',
  "A: who's the cardholder / C: my husband, but I've got his card here / A: that's fine, read me the number / C: {v}",
  'A: Visa, Mastercard or something else / C: (Visa|Mastercard) / A: and the number on it / C: {v}',
  "A: I need a card to hold the room / C: okay, hang on, my card's in my coat, it's {v}",
  'A: do you want to keep paying with the same card / C: no, take my other card, {v}',
  "C: so the card number is {v}, and the name on it's J Morris",
];
const rarely = [
  "C: it was declined in the shop / A: what's the card number, I'll take a look / C: {v}",
  "A: just to read that back, card number {v} / C: yes, that's correct",
  "C: I've rung twice now, the stolen card is number {v}, why does it still work",
  'C: I wrote my whole card number into the chat, {v}, can you delete that please',
  "C: these numbers are so small, I've got my reading glasses on now, the card says {v}",
  "A: that card number isn't going through / C: let me try again, {v}",
  "C: is this the payment line / A: it is / C: good, then take it from my card, it's {v}",
];

const usualCards: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: createUsualCard,
    renderings: americanDigits,
    frames: repeatFrames({
      often,
      sometimes: [...sometimes, 'C: can you update my autopay, the new credit card is {v}'],
      rarely,
    }),
  },
  {
    countries: ['GB', 'AU'],
    create: createUsualCard,
    renderings: britishDigits,
    frames: repeatFrames({ often, sometimes, rarely }),
  },
  {
    countries: ['IN'],
    create: createCard(['4', '5', '6070', '6521'], [4, 4, 4, 4]),
    renderings: indianDigits,
    frames: repeatFrames({
      often,
      sometimes: [
        'A: sir, for which card do you want the limit increased / C: credit card number {v}',
        'C: my credit card is not working since morning, the card number is {v}',
      ],
    }),
  },
  {
    countries: ['DE', 'ES'],
    create: createUsualCard,
    renderings: europeanDigits,
    frames: repeatFrames({
      often,
      sometimes: [
        'C: I pay with credit card, the number is {v}',
        'A: for the reservation we need a credit card as guarantee / C: yes, it is this one, {v}',
      ],
    }),
  },
];

const americanExpress: ValueGrammar = {
  countries: ['US', 'GB', 'AU'],
  create: createCard(['34', '37'], [4, 6, 5]),
  renderings: americanDigits,
  frames: repeatFrames({
    often: [
      "A: okay, an Amex, what's the card number / C: {v}",
      "C: do you take American Express / A: yes, we do / C: great, it's {v}",
    ],
    sometimes: [
      'A: the fifteen digits on the Amex please / C: {v}',
      'C: put it on the company Amex, number {v}, and send me the receipt',
    ],
  }),
};

/** Few callers pay with an American Express. */
export const cards: readonly ValueGrammar[] = [...usualCards, ...usualCards, americanExpress];
