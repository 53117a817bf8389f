import { afterPrefix, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits } from '../say-characters.js';
import { saidPromoCodes } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const invoiceFrames = repeatFrames({
  often: [
    "A: what's the invoice number / C: (it's |){v}",
    "C: I'm calling about invoice {v}",
    'C: I have a question about my invoice, number {v}',
    'A: which invoice is it / C: invoice number {v}',
  ],
  sometimes: [
    'A: I see invoice {v} is still open / C: I paid it last week',
    'A: the invoice number is at the top right / C: okay, {v}',
    'C: invoice {v2} is fine but invoice {v} is too high',
    'C: can you send me a copy of invoice number {v}',
    'A: please quote invoice number {v} when you pay / C: all right',
  ],
  rarely: [
    'C: it says {v} at the top / A: that is the invoice number / C: I see',
    'A: customer account number / C: {ACCOUNT} / A: and the number of the invoice / C: {v}',
    "C: my accountant can't find invoice {v}, it was for {amount}",
  ],
});

const policyFrames = repeatFrames({
  often: [
    'A: can I take your policy number / C: (yes, |sure, |){v}',
    "A: what's the policy number / C: (it's |){v}",
    'C: my policy number is {v}',
    'C: I want to renew my home insurance, the policy number is {v}',
  ],
  sometimes: [
    "A: you'll find the policy number on your certificate / C: it's {v}",
    'A: I have your travel policy here, number {v} / C: (yes|right)',
    'C: I had an accident with the van, policy {v}',
    'A: is it car or home / C: car / A: and the policy number / C: {v}',
    'A: your new policy number will be {v} / C: thank you',
    'A: date of birth / C: {BIRTH_DATE} / A: policy number / C: {v}',
  ],
  rarely: [
    'C: I only have this number here, {v} / A: that is the policy number, perfect',
    'C: I cancelled policy number {v} and you sent me a renewal',
    "C: my father's life insurance, policy number {v}, has it been paid out",
  ],
});

const promoFrames = repeatFrames({
  often: [
    'A: do you have a promo code / C: (yes, |yeah, |){v}',
    'C: the discount code {v} does not work',
    'A: which voucher code did you enter / C: {v}',
    'C: I have a voucher code, {v}',
  ],
  sometimes: [
    'A: as an apology you can use the discount code {v} / C: oh, thank you',
    'C: the newsletter says code {v} gives me {percentage} off',
    'A: try the promo code once more / C: I typed {v}, and it says invalid',
    'C: can I still use the coupon code {v} today',
    'A: is there a coupon on the leaflet / C: yes, the coupon code is {v}',
  ],
  rarely: [
    'C: {v} / A: is that a voucher code / C: yes, from the magazine',
    'A: enter {v} as your promo code at the checkout / C: got it',
    'C: my neighbour gave me her referral code, {v}, so we both get something off',
  ],
});

const lastFourFrames = repeatFrames({
  often: [
    'A: is that the card ending in {v} / C: (yes|it is)',
    'A: what are the last four digits of the card / C: {v}',
    'C: the card ends in {v}',
    'A: the refund goes back to your card ending {v} / C: okay',
  ],
  sometimes: [
    'A: I only need the last four digits of your card / C: {v}',
    'C: did you charge the Visa or the Mastercard / A: the Visa ending in {v}',
    'A: which card is on the account / C: the one ending {v}',
    'C: please take it from my debit card ending {v}',
    'A: card ending {v2} or {v} / C: the second one',
  ],
  rarely: [
    'A: which card did you use / C: the one with {v} at the end',
    'C: I see {amount} on the card ending {v} and I do not know what it is',
    'A: do you still use the card ending in {v} / C: no, I cut it up',
  ],
});

/** Numbers of bills and contracts, codes for a discount, and the end of a card number. */
export const harmlessBills: Partial<Record<HarmlessKind, readonly ValueGrammar[]>> = {
  invoice: bothKinds(digitsOf(5, 6, 8), afterPrefix(['INV', 'IN', 'R'], 5, 6), invoiceFrames),
  policy: bothKinds(digitsOf(7, 8, 9, 10), afterPrefix(['HP', 'MOT', 'TR', 'P'], 6, 7), policyFrames),
  promoCode: [
    harmlessGrammar(
      (random) => [random.pick(['WELCOME', 'SPRING', 'EXTRA', 'FRESH']), random.pick(['5', '10', '15', '20', '25'])],
      saidPromoCodes,
      promoFrames,
    ),
    harmlessGrammar(
      (random) => [random.letters(2), random.digits(2), random.letters(2)],
      lettersAndDigits,
      promoFrames,
    ),
  ],
  lastFour: [harmlessGrammar((random) => [random.digits(4)], fewDigits, lastFourFrames)],
};
