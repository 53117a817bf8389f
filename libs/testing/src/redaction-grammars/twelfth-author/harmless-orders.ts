import { afterPrefix, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits } from '../say-characters.js';
import { saidPromoCodes } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const orderFrames = repeatFrames({
  often: [
    "A: what's your order number / C: (it's|) {v}",
    'A: can I have the order number / C: (yes|sure), {v}',
    'C: my order number is {v}',
    "C: I'm calling about order number {v}",
  ],
  sometimes: [
    "C: where's my parcel / A: what's the order number / C: {v}",
    "A: your order number is {v}, you'll get an email / C: thanks",
    "C: I'd like to return something from order {v}",
    "A: so that's order {v} for the (sofa|fridge|bike) / C: (yes|that's the one)",
  ],
  rarely: [
    'C: I clicked twice, so there is order {v2} and order {v}, please cancel the second one',
    "C: {v}, that's the order number from the email",
  ],
});

const trackingFrames = repeatFrames({
  often: [
    "A: what's the tracking number / C: (it's|) {v}",
    'A: do you have a tracking number / C: (yes|I do), {v}',
    'C: the tracking number is {v}',
    'C: can you find a parcel for me, tracking number {v}',
  ],
  sometimes: [
    "A: your parcel's on its way, the tracking number is {v} / C: great",
    'C: I typed tracking number {v} into your website and it finds nothing',
    "A: what's the consignment number on the slip the driver left / C: {v}",
    'A: read me the tracking number under the barcode of the parcel / C: (okay|right), {v}',
  ],
  rarely: [
    "C: one parcel came and one didn't, the missing one has tracking number {v}",
    "C: {v}, is that the tracking number or the order number / A: that's the tracking number",
  ],
});

const referenceFrames = repeatFrames({
  often: [
    'A: do you have a reference number / C: (yes|yeah), {v}',
    "A: what's the booking reference / C: (it's|) {v}",
    'C: my reference number is {v}',
    'A: your reference for this complaint is {v} / C: thanks',
    "C: I've got a (booking|claim) reference, {v}",
  ],
  sometimes: [
    'A: can you quote the reference on our letter / C: {v}',
    "A: I've logged the repair, the reference number is {v} / C: let me write that down",
    "C: we're staying two nights at your hotel, the confirmation number is {v}",
  ],
  rarely: [
    'C: I called yesterday and your colleague gave me reference {v}',
    "C: {v} / A: that's your booking reference / C: oh good",
  ],
});

const ticketFrames = repeatFrames({
  often: [
    'A: do you have a ticket number / C: (yes|yes I do), {v}',
    'C: my ticket number is {v}',
    "A: I've opened a ticket for you, the number is {v} / C: (okay|thanks)",
    "C: I'm calling about (support ticket|ticket) {v}",
  ],
  sometimes: [
    "A: is this about ticket {v} / C: (yes|that's it)",
    "C: what's happening with my case / A: what's the ticket number / C: {v}",
    "C: you closed ticket {v} but my laptop still won't start",
    "A: I'll add that to ticket number {v} / C: please do",
  ],
  rarely: [
    "C: I was told it'd be fixed by Monday, ticket number {v}, and now it's Thursday",
    "C: it's at the bottom of your email, ticket {v}",
  ],
});

const invoiceFrames = repeatFrames({
  often: [
    "A: what's the invoice number / C: (it's|) {v}",
    "C: I'm calling about invoice (number|) {v}",
    'C: I want to pay invoice {v}',
    'A: which invoice is it / C: (invoice number|invoice) {v}',
  ],
  sometimes: [
    'A: invoice {v} is still open / C: I paid that last week',
    'C: can you send me a copy of invoice number {v}',
    "A: the invoice number's at the top of the page / C: (okay|right), {v}",
    'C: invoice {v} is for {amount} and we agreed on less',
  ],
  rarely: [
    "C: my accountant can't find invoice number {v}",
    'C: I got two invoices on the same day, invoice {v2} and invoice {v}, which one is right',
  ],
});

