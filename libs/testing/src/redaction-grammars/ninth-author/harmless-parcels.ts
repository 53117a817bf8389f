import { afterPrefix, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits } from '../say-characters.js';
import { saidPromoCodes } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const orderFrames = repeatFrames({
  often: [
    'A: do you have the order number / C: (I do,|yes, it is|) {v}',
    'C: the order number is {v}',
    'A: what does it say next to order number / C: {v}',
    'C: I ordered some (slippers|bulbs|curtains) from you, order {v}',
  ],
  sometimes: [
    'A: your order with us is number {v} / C: should I write that down',
    'C: on the packing slip it says order number and then {v}',
    'A: and the order that is missing / C: number {v}',
    "C: my repeat prescription was order {v} on the chemist's bag",
    'A: phone number / C: {PHONE} / A: and the order number / C: {v}',
    'C: I did not order twice, there is {v} and there is {v2}, and I only want one of these orders',
    'A: is it about order {v} / C: yes, the hearing aid batteries',
    'C: can I still cancel order number {v}',
  ],
  rarely: [
    'C: now the paper is torn, but the order number I can read, {v}',
    "C: my neighbour ordered it for me, I think she has it as order {v}, she's shouting it over the fence",
    'A: the order for the car part has come in, number {v} / C: I will fetch it',
  ],
});

const trackingFrames = repeatFrames({
  often: [
    'A: is there a tracking number on the card through your door / C: (yes|there is), {v}',
    'C: the tracking number is {v}',
    'A: could you read me the number under the barcode / C: of the parcel, yes, {v}',
    'A: what is the tracking number / C: {v}',
  ],
  sometimes: [
    'C: I have the sticker of the parcel here, under the barcode it says {v}',
    'A: we sent it by recorded delivery, the number to track it is {v} / C: I have no computer',
    'C: the post office gave me a receipt with the tracking number, {v}',
    "A: which parcel didn't come / C: the one with the consignment number {v}",
    'A: your return has the tracking number {v} / C: let me get a pencil',
    'C: my medicine is lost in the post, the shipment number is {v}',
    'C: they left a card, sorry we missed you, and the parcel number is {v}',
  ],
  rarely: [
    'C: is it the number in the corner / A: no, the long one under the bars, that is the tracking number / C: I see, {v}',
    'C: two parcels, tracking numbers {v} and {v2}, and only one of them was for me',
    'C: my son in Canada sent a box, he says it is tracked, {v}',
  ],
});

const promoFrames = repeatFrames({
  often: [
    'A: have you a voucher code / C: (I cut it out of the paper,|yes,) {v}',
    'C: the leaflet says use code {v} for money off',
    'A: which discount code did you try / C: {v}',
  ],
  sometimes: [
    'A: if you mention promo code {v} the postage is free / C: how nice',
    'C: the coupon says {v}, and the till girl would not take it',
    'C: I had a card for my birthday from you with an offer code, {v}',
    'A: the code for the early booking discount is {v} / C: I will tell my sister',
  ],
  rarely: [
    'C: in the corner of the catalogue it says quote {v}, do I get the free umbrella then / A: that offer code is still good, yes',
  ],
});

const lastFourFrames = repeatFrames({
  often: [
    'A: I see a card ending in {v}, is that the one / C: (yes|I believe so)',
    'A: just the last four digits of the card please / C: {v}',
    'A: what does your card end in / C: {v}',
  ],
  sometimes: [
    'C: you took it from the card ending {v}, and I have cut that one up',
    'A: shall I use the same card as last year, ending {v} / C: please do',
    'C: do you want the whole card number / A: no, only the last four / C: {v}',
    'A: the refund goes to the Visa ending in {v} / C: how long will that take',
  ],
  rarely: ['C: the garage receipt has stars and stars and then {v}, is that my card / A: that is how your card ends'],
});

/** What callers ordered, wait for and paid. */
export const harmlessParcels = {
  order: bothKinds(digitsOf(5, 7, 9), afterPrefix(['K', 'ORD', 'WB'], 6, 7), orderFrames),
  tracking: bothKinds(digitsOf(10, 14, 16), afterPrefix(['JD', 'RN', 'H', 'PB'], 9, 10), trackingFrames),
  promoCode: [
    harmlessGrammar(
      (random) => [random.pick(['SPRING', 'GARDEN', 'SENIOR', 'THANKS']), random.pick(['5', '10', '15', '25', '30'])],
      saidPromoCodes,
      promoFrames,
    ),
    harmlessGrammar((random) => [random.letters(2), random.digits(3)], lettersAndDigits, promoFrames),
  ],
  lastFour: [harmlessGrammar((random) => [random.digits(4)], fewDigits, lastFourFrames)],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
