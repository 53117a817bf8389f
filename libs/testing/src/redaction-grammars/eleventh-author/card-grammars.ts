import { createCard } from '../create-values.js';
import { heardGrammar } from '../heard-grammar.js';
import { europeDigits, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const createUsualCard = createCard(['4', '4', '4', '52', '54', '55'], [4, 4, 4, 4]);

const usualCard = heardGrammar({
  often: [
    "A: go ahead with the card number whenever you're ready / C: (okay, |right, |){v}",
    "A: what's the long number across the front of your card / C: (it's |){v}",
    'A: how would you like to pay / C: by card / A: lovely, and the card number / C: {v}',
    "C: I'd like to pay my (bill|balance|council tax) / A: sure, can I take your card number / C: (yes, |){v}",
    'A: (please|could you) read me the sixteen digits of your card / C: {v}',
    'C: my card number is {v}',
  ],
  sometimes: [
    "C: can I put the booking on a different card / A: of course, what's the number / C: {v}",
    'A: which card should the gym fee come off from now on / C: (this one|my new one), {v}',
    "C: the machine kept my debit card / A: I'll block it, do you know the card number / C: {v}",
    "C: I've lost my purse and I want my card stopped, the card number's {v}",
    'A: debit or credit card / C: debit / A: okay, the number please / C: {v} / A: expiry / C: {EXPIRY} / A: and the security code / C: {CVV}',
    'C: my grandson usually does this on the computer / A: no worries, just read me the card number / C: {v}',
    'A: whose card is it / C: mine / A: read me the number then, please / C: {v}',
  ],
  rarely: [
    "C: {v} / A: sorry, what's that / C: my credit card, you asked me to read it out",
    "A: I've got the card down as {v} / C: (yes|that's correct)",
    "C: there's an old card of mine saved on your website, please put in my new card instead, {v}",
    "C: is it okay to say my card number on the phone / A: yes, it's fine / C: all right then, {v}",
    'A: do you have the card in front of you / C: no, but I know the number by heart, {v}',
    "A: that card's been declined / C: really, then take my husband's, the number is {v}",
    "C: I can see {amount} on my credit card that I never spent, it's card number {v}",
  ],
});

const usualCards: readonly ValueGrammar[] = [
  usualCard(['US'], createUsualCard, usDigits),
  usualCard(['GB', 'AU'], createUsualCard, ukDigits),
  usualCard(['IN'], createCard(['4', '52', '6070', '6521'], [4, 4, 4, 4]), indiaDigits, [
    'A: kindly confirm the complete number printed on your credit card / C: {v}',
    'C: I want to convert one purchase into EMI, my credit card number is {v}',
  ]),
  usualCard(['DE', 'ES'], createUsualCard, europeDigits, [
    'A: the hotel needs a credit card as a guarantee / C: yes, the number of my card is {v}',
  ]),
];

const americanExpress = heardGrammar({
  often: [
    'A: Visa, Mastercard or Amex / C: Amex / A: and the card number / C: {v}',
    'C: my American Express number is {v}',
  ],
  sometimes: ['A: an Amex has fifteen digits, can you read them all to me / C: {v}'],
  rarely: ["C: do you take American Express / A: we do / C: great, it's {v}"],
})(['US', 'GB'], createCard(['34', '37'], [4, 6, 5]), usDigits);

/** Few callers have an American Express. */
export const cards: readonly ValueGrammar[] = [...usualCards, ...usualCards, americanExpress];
