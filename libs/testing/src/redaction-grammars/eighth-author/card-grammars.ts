import { createCard, createExpiry } from '../create-values.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, everyCountry, fewDigits, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import { monthsAndYears } from '../say-days.js';
import { shareFrames } from '../share-frames.js';
import type { ValueGrammar } from '../value-grammar.js';

const card = shareFrames({
  often: [
    'A: go ahead with the card number / C: {v}',
    "A: what's the (long number|long card number) on the front / C: (yep|sure|ok so), {v}",
    'C: wanna pay (my phone bill|my balance|this month) by card / A: sure, read me the card number / C: {v}',
    "C: card number's {v}",
    'A: (card number please|the card number first) / C: {v} / A: (cool|great), expiry / C: {EXPIRY}',
  ],
  sometimes: [
    'A: which card are we putting on the account / C: my debit one / A: okay, and the long number / C: {v}',
    'C: the top up failed like three times / A: read me the number of the card you used / C: {v}',
    "C: lost my card on the bus last night, I need it frozen / A: do you know the number / C: yeah I've a photo of it, {v}",
    "A: is the card ending in {lastFour} still right / C: no that one's gone, the new card is {v}",
    'A: card number / C: {v} / A: expiry / C: {EXPIRY} / A: and the code on the back / C: {CVV}',
    'C: hi so my virtual card got declined online, the number on it is {v}',
    'A: I have your card as {v}, correct / C: (yep|correct)',
    'A: all the digits on the front of the card please, take your time / C: {v}',
    'C: please, you can charge my Visa, it is {v}',
    "A: which card do you want the refund on / C: it's a prepaid card, {v}",
  ],
  rarely: [
    'C: I got phished, I typed in everything, card number {v}, name, all of it / A: okay, I am blocking it right now',
    'C: {v} / A: sorry, what was that / C: my card number, you asked for it',
    'A: I need a payment method / C: card or what / A: card is fine, the number on the front please / C: {v}',
    'C: the card in the app is wrong, it shows {v2}, mine is {v}',
    'C: which one do you need, the debit or the credit card / A: the one you paid {amount} with, the whole number / C: okay then, {v}',
    "C: it's in my phone wallet, does it matter / A: no, just find the card number / C: it hides it, wait, now I see it, {v}",
    'A: so the customs fee is {amount}, I can take a card / C: alright, mine is {v}',
  ],
});

const create = createCard(['4', '4', '52', '54'], [4, 4, 4, 4]);

const usualCards: readonly ValueGrammar[] = [
  card({ countries: ['US', 'CA'], create, renderings: usDigits }),
  card({ countries: ['GB', 'AU'], create, renderings: ukDigits }),
  card(
    {
      countries: ['IN'],
      create: createCard(['4', '5', '6071', '6521'], [4, 4, 4, 4]),
      renderings: indiaDigits,
    },
    [
      'A: sir which card is blocked / C: my credit card only, number is {v}',
      'C: the payment got debited twice on my debit card, card number {v}, kindly reverse it',
    ],
  ),
  card({ countries: ['DE', 'ES'], create, renderings: europeDigits }, [
    'C: I can pay with my girlfriend her card / A: yes if she agrees / C: she says yes, so the number is {v}',
    'A: we need a credit card for the subscription / C: I tell you the number, {v}',
  ]),
];

const americanExpress: ValueGrammar = {
  countries: ['US', 'GB'],
  create: createCard(['34', '37'], [4, 6, 5]),
  renderings: usDigits,
  frames: repeatFrames({
    often: ['C: you guys take Amex / A: we do, go ahead / C: {v}', 'A: Amex number please / C: {v}'],
    sometimes: ["C: it's my company Amex, the number's {v}"],
  }),
};

/** Few callers have an American Express. */
export const cards: readonly ValueGrammar[] = [...usualCards, ...usualCards, americanExpress];

const securityCodeFrames = repeatFrames({
  often: [
    'A: three digits on the back / C: {v}',
    'A: and the (CVV|CVC) / C: (uh|so|yep) {v}',
    'A: card number / C: {CARD} / A: security code / C: {v}',
    "A: what's the code on the back of the card / C: (it's|says) {v}",
  ],
  sometimes: [
    'C: {CARD}, expires {EXPIRY}, CVV {v}',
    "A: what's the little number on the back of the card / C: the three digits, {v}",
    "C: what's a CVC / A: the last three numbers on the back of your card / C: ah ok, {v}",
    "A: tap show details in the app, you'll see the CVV of your virtual card / C: yeah, {v}",
    "C: your site says my CVV is wrong but it's definitely {v}",
    'A: I have the card and the expiry, only the security code is missing / C: {v}',
    'A: and the code on the back / C: sorry, which code / A: of the card, three numbers / C: {v}',
  ],
  rarely: [
    "C: {v} / A: and that's the CVV, yeah / C: yeah",
    'C: he had my card in his hand, he read the three digits on the back out loud, {v}, I heard it',
    'A: it did not take {v2} as the CVV / C: oh sorry, I read it wrong, {v}',
    'C: the CVV of this card changes every day in the app, now it is {v}',
    'A: I need the card validation code / C: you mean this CVV thing / A: exactly / C: {v}',
  ],
});

const threeDigitCode: ValueGrammar = {
  countries: everyCountry,
  create: (random) => [random.digits(3)],
  renderings: fewDigits,
  frames: securityCodeFrames,
};
const fourDigitCode: ValueGrammar = {
  countries: ['US', 'GB'],
  create: (random) => [random.digits(4)],
  renderings: fewDigits,
  frames: repeatFrames({
    often: ['A: four digit security code on the front of the Amex / C: {v}'],
    sometimes: ["C: it's an Amex, so where's the CVV / A: four small digits on the front of the card / C: gotcha, {v}"],
  }),
};

export const securityCodes: readonly ValueGrammar[] = [threeDigitCode, threeDigitCode, threeDigitCode, fourDigitCode];

const expiryFrames = repeatFrames({
  often: [
    'A: card number / C: {CARD} / A: {label} / C: {v}',
    'A: and when does that card expire / C: {v}',
    "A: what's the {label} on the card / C: (it's|says|) {v}",
    'A: {label} of the card please / C: {v} / A: CVV / C: {CVV}',
  ],
  sometimes: [
    'C: card is {CARD} and {label} {v}',
    'A: month and year under valid thru on the card / C: {v}',
    "C: is it a problem that my card runs out in {v} / A: no, that's fine",
    'A: the card we have on file expired in {v} / C: ah yeah, I got a new one',
    'C: got a replacement card, same number, the new {label} is {v}',
    "A: so the card's good through {v} / C: yep",
    'A: valid until when / C: the card / A: yes / C: {v}',
    'C: {CARD} / A: and it expires / C: {v}',
  ],
  rarely: [
    "C: {v} / A: that's the {label}, right / C: right, from the card",
    "C: it won't take my card, I put in month and year just like it's printed, {v}",
    'A: the {label} you typed is in the past / C: no way, the card says {v}',
    'C: I see two dates on the card, the valid from and the other one / A: the other one / C: {v}',
  ],
});

const expiry = (countries: ValueGrammar['countries'], label: string): ValueGrammar => ({
  countries,
  create: createExpiry,
  renderings: monthsAndYears,
  label,
  frames: expiryFrames,
});

export const expiries: readonly ValueGrammar[] = [
  expiry(['US', 'CA'], '(expiration|expiration date)'),
  expiry(['GB', 'IN', 'AU', 'DE', 'ES'], '(expiry|expiry date)'),
];
