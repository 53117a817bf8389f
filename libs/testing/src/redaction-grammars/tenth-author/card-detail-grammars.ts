import { createExpiry } from '../create-values.js';
import { repeatFrames } from '../repeat-frames.js';
import { monthsAndYears } from '../say-days.js';
import type { ValueGrammar } from '../value-grammar.js';
import { shortDigits } from './write-digits.js';

const threeDigitCode: ValueGrammar = {
  countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES'],
  create: (random) => [random.digits(3)],
  renderings: shortDigits,
  frames: repeatFrames({
    often: [
      'A: and the last three digits on the back of the card / C: (it is|) {v}',
      "A: what's the (CVV|CVC) / C: {v}",
      'A: card number / C: {CARD} / A: and the security code / C: {v}',
      'A: expiry date / C: {EXPIRY} / A: and the three numbers on the back / C: {v}',
      'A: what is the three digit security code of the card / C: {v}',
    ],
    sometimes: [
      'A: if you flip the card over, what are the three digits by the signature / C: {v}',
      "A: and the CVV number / C: is that the little one on the back / A: that's it / C: {v}",
      "C: the card number's {CARD}, expiry {EXPIRY}, security code {v}",
      'A: finally the code on the reverse of your card / C: {v}',
      'A: the last bit is the security number on the back of your card / C: (okay|right), {v}',
      'A: CVV please, sir / C: {v}',
      'C: okay, the card is {CARD}, good through {EXPIRY}, CVC {v}',
    ],
    rarely: [
      "C: my card's so worn, I can hardly see the security code / A: what can you see / C: it looks like {v}",
      "A: it says the CVV doesn't match / C: sorry, I read it wrong, it's {v}",
      'C: I gave the website my card and the CVV, {v}, and then it took the money twice',
      "A: did you say {v} for the card's security code / C: yes",
      'C: why do you need the number on the back of the card / A: to check that you have it in your hand / C: fine, {v}',
      "C: I've said the card number, now the three digits behind, that's {v}",
    ],
  }),
};

const fourDigitCode: ValueGrammar = {
  countries: ['US', 'GB', 'AU'],
  create: (random) => [random.digits(2), random.digits(2)],
  renderings: shortDigits,
  frames: repeatFrames({
    often: [
      'A: there are four small digits on the front of your Amex, what are they / C: {v}',
      'A: what is the four digit security code on the Amex / C: {v}',
    ],
    sometimes: ['A: for American Express the security code is on the front / C: found it, {v}'],
  }),
};

export const securityCodes: readonly ValueGrammar[] = [threeDigitCode, threeDigitCode, threeDigitCode, fourDigitCode];

const expiry = (countries: ValueGrammar['countries'], label: string): ValueGrammar => ({
  countries,
  create: createExpiry,
  renderings: monthsAndYears,
  label,
  frames: repeatFrames({
    often: [
      'A: card number / C: {CARD} / A: thank you, {label} / C: {v}',
      "A: what's the {label} of the card / C: {v}",
      'A: when does (the|that|your) card expire / C: (it expires|) {v}',
      'C: the card number is {CARD} and the {label} is {v}',
    ],
    sometimes: [
      'A: month and year of the {label} on that card / C: {v}',
      'A: what does it say under valid thru on your card / C: {v}',
      'A: your new debit card is in the post, when does the old one run out / C: {v}',
      'A: I see a card expiring {v}, shall I use that one / C: yes please',
      "C: I've got a replacement card, same number, but the {label} is now {v}",
      'A: how long is the card valid / C: until {v}',
      'A: {label} on the card / C: the from date or the to date / A: the to date / C: {v}',
      'A: the {label} and the three digits on the back of the card please / C: {v}, and {CVV}',
    ],
    rarely: [
      "A: the card on your account has expired / C: that can't be, this one's valid until {v}",
      'C: I typed the wrong {label} when I paid, I put {v2} but the card says {v}',
      "A: card number / C: {CARD}, it's a prepaid one / A: and when does it expire / C: {v}",
      "A: so {v} for the {label} of your card / C: that's it",
      'C: you take the gym fee from my bank card and that one runs out in {v}, shall I send you the new one',
    ],
  }),
});

export const expiries: readonly ValueGrammar[] = [
  expiry(['US'], '(expiration date|expiration)'),
  expiry(['GB', 'IN', 'AU', 'DE', 'ES'], '(expiry date|expiry)'),
];
