import { createExpiry } from '../create-values.js';
import { heardGrammar } from '../heard-grammar.js';
import { everyCountry, fewDigits } from '../say-characters.js';
import { monthsAndYears } from '../say-days.js';
import { shareFrames } from '../share-frames.js';
import type { ValueGrammar } from '../value-grammar.js';

const threeDigitCode = heardGrammar({
  often: [
    'A: and the three digits on the back of the card / C: {v}',
    'A: (card number please|the long card number) / C: {CARD} / A: and the security code / C: {v}',
    'A: I just need the CVV now / C: (sure, |okay, |){v}',
    "A: what's the CVC / C: (it's |){v}",
    'A: expiry date / C: {EXPIRY} / A: and the last three digits on the signature strip / C: {v}',
    "A: and what's the security code on the back of your card / C: {v}",
  ],
  sometimes: [
    'C: which three digits do you mean / A: the ones on the back of your card, next to the signature / C: (ah, |okay, ){v}',
    'C: card number {CARD}, expires {EXPIRY}, and the three on the back are {v}',
    "A: flip the card over for me, you'll see a three digit code / C: {v}",
    'A: the bank wants the CVV again / C: (no problem|all right), {v}',
    'A: card number / C: {CARD}, do you need the number on the back too / A: yes please, the last three / C: {v}',
    'C: the CVV is {v}',
  ],
  rarely: [
    "C: your website won't take my card, I put in the CVV, {v}, and it goes red",
    'C: I only have the card in my banking app, there it shows the CVV as {v}',
    'A: I heard {v} for the three digits on the back of the card, is that right / C: yes',
    "A: card number / C: {CARD}, and on the back it says {v} / A: that's the security code, thank you",
    'C: they rang me about a refund and I gave them my card and the security code on the back, {v}, was that wrong',
  ],
})(everyCountry, (random) => [random.digits(3)], fewDigits);

const fourDigitCode = heardGrammar({
  often: [
    'A: the security code is on the front of your Amex, four digits / C: {v}',
    'A: and the four small digits above the American Express number / C: {v}',
  ],
  sometimes: [
    'C: where is the security code on an American Express / A: on the front, on the right / C: okay, {v}',
    'A: is it an Amex / C: yes / A: then I need the four digit security code from the front / C: {v}',
  ],
})(['US', 'GB'], (random) => [random.digits(2), random.digits(2)], fewDigits);

export const securityCodes: readonly ValueGrammar[] = [threeDigitCode, threeDigitCode, threeDigitCode, fourDigitCode];

const expiry = shareFrames({
  often: [
    'A: card number / C: {CARD} / A: and the {label} / C: {v}',
    "A: what's the {label} on the card / C: (it's |){v}",
    'A: thank you, and when does that card run out / C: {v}',
    'A: what month and year does your card expire / C: {v}',
    'A: {label} of the card please / C: {v} / A: and the three digits on the back / C: {CVV}',
    'C: the {label} on my card is {v}',
  ],
  sometimes: [
    "C: the number is {CARD} and it's valid until {v}",
    "A: the card's valid from when to when / C: the end date is {v}",
    "A: I've got a card here that expires {v}, shall I use that / C: yes please",
    'C: I got a new card with the same number, only the {label} is different, {v}',
    'A: is the card still in date / C: yes, it expires {v}',
    'A: can you give me the {label} / C: of the card / A: yes / C: {v}',
  ],
  rarely: [
    "A: it says your card has expired / C: that can't be, on the front it says {v}",
    "C: my card is {CARD} and below that it says {v} / A: that's the {label}, thanks",
    'C: my subscription stopped because the card ran out, the new one runs out {v}',
    'A: card number / C: {CARD} / A: month and year / C: {v}',
    'A: there are two dates on your bank card, I need the second one / C: valid to {v}',
  ],
});

export const expiries: readonly ValueGrammar[] = [
  expiry({
    countries: ['US'],
    create: createExpiry,
    renderings: monthsAndYears,
    label: '(expiration date|expiration)',
  }),
  expiry({
    countries: ['GB', 'IN', 'AU', 'DE', 'ES'],
    create: createExpiry,
    renderings: monthsAndYears,
    label: '(expiry date|expiry)',
  }),
];