const policyFrames = repeatFrames({
  often: [
    "A: what's your policy number / C: (it's|) {v}",
    'A: can I have the policy number / C: (yes|sure), {v}',
    'C: my policy number is {v}',
    'C: I want to make a claim on policy number {v}',
  ],
  sometimes: [
    "A: the policy number's on your (certificate|renewal letter) / C: (I have it|right), {v}",
    'A: your policy number will be {v} / C: thanks',
    "C: I'd like to renew my home insurance, policy number {v}",
    "A: I've found it, policy number {v} for the (car|house|caravan) / C: yes",
  ],
  rarely: [
    "C: {v}, that's the policy number, isn't it / A: it is",
    "C: my husband's policy number is {v2} and mine is {v}",
  ],
});

const promoFrames = repeatFrames({
  often: [
    'A: do you have a promo code / C: (yes|yeah), {v}',
    'C: the promo code is {v}',
    "C: I tried the discount code {v} and it didn't work",
    'A: which (voucher|discount) code are you using / C: {v}',
  ],
  sometimes: [
    'A: you can use promo code {v} next time / C: (cool|thanks)',
    "C: I've got a coupon code from the newsletter, {v}",
    "A: the discount code {v} ran out last week / C: but it's still on your page",
    'C: does the voucher code {v} work on sale items',
  ],
  rarely: [
    'A: as an apology, take the discount code {v} for your next visit / C: lovely',
    'C: {v} / A: is that a promo code / C: yes, from your newsletter',
  ],
});

const lastFourFrames = repeatFrames({
  often: [
    'A: what are the last four digits of the card / C: {v}',
    'A: I see a card ending in {v}, is that right / C: (yes|yeah)',
    'C: I paid with the card ending in {v}',
    'A: shall I use the card ending {v} / C: (yes please|go ahead)',
  ],
  sometimes: [
    'A: which card was it / C: the one ending in {v}',
    'A: can you confirm the last four of the card you paid with / C: (sure|yes), {v}',
    'A: the refund will go back to your Visa ending in {v} / C: okay',
    "C: there's a charge on my Mastercard ending {v} that I don't recognise",
  ],
  rarely: [
    "C: I don't want to read out the whole card / A: just the last four digits are enough / C: {v}",
    "C: which of my cards did you charge / A: the debit card ending {v} / C: ah, that's fine",
  ],
});

/** Numbers of orders, parcels, bookings, cases, bills and contracts, codes of discounts, and the ends of card numbers. */
export const harmlessOrders = {
  order: bothKinds(digitsOf(6, 7, 9), afterPrefix(['OR', 'W', 'SO'], 6, 7), orderFrames),
  tracking: bothKinds(digitsOf(11, 12, 16), afterPrefix(['1Z', 'JD', 'CX', 'H'], 9, 10), trackingFrames),
  reference: [
    ...bothKinds(digitsOf(6, 7, 9), afterPrefix(['R', 'CMP', 'BK'], 5, 7), referenceFrames),
    harmlessGrammar(
      (random) => [random.letters(2) + random.digits(1), random.letters(2) + random.digits(1)],
      lettersAndDigits,
      referenceFrames,
    ),
  ],
  ticket: bothKinds(digitsOf(5, 6, 7), afterPrefix(['HD', 'INC', 'CS'], 5, 6), ticketFrames),
  invoice: bothKinds(digitsOf(5, 6, 8), afterPrefix(['INV', 'RE', 'A'], 5, 6), invoiceFrames),
  policy: bothKinds(digitsOf(8, 9, 10), afterPrefix(['HP', 'MOT', 'P'], 6, 8), policyFrames),
  promoCode: [
    harmlessGrammar(
      (random) => [random.pick(['WELCOME', 'SPRING', 'FRIEND', 'BACK']), random.pick(['10', '15', '20', '25', '40'])],
      saidPromoCodes,
      promoFrames,
    ),
    harmlessGrammar((random) => [random.letters(3), random.digits(2)], lettersAndDigits, promoFrames),
  ],
  lastFour: [harmlessGrammar((random) => [random.digits(4)], fewDigits, lastFourFrames)],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
