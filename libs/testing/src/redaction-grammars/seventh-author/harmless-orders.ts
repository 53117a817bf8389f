import { afterPrefix, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { saidPromoCodes } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits } from '../say-characters.js';

const orderFrames = repeatFrames({
  often: [
    "A: what's your order number / C: (it's|) {v}",
    'C: my order number is {v}',
    'A: can I have the order number from the confirmation email / C: (yes|sure), {v}',
  ],
  sometimes: [
    "C: I'm calling about order {v}, it hasn't arrived",
    "A: I've found your order, the number is {v} / C: great",
    'A: can I take your phone number / C: I only have the order number here, {v}',
  ],
  rarely: [
    'C: you cancelled order number {v2} but I wanted order {v} cancelled',
    'C: on the receipt it says order number {v} and the total is {amount}',
  ],
});

const trackingFrames = repeatFrames({
  often: [
    "A: what's the tracking number / C: (it's|) {v}",
    'C: my tracking number is {v}',
    'A: do you have the tracking number of the parcel / C: (yes|yes I do), {v}',
  ],
  sometimes: [
    "C: I've been tracking parcel {v} for a week and it doesn't move",
    'A: your return label has the tracking number {v} / C: let me write that down',
    'A: can you give me the consignment number / C: {v}',
  ],
  rarely: [
    "C: the driver left a note with a number / A: that's the tracking number / C: okay, {v}",
    'C: the sofa comes in two boxes, I have one tracking number, {v}, but where is the other box',
  ],
});

const referenceFrames = repeatFrames({
  often: [
    'A: do you have a reference number / C: (yes|yes I do), {v}',
    'C: my booking reference is {v}',
    'A: your reference number is {v} / C: thank you',
  ],
  sometimes: [
    "A: what's the claim reference on the letter / C: {v}",
    'C: I was told to quote reference {v}',
    'A: account number / C: the letter only has a reference number, {v}',
    'A: confirmation number / C: {v}',
  ],
  rarely: [
    "A: please note the reference of your complaint, it's {v} / C: okay, noted",
    'C: the visa office gave me an application reference, {v}',
  ],
});

const ticketFrames = repeatFrames({
  often: [
    'A: is there a ticket number / C: (yes|yeah), {v}',
    'C: I have a support ticket open, number {v}',
    "A: I've raised ticket {v} for you / C: okay",
  ],
  sometimes: [
    'C: your colleague closed ticket number {v} but the internet is still down',
    'A: what is it about / C: I am calling about ticket {v}',
    'A: do you have the case number from your last call / C: {v}',
  ],
  rarely: ['C: we could not go to the concert, the ticket numbers are {v} and {v2}'],
});

const invoiceFrames = repeatFrames({
  often: [
    "A: what's the invoice number / C: (it's|) {v}",
    'C: I have a question about invoice {v}',
    'A: which invoice do you want to pay / C: invoice number {v}',
  ],
  sometimes: [
    'A: so that is invoice {v} over {amount} / C: yes',
    'C: I paid invoice {v} twice',
    'A: the invoice number is at the top of the bill / C: I see it, {v}',
  ],
  rarely: ['C: the vet sent an invoice for the operation, invoice number {v}, does the insurance pay it'],
});

const policyFrames = repeatFrames({
  often: [
    "A: what's your policy number / C: (it's|) {v}",
    'C: my policy number is {v}',
    'A: do you have the policy number from your certificate / C: {v}',
  ],
  sometimes: [
    "C: it's about my car insurance, policy number {v}",
    'A: your new policy number is {v} / C: and when does it start',
    'A: date of birth / C: {BIRTH_DATE} / A: and the policy number / C: {v}',
  ],
  rarely: ['C: I cancelled policy {v} in March and you are still charging me'],
});

const promoFrames = repeatFrames({
  often: [
    'A: do you have a promo code / C: yes, {v}',
    "C: the discount code {v} doesn't work",
    'A: which voucher code did you type / C: {v}',
  ],
  sometimes: [
    'A: use promo code {v} for your next order / C: nice, thank you',
    'C: your email said to use {v} at the checkout for a discount',
    "A: I'll give you a voucher for the delay, the voucher code is {v} / C: thank you",
  ],
  rarely: ['C: my friend has a referral code for me, {v}, so that we both get a free month'],
});

const lastFourFrames = repeatFrames({
  often: [
    'A: is it the card ending in {v} / C: yes',
    'A: what are the last four digits of the card you paid with / C: {v}',
    'C: I paid with the card ending {v}',
  ],
  sometimes: [
    'A: I can see a Visa ending {v}, shall I use that one / C: (yes please|sure)',
    'A: which card shall we charge / C: the one ending in {v}',
    'A: just the last four of the card please / C: {v}',
  ],
  rarely: [
    "C: the refund went to the card ending {v} and I don't have that card any more",
    'C: I see {amount} on my Mastercard, the one with {v} at the end',
  ],
});

/** Numbers of orders, parcels, bookings, complaints, bills and contracts, and what people read from receipts. */
export const harmlessOrders = {
  order: bothKinds(digitsOf(6, 7, 8, 10), afterPrefix(['A', 'WEB', 'ON'], 6, 8), orderFrames),
  tracking: bothKinds(digitsOf(12, 14, 18), afterPrefix(['1Z', 'RR', 'GB', 'CP'], 9, 10), trackingFrames),
  reference: [
    ...bothKinds(digitsOf(6, 8, 9), afterPrefix(['CL', 'REF', 'V'], 6, 7), referenceFrames),
    harmlessGrammar(
      (random) => [random.letters(3), random.letters(1) + random.digits(2)],
      lettersAndDigits,
      referenceFrames,
    ),
  ],
  ticket: bothKinds(digitsOf(5, 6, 8), afterPrefix(['INC', 'SR', 'TT'], 6), ticketFrames),
  invoice: bothKinds(digitsOf(5, 7, 9), afterPrefix(['INV', 'RG', 'F'], 6), invoiceFrames),
  policy: bothKinds(digitsOf(7, 8, 10), afterPrefix(['PL', 'CAR', 'H'], 7), policyFrames),
  promoCode: [
    harmlessGrammar(
      (random) => [random.pick(['SAVE', 'SUMMER', 'HELLO', 'MOVE']), random.pick(['10', '15', '20', '30', '50'])],
      saidPromoCodes,
      promoFrames,
    ),
    harmlessGrammar((random) => [random.letters(3), random.digits(3)], lettersAndDigits, promoFrames),
  ],
  lastFour: [harmlessGrammar((random) => [random.digits(4)], fewDigits, lastFourFrames)],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
