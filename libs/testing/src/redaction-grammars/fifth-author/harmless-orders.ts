import type { HarmlessKind } from '../grammar-kinds.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { anyDigits, everywhere, letterCodes, shortDigits } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

const digitsOf =
  (lengths: readonly number[]): ValueGrammar['create'] =>
  (random) =>
    cutIntoGroups(random.number(random.pick(lengths)), [3, 3, 3, 3, 4]);
const prefixed =
  (prefixes: readonly string[], length: number): ValueGrammar['create'] =>
  (random) => [random.pick(prefixes), random.digits(length)];

const grammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
): ValueGrammar => ({ countries: everywhere, create, renderings, frames });

const orderFrames = weighFrames(
  [
    "A: what's the order number / C: (it's|) {v}",
    "C: hi, I'm calling about order {v}, the sofa still hasn't come",
    'C: my order number is {v}',
    "A: your order number is {v}, you'll get an email in a minute / C: thanks",
    'A: do you have the order number for the gift card / C: yes, {v}',
  ],
  [
    'A: account number please / C: I only have the order number, {v}',
    'A: order number / C: {v} / A: and a phone number for the delivery team / C: {PHONE}',
    'C: I ordered twice by accident, cancel order {v2} and keep order {v}',
  ],
);

const trackingFrames = weighFrames(
  [
    'A: do you have the tracking number / C: yes, {v}',
    'C: my parcel has not moved since Monday, the tracking number is {v}',
    'A: can you read me the parcel number on the card the driver left / C: {v}',
    'A: your tracking number is {v} / C: thank you',
  ],
  ["C: the shop says it's delivered but it isn't, tracking number {v}"],
);

const referenceFrames = weighFrames(
  [
    'A: your claim reference is {v} / C: let me write that down',
    'A: have you got a reference number / C: {v}',
    'C: the booking reference is {v}',
    'A: can I take your booking reference / C: {v}',
    'C: I was given a case number last time, {v}',
  ],
  [
    'A: your application reference from the visa office / C: {v}',
    'A: passport number / C: {PASSPORT} / A: and the booking reference / C: {v}',
  ],
);

const ticketFrames = weighFrames(
  [
    'C: I already have a ticket open, the number is {v}',
    'A: what is your support ticket number / C: {v}',
    'A: I have opened a ticket for the fault, number {v} / C: okay',
  ],
  ['C: this is the third time I call about ticket {v}'],
);

const invoiceFrames = weighFrames(
  [
    'A: which invoice is it about / C: invoice number {v}',
    'A: can you see the invoice number at the top / C: {v}',
    'C: I have a question about invoice {v}',
  ],
  ['C: I have invoice {v} here for {amount}, and I already paid it'],
);

const policyFrames = weighFrames(
  [
    "A: what's your policy number / C: (it's|) {v}",
    'C: my policy number is {v}',
    "C: it's about my car insurance, policy number {v}",
    'A: so this claim is under policy {v} / C: yes',
  ],
  ['A: policy number / C: {v} / A: and your date of birth / C: {BIRTH_DATE}'],
);

/** Numbers of orders, parcels, claims, tickets, invoices, policies and offers. */
export const harmlessOrders = {
  order: [
    grammar(digitsOf([6, 8, 9, 10]), anyDigits, orderFrames),
    grammar(prefixed(['W', 'SO', 'HF'], 7), letterCodes, orderFrames),
  ],
  tracking: [
    grammar(digitsOf([12, 14, 16]), anyDigits, trackingFrames),
    grammar(prefixed(['JD', 'RM', 'H00'], 10), letterCodes, trackingFrames),
  ],
  reference: [
    grammar(
      (random) => [random.letters(2) + random.digits(1), random.letters(2) + random.digits(1)],
      letterCodes,
      referenceFrames,
    ),
    grammar(digitsOf([7, 8, 9]), anyDigits, referenceFrames),
  ],
  ticket: [
    grammar(digitsOf([5, 6, 7]), anyDigits, ticketFrames),
    grammar(prefixed(['INC', 'T'], 6), letterCodes, ticketFrames),
  ],
  invoice: [
    grammar(digitsOf([6, 8]), anyDigits, invoiceFrames),
    grammar(prefixed(['INV', 'RE'], 6), letterCodes, invoiceFrames),
  ],
  policy: [
    grammar(digitsOf([8, 9, 10]), anyDigits, policyFrames),
    grammar(prefixed(['HM', 'MTR', 'P'], 7), letterCodes, policyFrames),
  ],
  promoCode: [
    grammar(
      (random) => [random.pick(['SPRING', 'WELCOME', 'GYM', 'FLY']), random.pick(['10', '15', '20', '25'])],
      letterCodes.slice(0, 4),
      weighFrames([
        'C: I have a promo code, {v}',
        'C: the discount code {v} is not working',
        "A: what's the promo code / C: {v}",
        'A: use the code {v} at the checkout for money off / C: great',
      ]),
    ),
  ],
  lastFour: [
    grammar(
      (random) => [random.digits(4)],
      shortDigits,
      weighFrames(
        [
          'A: is that the card ending {v} / C: yes',
          'A: can you tell me the last four digits of the card / C: {v}',
          'C: you charged my card ending in {v} twice',
          'A: the refund goes back to the card ending in {v} / C: okay',
        ],
        ['A: which card did you use / C: the one that ends in {v}'],
      ),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
