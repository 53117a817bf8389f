import { afterPrefix, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { repeatFrames } from '../repeat-frames.js';
import { saidPromoCodes } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { numbersAndCodes } from './numbers-and-codes.js';
import { codes, shortDigits } from './write-digits.js';

const orderFrames = repeatFrames({
  often: [
    "A: what's the order number / C: {v}",
    'A: could I have your order number / C: (yes|sure), it is {v}',
    'C: my order number is {v}',
    "C: I'm ringing about order {v}",
  ],
  sometimes: [
    'A: the order number is in the email we sent / C: (got it|I see it), {v}',
    'C: I want to return something from order {v}',
    "A: I've placed that for you, the order number is {v} / C: (lovely|thanks)",
    'C: order {v} came in the wrong colour',
    "A: is it about order {v} / C: yes, that's the one",
    'C: I ordered two things, order numbers {v} and {v2}',
    'C: can I still add something to my order, number {v}',
  ],
  rarely: [
    'A: what is your phone number / C: {PHONE} / A: and the order number / C: {v}',
    "C: your website says order {v} was delivered, but there's nothing here",
    "C: it's a present for my dad and I paid for express, order number {v}",
    'A: I see two orders / C: the one I mean is order number {v}',
    "C: the pizza's cold and it's an hour late, order number {v}",
  ],
});

const trackingFrames = repeatFrames({
  often: [
    'A: do you have a tracking number / C: (yes|yeah), {v}',
    'C: the tracking number is {v}',
    'A: can you give me the tracking number from the slip / C: {v}',
    "A: read me the tracking number and I'll look it up / C: {v}",
  ],
  sometimes: [
    "C: I'm trying to follow my parcel, the tracking number is {v}",
    'A: your tracking number is {v}, you can follow it online / C: cheers',
    "A: it's the long number under the barcode on the parcel / C: the tracking number, okay, {v}",
    "C: tracking number {v} says delivered, but my neighbours don't have it",
    'A: the shipment number please / C: {v}',
    'A: which parcel is it / C: tracking number {v}',
    "C: it's been stuck in customs for two weeks, tracking number {v}",
  ],
  rarely: [
    'C: I sent the shoes back, the tracking number of the return is {v}',
    'C: I sat at home all day and nobody rang the bell, the tracking number is {v}',
    'C: the tracking number is {v}, is that one of yours or another courier',
    'C: the card through the door says sorry we missed you and has parcel number {v}',
  ],
});

const invoiceFrames = repeatFrames({
  often: [
    "A: what's the invoice number / C: {v}",
    "C: I'd like to pay invoice {v}",
    'A: do you have the invoice in front of you / C: yes, invoice number {v}',
    'C: the invoice number is {v}',
  ],
  sometimes: [
    'A: your invoice number is {v} / C: thanks',
    'C: you billed us twice, on invoices {v} and {v2}',
    "A: it's invoice {v} that's still open / C: we paid that one last week",
    'C: can you send me a copy of invoice {v}',
  ],
  rarely: [
    'C: there is a line on invoice number {v} that nobody here understands',
    'A: and which invoice shall I put the payment on / C: {v}',
  ],
});

const promoFrames = repeatFrames({
  often: [
    'A: do you have a (promo|discount) code / C: yes, {v}',
    "C: I'm trying to use the promo code {v}",
    'A: what does it say on the voucher / C: the voucher code is {v}',
  ],
  sometimes: [
    'A: your discount code for next time is {v} / C: oh, nice',
    "C: your promo code {v} isn't working on the website",
    'A: at the checkout, type in the coupon code {v} / C: okay',
    'C: I heard on the radio that you get ten percent off with the code {v}',
  ],
  rarely: [
    'A: did somebody refer you / C: my sister, her referral code is {v}',
    'C: the leaflet says promotion code {v}, is that only for new customers',
  ],
});

const lastFourFrames = repeatFrames({
  often: [
    'A: would that be the card ending in {v} / C: yes',
    'A: can you tell me the last four digits of the card / C: {v}',
    'C: I used the card that ends in {v}',
    'A: I have a card ending {v} on file / C: (yeah|yep), use that',
  ],
  sometimes: [
    'A: the refund goes back to your Visa ending {v} / C: (fine|great)',
    'A: only the last four numbers of the card, please / C: {v}',
    'C: I have two cards with you, this is about the one ending {v}',
    'A: was it the card ending in {v2} / C: no, the other one, ending in {v}',
  ],
  rarely: [
    'C: there is a charge of {amount} on my card ending {v}',
    'A: the last four / C: of the card / A: yes / C: {v}',
  ],
});

/** Numbers of orders, parcels and bills, and what people read from vouchers and receipts. */
export const harmlessOrders = {
  order: numbersAndCodes(digitsOf(5, 7, 8, 9, 10), afterPrefix(['S', 'UK', 'ORD', 'DE'], 6, 7, 8), orderFrames),
  tracking: numbersAndCodes(
    digitsOf(10, 12, 13, 16, 20),
    afterPrefix(['1Z', 'JD', 'LX', 'H', 'YT'], 9, 10, 12),
    trackingFrames,
  ),
  invoice: numbersAndCodes(digitsOf(4, 6, 8), afterPrefix(['INV', 'R', 'SI', 'A'], 5, 6), invoiceFrames),
  promoCode: [
    harmlessGrammar(
      (random) => [random.pick(['WELCOME', 'SPRING', 'FRIEND', 'TAKE']), random.pick(['5', '10', '20', '25'])],
      saidPromoCodes,
      promoFrames,
    ),
    harmlessGrammar((random) => [random.letters(2), random.digits(2), random.letters(2)], codes, promoFrames),
  ],
  lastFour: [harmlessGrammar((random) => [random.digits(4)], shortDigits, lastFourFrames)],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
