import { afterPrefix, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { lettersAndDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const orderFrames = repeatFrames({
  often: [
    'A: can I get your order number / C: (sure, |yes, |){v}',
    "C: I'm ringing about order {v}",
    "A: what's the order number / C: (it's |){v}",
    "C: my order number's {v} and nothing has come yet",
  ],
  sometimes: [
    'A: I see order {v} here, is it about that one / C: (yes|it is)',
    "C: I'd like to return a jacket / A: do you have the order number / C: {v}",
    'A: the order number is in the confirmation email / C: found it, {v}',
    "C: this is ridiculous, my third call this week / A: I'm sorry, what's the order number / C: {v}",
    "C: I placed two orders, order {v2} came and order {v} didn't",
  ],
  rarely: [
    'A: which number is in the subject of the email / C: {v} / A: good, that is the order number',
    "A: account number / C: I don't have an account, I only have the order number, {v}",
    'A: your new order number is {v}, it ships tomorrow / C: thanks',
    'A: email address / C: {EMAIL} / A: and the order number / C: {v}',
    'C: order number {v} is a gift, can you leave out the receipt',
  ],
});

const trackingFrames = repeatFrames({
  often: [
    'A: can you give me the tracking number / C: (yes, |sure, |){v}',
    "A: what's the tracking number / C: (it's |){v}",
    'C: I have a tracking number here, {v}',
    'C: where is my parcel, the tracking number is {v}',
  ],
  sometimes: [
    'A: your tracking number is {v} / C: and when does it arrive',
    "C: the tracking says delivered but I've got nothing, the tracking number is {v}",
    'A: is there a parcel number in the text from the courier / C: yes, parcel number {v}',
    'C: I sent a package on Monday / A: the tracking number is on the post office receipt / C: okay, {v}',
    'A: order number / C: {order} / A: and the tracking number / C: {v}',
  ],
  rarely: [
    'C: the driver left a card with a number on it, {v} / A: that is the tracking number',
    'A: there are two parcels, the second has tracking number {v} / C: let me write that down',
    'C: when I put tracking number {v} into your site it says not found',
  ],
});

const referenceFrames = repeatFrames({
  often: [
    'A: do you have a reference number / C: (yes, |I do, |){v}',
    "A: what's your booking reference / C: (it's |){v}",
    'C: my reference number is {v}',
    'A: your reference for this call is {v} / C: (thank you|okay)',
  ],
  sometimes: [
    'A: is there a reference on the letter / C: it says our reference, {v}',
    'C: I made a complaint last week, the complaint reference is {v}',
    "C: I want to change my hotel booking / A: what's the confirmation number / C: {v}",
    'A: can I have the claim number / C: {v}',
    'A: I have found your repair, reference {v} / C: that is the one',
  ],
  rarely: [
    'C: {v} / A: is that the booking reference / C: yes, for the ferry',
    'A: can I take your phone number / C: let me give you the reference first, {v}',
    'C: I applied for a parking permit, the application reference is {v}',
    'A: phone number / C: {PHONE} / A: and the reference of the enquiry / C: {v}',
  ],
});

const ticketFrames = repeatFrames({
  often: [
    'A: do you have a ticket number / C: (yes, |yeah, |){v}',
    "C: it's about ticket {v}",
    "A: I've opened ticket {v} for you / C: thanks",
    "A: what's the ticket number from the support email / C: {v}",
  ],
  sometimes: [
    'C: I called yesterday about my laptop and got ticket number {v}',
    "A: I can see the ticket, {v}, it's with the engineers / C: since Tuesday",
    'C: somebody closed my support ticket, number {v}, and nothing is fixed',
    'A: have you called about this before / C: yes, the ticket number was {v}',
    'A: what was the incident number / C: {v}',
  ],
  rarely: [
    'C: your colleague gave me a number, {v} / A: yes, that is your support ticket',
    'A: customer number / C: I was only given a ticket number, {v}',
    'A: please put ticket number {v} in the subject of your email / C: will do',
    'C: I bought train tickets and want to hand one back, ticket number {v}',
  ],
});

/** Numbers of orders, parcels, bookings, complaints and support cases. */
export const harmlessOrders: Partial<Record<HarmlessKind, readonly ValueGrammar[]>> = {
  order: bothKinds(digitsOf(6, 7, 8, 9), afterPrefix(['W', 'ORD', 'SO'], 6, 7), orderFrames),
  tracking: bothKinds(digitsOf(10, 12, 14), afterPrefix(['1Z', 'JD', 'H', 'RM'], 9, 10), trackingFrames),
  reference: [
    ...bothKinds(digitsOf(6, 7, 8), afterPrefix(['CR', 'BK', 'REF'], 5, 6), referenceFrames),
    harmlessGrammar((random) => [random.letters(3), random.letters(3)], lettersAndDigits, referenceFrames),
    harmlessGrammar(
      (random) => [random.letters(2) + random.digits(1), random.letters(3)],
      lettersAndDigits,
      referenceFrames,
    ),
  ],
  ticket: bothKinds(digitsOf(5, 6, 7), afterPrefix(['INC', 'CS', 'HD'], 5, 6), ticketFrames),
};
