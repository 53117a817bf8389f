import { createCard, createExpiry } from '../create-values.js';
import type { ValueGrammar } from '../value-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, everyCountry, fewDigits, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import { monthsAndYears } from '../say-days.js';

const createUsualCard = createCard(['4', '4', '51', '53', '55'], [4, 4, 4, 4]);

const often = [
  "A: (okay|alright|perfect), what's the card number / C: (it's|so it's|sure, it's|) {v}",
  'A: can you read me the (long number|sixteen digits) on the front of the card / C: (yes|yeah|okay), {v}',
  "C: I'd like to pay (my bill|the balance) by card / A: of course, whenever you're ready with the card number / C: {v}",
  "A: I'll take the payment for that now, card number first please / C: {v} / A: thank you, and the expiry date / C: {EXPIRY}",
];
const sometimes = [
  'A: and the card you want us to keep on file for the membership / C: use my (Visa|Mastercard|debit card), {v}',
  'C: can I change the card for the monthly payments, the new one is {v}',
  'A: is it a Visa or a Mastercard / C: Visa / A: go on then / C: {v}',
  'A: which card was charged / C: the credit card {v} / A: and how much was it / C: {amount}',
  "A: what's the name on the card / C: same as mine / A: and the number / C: {v}",
  "C: I think my card's been cloned, there are payments in shops I've never been to, the card number is {v}",
];
const rarely = [
  "A: did you say the card number was {v} / C: (yes|correct|that's the one)",
  "A: can I take the policy number / C: I don't have it here, can you find me with the card I paid with, {v}",
  'C: I typed my card number on your page, {v}, and then it just went round and round',
  'A: the payment was declined, would you like to try another card / C: (yes|okay), try this one, {v}',
  'C: he phoned about a parcel and wanted a card for the customs fee, so I gave him my number, {v}',
  'C: just take the {amount} from my card, number {v}',
  "A: okay, next four / C: sorry, I'll read you the whole card again, {v}",
];

const usualCards: readonly ValueGrammar[] = [
  {
    countries: ['US', 'CA'],
    create: createUsualCard,
    renderings: usDigits,
    frames: repeatFrames({ often, sometimes, rarely }),
  },
  {
    countries: ['GB', 'AU'],
    create: createUsualCard,
    renderings: ukDigits,
    frames: repeatFrames({ often, sometimes, rarely }),
  },
  {
    countries: ['IN'],
    create: createCard(['4', '5', '6070', '6522'], [4, 4, 4, 4]),
    renderings: indiaDigits,
    frames: repeatFrames({
      often,
      sometimes: [
        'A: sir, please confirm the debit card number which you want to block / C: {v}',
        'C: I am wanting to redeem the points of my credit card, the number is {v}',
      ],
    }),
  },
  {
    countries: ['DE', 'ES'],
    create: createUsualCard,
    renderings: europeDigits,
    frames: repeatFrames({
      often,
      sometimes: [
        'A: for the deposit of the apartment I need a credit card / C: yes, I tell you the number, {v}',
        'C: I have here my card, the number is {v}',
      ],
    }),
  },
];

const americanExpress: ValueGrammar = {
  countries: ['US', 'GB'],
  create: createCard(['34', '37'], [4, 6, 5]),
  renderings: usDigits,
  frames: repeatFrames({
    often: ["C: it's an American Express, is that okay / A: yes, we take Amex / C: {v}", ...often.slice(0, 1)],
    sometimes: ['A: and the fifteen digits of the Amex please / C: {v}'],
  }),
};

/** Few callers have an American Express. */
export const cards: readonly ValueGrammar[] = [...usualCards, ...usualCards, americanExpress];

const securityCodeFrames = {
  often: [
    'A: and the (three|last three) digits on the back / C: {v}',
    "A: what's the security code on the back of the card / C: (it's|uh|) {v}",
    'A: card number / C: {CARD} / A: expiry / C: {EXPIRY} / A: security code / C: {v}',
    'A: can I get the (CVV|CVC|CVV code) / C: {v}',
  ],
  sometimes: [
    'A: thanks, and lastly the last three numbers on the signature strip / C: {v}',
    "C: it's {CARD}, valid until {EXPIRY}, and the CVV is {v}",
    "A: turn the card over, there's a short number next to your signature / C: (okay|I see it), {v}",
    'A: and the code on the back / C: of the card / A: yes / C: {v}',
  ],
  rarely: [
    "C: where do I find the CVC / A: on the back, on the right / C: then it's {v}",
    'C: they asked for my card and for the three digits behind, I told them {v}, and now I am worried',
    "A: the bank says that security code is wrong, can you check the card / C: oh, it's not {v2}, it's {v}",
    'A: so the card security code was {v} / C: yes',
    "C: the numbers on the back have nearly rubbed off / A: can you make out the last three / C: I think it's {v}",
  ],
};

const threeDigitCode: ValueGrammar = {
  countries: everyCountry,
  create: (random) => [random.digits(3)],
  renderings: fewDigits,
  frames: repeatFrames(securityCodeFrames),
};
const fourDigitCode: ValueGrammar = {
  countries: ['US', 'GB'],
  create: (random) => [random.digits(2), random.digits(2)],
  renderings: fewDigits,
  frames: repeatFrames({
    often: [
      "A: on an Amex it's the four digits on the front, above the card number / C: {v}",
      "A: what's the security code on the American Express / C: {v}",
    ],
    sometimes: ['A: and the CID, those are four small digits on the front of your Amex / C: {v}'],
  }),
};

export const securityCodes: readonly ValueGrammar[] = [threeDigitCode, threeDigitCode, threeDigitCode, fourDigitCode];

const expiryFrames = {
  often: [
    'A: card number please / C: {CARD} / A: and the {label} / C: {v}',
    "A: when does (the|your) card expire / C: (it expires|it's|) {v}",
    "A: what's the {label} on the card / C: {v}",
    'A: and the {label} / C: {v} / A: and the three digits on the back / C: {CVV}',
  ],
  sometimes: [
    'C: the card is {CARD}, {label} {v}',
    'A: it says valid thru on the front of the card, what is the date there / C: {v}',
    "A: is that the card that runs out in {v} / C: (yes|yeah), that's the one",
    'C: my card ran out last month, the new one is good until {v}',
    'A: month and year on the card please / C: {v}',
  ],
  rarely: [
    "A: I'm afraid the system says that your card has expired / C: no, I'm looking at it, it says {v}",
    "C: it's the same card number as before, only the {label} has changed, that's {v} now",
    'A: when is the card valid to / C: do you mean the start or the end / A: the end / C: {v}',
    'C: does it matter if my card runs out soon / A: when does it run out / C: {v}',
    "A: what's the date below the card number / C: it says {v}",
  ],
};
export const expiries: readonly ValueGrammar[] = [
  {
    countries: ['US', 'CA'],
    create: createExpiry,
    renderings: monthsAndYears,
    label: '(expiration date|expiration)',
    frames: repeatFrames(expiryFrames),
  },
  {
    countries: ['GB', 'IN', 'AU', 'DE', 'ES'],
    create: createExpiry,
    renderings: monthsAndYears,
    label: '(expiry date|expiry)',
    frames: repeatFrames(expiryFrames),
  },
];
