import { createCard } from '../create-values.js';
import { heardGrammar } from '../heard-grammar.js';
import { europeDigits, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const card = heardGrammar({
  often: [
    "A: what's the (card number|number on the card) please / C: (yeah, it's|it's|okay|) {v}",
    'A: could you read out the long number across the front of your card / C: (sure|right|okay), {v}',
    "C: I want to pay my (water bill|phone bill|invoice) / A: lovely, I can take a card payment, what's the card number / C: {v}",
    'C: my card number is {v}',
    'A: which card would you like to use / C: my (credit|debit) card / A: and the number on it / C: {v}',
    "A: go ahead with the card number when you're ready / C: (alright|okay|ready), {v}",
  ],
  sometimes: [
    "C: I've lost my credit card and I need it blocked / A: I'm sorry to hear that, do you know the card number / C: (yes|I wrote it down), {v}",
    'C: can you put the gym membership on a different card, the card number is {v}',
    "A: the hotel needs a card to hold the room / C: that's fine, the number is {v}, expires {EXPIRY}",
    "A: let me read the card number back to you, {v} / C: (yes, that's it|correct|perfect)",
    "C: it got declined at the till, can you see why / A: what's the full card number / C: {v}",
    'A: name on the card / C: Mr P Hughes / A: card number / C: {v} / A: expiry / C: {EXPIRY}',
  ],
  rarely: [
    'C: hang on, my purse is in the car / A: no rush / C: right, my credit card, you want the big number on the front, {v}',
    "C: {v}, that's my card number, did you get all of that / A: I did",
    "C: I bought tickets off some website and gave them my card, the whole number, {v}, and now it turns out it's fake",
    'A: would you prefer direct debit or card / C: card please, my card is {v}, can you read that back',
  ],
});

const createUsualCard = createCard(['4', '4', '4', '51', '52', '54'], [4, 4, 4, 4]);

const usualCards: readonly ValueGrammar[] = [
  card(['US', 'CA'], createUsualCard, usDigits),
  card(['GB', 'AU'], createUsualCard, ukDigits),
  card(['IN'], createCard(['4', '5', '6071', '6521'], [4, 4, 4, 4]), indiaDigits, [
    "A: ma'am, kindly confirm the sixteen digit debit card number / C: {v}",
  ]),
  card(['DE', 'ES'], createUsualCard, europeDigits, [
    'A: how would you like to pay / C: with credit card, please, the number of the card is {v}',
  ]),
];

const americanExpress = card(['US', 'GB'], createCard(['34', '37'], [4, 6, 5]), usDigits, [
  "C: it's an American Express / A: we take those, what's the number / C: {v}",
]);

/** One card in nine is an American Express. */
export const cards: readonly ValueGrammar[] = [...usualCards, ...usualCards, americanExpress];
