import { passesLuhnCheck } from '../check-digits.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import type { RandomSource } from '../random-source.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { anyDigits, everywhere, letterCodes, shortDigits } from './say-values.js';

const digitsOf =
  (lengths: readonly number[], group = 3): ValueGrammar['create'] =>
  (random) =>
    random.number(random.pick(lengths)).match(new RegExp(`.{1,${group}}`, 'g')) ?? [];
const prefixed =
  (prefixes: readonly string[], length: number): ValueGrammar['create'] =>
  (random) => [random.pick(prefixes), ...cutIntoGroups(random.digits(length), [4, length - 4])];

const grammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
): ValueGrammar => ({ countries: everywhere, create, renderings, frames });

/** Sixteen digits that no card has. */
function createParcelNumber(random: RandomSource): string[] {
  const number = random.number(16);
  return passesLuhnCheck(number) ? createParcelNumber(random) : cutIntoGroups(number, [4, 4, 4, 4]);
}

const orderFrames = [
  'A: order number / C: {v}',
  "C: I'd like to cancel order {v}",
  'A: which order is it about / C: (the order is|) {v}',
  'C: order {v}, I got the wrong size',
  'A: I have placed the order for you, it is number {v} / C: great',
  'A: it says order number in the confirmation email / C: (found it|yes), {v}',
  'A: purchase order please / C: PO {v}',
  'A: your odor number please / C: {v} / A: thanks, I can see the order',
  'A: customer number or order number / C: order number, {v}',
  'C: my wife ordered it, the order number is {v}',
  "A: can I take a card number / C: no, it's paid already, the order is {v}",
  'A: so order {v2} was delivered / C: yes but order {v} was not',
  'A: how did you pay / C: by card / A: and the order number / C: {v}',
  'A: do you see a number on the receipt / C: there is an order number, {v}',
];

const trackingFrames = [
  'A: tracking number / C: {v}',
  "C: hi, where's my parcel, the tracking is {v}",
  'A: could you read me the consignment number of the shipment / C: {v}',
  'A: your shipment has the tracking number {v} / C: who delivers it',
  "C: the label on the parcel says {v} / A: yes, that's the tracking number",
  'C: I have a note from the driver with a parcel number / A: go on / C: {v}',
  'C: I typed {v} into your tracking page and it finds nothing',
  'A: order number or tracking number / C: tracking, {v}',
  "C: it's a return, the return label has tracking number {v}",
  'A: phone number / C: {PHONE} / A: and the tracking number / C: {v}',
  'A: waybill number please / C: {v}',
  'C: kindly check my courier, the docket number is {v}',
  'A: the track and trace code please / C: it is {v}',
  'A: let me repeat the tracking number, {v} / C: yes',
  'A: is it about parcel {v2} / C: no, the other parcel, {v}',
  'A: your trekking number / C: {v} / A: okay, the parcel is in Leipzig',
];

const lastFourFrames = [
  'A: last four digits of your card / C: {v}',
  'C: the card ends in {v}',
  'A: which card should I use / C: the one ending {v}',
  "A: I can see a Visa ending {v} / C: that's my wife's",
  'A: confirm just the last four of the card please, not the whole number / C: {v}',
  'C: I have two cards with you, one ends in {v2} and the other one in {v}',
  "A: we refunded it to the card ending {v} on {date} / C: I can't see it",
  'A: and the last four digits of the long number on the card / C: {v}',
  'A: for the donation we would charge the Mastercard ending in {v}, is that okay / C: yes please',
  'C: my old card ended in {v}, it has been replaced / A: and the new card number / C: {CARD}',
  'A: last four / C: of the card / A: yes / C: {v}',
  'C: there are two charges on the card with {v} at the end',
  'A: card number / C: {CARD} / A: thank you, so the card that ends in {v}',
  'A: are you paying with the card ending {v} again / C: no, with another one',
  'A: does the card end in {v} / C: no, in {v2}',
];

/** Numbers of orders, parcels, claims, tickets, invoices, policies and offers. */
export const harmlessOrders = {
  order: [
    grammar(digitsOf([6, 7, 8, 10]), anyDigits, orderFrames),
    grammar(digitsOf([8, 9], 4), anyDigits, orderFrames),
    grammar(prefixed(['ORD', 'B', 'WEB'], 7), letterCodes, [
      ...orderFrames,
      'C: {v} / A: is that the order number / C: yes it is',
      'C: the subject of your email says {v} / A: then that is the order number',
    ]),
  ],
  tracking: [
    grammar(digitsOf([12, 20, 22], 4), anyDigits, trackingFrames),
    grammar(createParcelNumber, anyDigits, trackingFrames),
    grammar(prefixed(['1Z', 'JJD', 'RR', 'CP'], 12), letterCodes, trackingFrames),
    grammar((random) => [random.letters(2), random.digits(9), 'DE'], letterCodes, trackingFrames),
  ],
  reference: [
    grammar((random) => [random.letters(3), random.digits(4)], letterCodes, [
      'A: your complaint reference is {v} / C: got it',
      'A: reference / C: {v}',
      "C: it's about my planning application, reference {v}",
    ]),
    grammar(digitsOf([7, 9]), anyDigits, [
      'A: may I have the reference number on the letter / C: {v}',
      'C: reference {v}, you wrote to me last week',
      'A: the hospital reference is {v} / C: shall I bring it along',
    ]),
  ],
  ticket: [
    grammar(digitsOf([5, 6, 8]), anyDigits, [
      'A: ticket number / C: {v}',
      'C: the chat bot gave me ticket {v}',
      'A: I am adding this to your ticket, {v} / C: thank you',
    ]),
    grammar(prefixed(['SR', 'INC', 'CS'], 7), letterCodes, [
      'A: is there a ticket already / C: yes, {v}',
      'C: what is happening with ticket {v}',
    ]),
  ],
  invoice: [
    grammar(digitsOf([6, 7]), anyDigits, [
      'A: invoice number / C: {v}',
      'C: invoice {v} has the wrong address on it',
      'A: the bill with number {v} is still open / C: I paid it',
    ]),
    grammar(prefixed(['INV', 'R', 'FV'], 6), letterCodes, [
      'A: and which invoice did you pay / C: {v}',
      'C: could you send me invoice {v} again',
    ]),
  ],
  policy: [
    grammar(digitsOf([8, 10], 4), anyDigits, [
      'A: policy number / C: {v}',
      'C: I want to add a driver to policy {v}',
      'A: it is on your insurance card, policy number / C: {v}',
    ]),
    grammar(prefixed(['TRV', 'HH', 'LV'], 7), letterCodes, [
      'A: the policy please / C: {v}',
      'C: my travel policy is {v}',
    ]),
  ],
  promoCode: [
    grammar(
      (random) => [random.pick(['HELLO', 'SUMMER', 'STUDENT', 'SAVE']), random.pick(['5', '10', '20', '50'])],
      letterCodes.slice(0, 3),
      [
        'A: promo code / C: {v}',
        'C: I got {v} in the newsletter as a discount code',
        'A: enter {v} as the voucher code / C: thanks',
      ],
    ),
  ],
  lastFour: [grammar((random) => [random.digits(4)], shortDigits, lastFourFrames)],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
