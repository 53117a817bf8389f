import { createExpiry } from '../create-values.js';
import { heardGrammar } from '../heard-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { everyCountry, fewDigits } from '../say-characters.js';
import { monthsAndYears } from '../say-days.js';
import { shareFrames } from '../share-frames.js';
import type { ValueGrammar } from '../value-grammar.js';

const threeDigitCode = heardGrammar({
  often: [
    'A: and the (three digits|last three digits) on the back of the card / C: {v}',
    "A: what's the (CVV|CVC|security code on the back) / C: (it's|that's|) {v}",
    'A: card expiry / C: {EXPIRY} / A: and the security number on the back / C: {v}',
    'A: can I have the three digit security code of the card / C: (sure|yes), {v}',
    'C: the (CVV|CVV number) is {v}',
  ],
  sometimes: [
    'A: and finally the little number on the signature strip of the card / C: {v}',
    'C: card number {CARD}, expires {EXPIRY}, security code {v}',
    'A: now turn your card over and read me the last three digits / C: (okay|um|got it), {v}',
    'A: do you see the three numbers next to where you sign / C: on the back of the card, yes, {v}',
    'A: I just need the CVC to finish the payment / C: {v} / A: all done, thank you',
  ],
  rarely: [
    "C: what's a CVV / A: it's the three digits on the back / C: oh right, {v}",
    "C: your website keeps rejecting my card security code, I'm putting in {v} like it says on the back",
    "A: I've got {v} for the card's security code / C: (yes|that's right)",
    "C: I can hardly read the back of this card without my glasses / A: it's only the three digits after the signature / C: {v} I think",
  ],
})(everyCountry, (random) => [random.digits(3)], fewDigits);

const fourDigitCode: ValueGrammar = {
  countries: ['US', 'GB'],
  create: (random) => [random.digits(2), random.digits(2)],
  renderings: fewDigits,
  frames: repeatFrames({
    often: [
      "A: as it's an American Express I need the four digit security code / C: {v}",
      'A: on an Amex the security code is on the front, four small digits / C: {v}',
    ],
  }),
};

export const securityCodes: readonly ValueGrammar[] = [
  threeDigitCode,
  threeDigitCode,
  threeDigitCode,
  threeDigitCode,
  fourDigitCode,
];

const expiry = shareFrames({
  often: [
    'A: card number / C: {CARD} / A: {label} / C: {v}',
    "A: what's the {label} on (the|your) card / C: (it's|) {v}",
    'A: when does your card (expire|run out) / C: {v}',
    'C: the card expires {v}',
    'A: can you give me the {label} of the card / C: (yes|sure), {v} / A: and the security code / C: {CVV}',
  ],
  sometimes: [
    'A: what does it say under valid thru on the card / C: {v}',
    'C: my card number is {CARD} and the {label} is {v}',
    'A: the card I have for you expires {v}, is that still the one / C: yes',
    "C: I've got a new card / A: same number / C: yes, only the {label} is different, it's {v} now",
    'A: which month and year is the card valid until / C: {v}',
  ],
  rarely: [
    "A: it's telling me your card is out of date / C: that can't be, it's good till {v}",
    "C: that's the card number, and you'll want the {label} as well, won't you / A: please / C: {v}",
    "C: there's two dates on my card / A: it's the one that says expires end / C: {v}",
    'A: your payment failed because the card on file ran out / C: oh they sent me a new one, that one runs until {v}',
  ],
});

export const expiries: readonly ValueGrammar[] = [
  expiry({
    countries: ['US', 'CA'],
    create: createExpiry,
    renderings: monthsAndYears,
    label: '(expiration date|expiration|expiry)',
  }),
  expiry({
    countries: ['GB', 'IN', 'AU', 'DE', 'ES'],
    create: createExpiry,
    renderings: monthsAndYears,
    label: '(expiry date|expiry)',
  }),
];
