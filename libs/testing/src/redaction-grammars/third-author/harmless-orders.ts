import type { HarmlessKind } from '../grammar-kinds.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { indianDigits, letterCodes, shortDigits, ukDigits, usDigits } from './number-renderings.js';
import { britain, europe, india, northAmerica, worldwide } from './regions.js';

type Create = ValueGrammar['create'];

const anyDigits = [...usDigits, ...ukDigits];
const numberOf =
  (lengths: readonly number[], groups: readonly number[]): Create =>
  (random) =>
    cutIntoGroups(random.number(random.pick(lengths)), groups);

/** Numbers of orders, parcels, claims, bookings, bills, policies and offers. */
export const harmlessOrders = {
  order: [
    {
      countries: worldwide,
      create: numberOf([6, 7, 8, 10], [3, 3, 4]),
      renderings: anyDigits,
      frames: [
        'A: have you got the order number to hand / C: (yes|yep), {v}',
        "C: order {v} still hasn't shipped",
        "C: it's about my order, the number is {v}",
        'A: your order number is {v}, keep it handy for the collection / C: will do',
        'C: I placed two orders, {v} and {v2}',
        'A: card number / C: {CARD} / A: thanks, that is paid, and your order number is {v}',
        'C: the order number is {v} and the phone number on it is {PHONE}',
        'A: can you confirm your date of birth / C: {BIRTH_DATE} / A: and the order number / C: {v}',
        'C: I need to return something, purchase order {v}',
        'A: the security code / C: {CVV} / A: perfect, order {v} is on its way',
        'A: is it order number {v} you are calling about / C: it is',
        'C: the email says order number {v} but the box says order number {v2}',
      ],
    },
  ],
  tracking: [
    {
      countries: worldwide,
      create: numberOf([12, 14, 15, 20], [4, 4, 4, 4, 4]),
      renderings: [...anyDigits, ...indianDigits],
      frames: [
        'A: do you have a tracking number / C: (I do,|) {v}',
        "C: the tracking says delivered but I've nothing here, tracking number {v}",
        'C: I sent two parcels, tracking numbers {v} and {v2}',
        'A: the tracking number for the replacement is {v} / C: thank you',
        'C: your driver left a card with a consignment number on it, {v}',
        'C: the tracking number is {v} and my mobile is {PHONE}',
        'A: which parcel is it / C: the one with tracking number {v}',
        'A: can I take a card number for the customs fee / C: sure, first the tracking number, {v}',
      ],
    },
    {
      countries: [...britain, ...europe],
      create: (random) => [
        random.pick(['RR', 'JD', 'LX', 'CP']),
        random.digits(4),
        random.digits(5),
        random.pick(['GB', 'DE', 'ES']),
      ],
      renderings: letterCodes,
      frames: [
        'C: the parcel number is {v}',
        'A: read me the tracking code on the receipt / C: {v}',
        'A: your shipment has the tracking code {v} / C: okay',
        'C: I have tracking code {v} and it has not moved since {date}',
      ],
    },
  ],
  reference: [
    {
      countries: worldwide,
      create: numberOf([7, 8, 9], [3, 3, 3]),
      renderings: anyDigits,
      frames: [
        'A: what is your claim number / C: {v}',
        'C: I rang last week and they gave me reference number {v}',
        'A: I have logged that under reference {v} / C: (thanks|okay)',
        'C: claim {v}, the windscreen one',
        'A: your reference for today is {v}, you will need it for the refund / C: got it',
        'C: the claim number is {v} and the policyholder was born on {BIRTH_DATE}',
        'A: account number / C: {ACCOUNT} / A: okay, and the reference on the payment / C: {v}',
        'C: there are two claims, claim number {v} and claim number {v2}',
        'A: quote reference please / C: {v}',
        'A: PIN / C: {PIN} / A: thank you, the reference number for this call is {v}',
      ],
    },
    {
      countries: worldwide,
      create: (random) => [random.characters(6, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789')],
      renderings: letterCodes.slice(0, 10),
      frames: [
        'A: booking reference / C: {v}',
        'C: my booking reference is {v}, flying to Malaga',
        'A: your confirmation number is {v} / C: great',
        'C: the passport number is {PASSPORT} and the booking reference is {v}',
        'A: do you have the six character booking code / C: (yes,|) {v}',
      ],
    },
  ],
  ticket: [
    {
      countries: worldwide,
      create: numberOf([5, 6, 7, 8], [4, 4]),
      renderings: anyDigits,
      frames: [
        "C: I've already got a ticket open, number {v}",
        'A: I opened case {v} for you / C: okay',
        'A: is there a case number / C: (yeah|there is), {v}',
        'C: the ticket number is {v}',
        'C: case numbers {v} and {v2} are the same fault',
        'A: incident number {v} is still with the engineers',
        'A: what is the job number on the card we left / C: {v}',
        'A: verification code / C: {OTP} / A: thanks, I can see your support ticket {v}',
        'C: my email is {EMAIL} and the case number is {v}',
      ],
    },
  ],
  invoice: [
    {
      countries: worldwide,
      create: numberOf([5, 6, 8], [4, 4]),
      renderings: anyDigits,
      frames: [
        'C: invoice {v} is wrong, you billed me twice',
        'A: which invoice is it / C: invoice number {v}',
        'A: can you see the invoice number at the top / C: (yes|I see it), {v}',
        'C: I paid invoice {v} but not invoice {v2}',
        'A: I will email you invoice {v} again',
        'C: I want to pay invoice number {v} with my card, {CARD}',
        'C: the IBAN is {IBAN} and the invoice number is {v}',
        'A: bill number {v} is due on {date}',
      ],
    },
  ],
  policy: [
    {
      countries: worldwide,
      create: numberOf([7, 8, 9], [3, 3, 3]),
      renderings: anyDigits,
      frames: [
        'A: what is the policy number / C: {v}',
        'C: my policy number is {v}',
        'C: home insurance, policy {v}',
        'A: I have found it, policy number {v}, is it the blue Skoda / C: yes',
        'C: the old policy was {v} and the new policy is {v2}',
        'A: date of birth / C: {BIRTH_DATE} / A: and your policy number / C: {v}',
        'C: policy number {v}, and you can call me on {PHONE}',
        'A: your renewal is under policy number {v} / C: okay',
      ],
    },
  ],
  promoCode: [
    {
      countries: worldwide,
      create: (random) => [random.pick(['SAVE', 'SPRING', 'HELLO', 'TRY']), random.number(2)],
      renderings: [
        (groups) => [groups.join('')],
        (groups) => [groups.join(' ')],
        ([word = '', number = '']) => [`${word.toLowerCase()} ${number}`],
      ],
      frames: [
        'C: I have a promo code, {v}',
        'A: enter the discount code {v} at the checkout',
        "C: the voucher code {v} doesn't work",
        'A: the offer code is {v} / C: thanks',
        'A: and the security code / C: {CVV} / A: any promo code / C: (yes|oh yes), {v}',
      ],
    },
    {
      countries: [...northAmerica, ...india, ...britain],
      create: numberOf([4, 5, 6], [3, 3]),
      renderings: shortDigits,
      frames: [
        'C: the promo code on the flyer is {v}',
        'A: do you have a voucher / C: yes, voucher code {v}',
        'C: your coupon code {v} was refused',
        'A: I can give you a discount code, {v}, for your next order / C: lovely',
        'C: the promo code is {v} and the card is {CARD}',
      ],
    },
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
