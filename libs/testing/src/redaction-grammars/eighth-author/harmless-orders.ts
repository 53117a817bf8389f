import { afterPrefix, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, lettersAndDigits, plainCodes } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const orderFrames = repeatFrames({
  often: [
    'A: order number / C: {v}',
    "A: what's the order number / C: (it's|uh|) {v}",
    "C: (my order number is|my order's) {v}",
    'C: where is my order, number {v}',
  ],
  sometimes: [
    'A: do you have the order number from the app / C: (yep|one sec), {v}',
    'A: I can see order {v} for a phone case / C: yes that one',
    'C: half of my food was missing, order {v}',
    'A: phone number / C: {PHONE} / A: and the order number / C: {v}',
    'A: what does the confirmation email say / C: order number {v}',
    'C: I want to cancel order {v} before it ships',
    'A: your new order number is {v} / C: thanks',
    'C: {v} / A: is this an order number / C: yes, from last week',
  ],
  rarely: [
    'C: it says order {v} was delivered but order {v2} never came',
    'A: which order do you mean, you have three open / C: the one with {v}',
    'C: I paid {amount} for order number {v} and got an empty box',
    'A: account number or order number, either works / C: order then, {v}',
  ],
});

const trackingFrames = repeatFrames({
  often: [
    'A: tracking number / C: {v}',
    "A: what's the tracking number / C: (it's|so|) {v}",
    "C: my tracking number's {v}",
    'C: tracking for {v} says out for delivery since Monday',
  ],
  sometimes: [
    'A: the parcel number is on the card the driver left / C: ok, {v}',
    'C: I am tracking {v} and it has not moved in days',
    'A: I found your parcel, tracking {v} / C: (great|finally)',
    'C: do you want the order or the tracking number / A: tracking / C: {v}',
    'A: consignment number please / C: {v}',
    'A: your return label has tracking number {v} / C: noted, thanks',
    'C: the seller gave me this shipment number, {v}',
    'A: which parcel is it about / C: number {v}, a small box',
    'A: postcode / C: {zip} / A: and the parcel number / C: {v}',
    'C: my package is stuck in customs, tracking is {v}',
  ],
  rarely: [
    'C: two parcels, tracking {v} arrived and {v2} did not',
    'C: {v} / A: thank you, and that is the tracking number / C: yes from your text',
    'C: your site says unknown shipment for {v}',
    'A: the barcode on the label, can you read the tracking number under it / C: {v}',
    'C: I sent my laptop to you for repair with tracking number {v}, did it arrive',
  ],
});

const referenceFrames = repeatFrames({
  often: [
    'A: reference number / C: {v}',
    'A: do you have a (case|booking|complaint) reference / C: (yep|yes), {v}',
    'A: your reference for today is {v} / C: ok',
    'C: I have a reference, {v}',
  ],
  sometimes: [
    "A: what's the payment reference of the transfer / C: I wrote {v}",
    'C: please put {v} as the reference when you send the money / A: will do',
    'A: application reference / C: {v} / A: great, still being checked',
    'C: your colleague gave me complaint reference {v}',
    'A: the pickup is booked, booking reference {v} / C: thanks',
    'A: account number / C: {ACCOUNT} / A: and the reference on the letter / C: {v}',
    'C: where do I find the reference / A: subject line of our email / C: ok, {v}',
    'A: trade reference for the order you placed / C: {v}',
    'C: I booked an engineer for Friday, booking reference {v}',
  ],
  rarely: [
    'C: I quoted {v2} last time but the reference is {v}, sorry',
    'A: can I have the claim reference for the lost parcel / C: {v}',
    'A: note this down, it is only a case reference, {v} / C: got it',
    'C: {v} / A: that looks like one of our booking references / C: it is',
  ],
});

const ticketFrames = repeatFrames({
  often: [
    'A: ticket number / C: {v}',
    'C: I have an open ticket, {v}',
    "A: I've opened ticket {v} for you / C: (cool|thanks)",
  ],
  sometimes: [
    'A: did support give you a ticket or case number / C: yeah, {v}',
    'C: any news on ticket {v}',
    'C: my ticket {v} got closed and nothing is fixed',
    'A: I will merge it into ticket {v} / C: fine',
    'A: email / C: {EMAIL} / A: and the support ticket / C: {v}',
  ],
  rarely: [
    'C: chat told me to call and mention ticket number {v}',
    'C: ticket {v2} is the old one, the bug is tracked in ticket {v}',
  ],
});

const invoiceFrames = repeatFrames({
  often: ['A: which invoice / C: {v}', "A: what's the invoice number / C: {v}", 'C: it is about invoice {v}'],
  sometimes: [
    'C: why is invoice {v} higher than last month',
    'C: can you resend invoice number {v} with our VAT details',
    'A: invoice {v} is still open / C: I paid it last week',
    'A: the invoice number is in the subject of the email / C: {v}',
    'C: we got two invoices, {v} is okay but {v2} is not ours',
  ],
  rarely: [
    'C: I need a credit note for invoice {v}, the licences were cancelled',
    'A: I can only see paid invoices / C: then look for number {v}',
  ],
});

const policyFrames = repeatFrames({
  often: [
    'A: policy number / C: {v}',
    "A: what's your policy number / C: (it's|uh|) {v}",
    'C: (my policy number is|my policy is) {v}',
    'A: your policy number is {v} / C: thanks',
  ],
  sometimes: [
    'C: dropped my phone, I have the insurance with you, policy {v}',
    'A: the policy number is in your welcome email / C: found it, {v}',
    'C: does the travel insurance of my bank account have a policy number / A: yes, it is {v}',
    'A: name / C: Chris Adeyemi / A: and the policy number / C: {v}',
    'C: I want to cancel policy {v}, I sold the bike',
    'A: gadget or contents cover / C: gadget, policy number {v}',
    'A: I can see policy {v} from {date} / C: yes exactly',
    'C: my broker says it is policy number {v}',
    'C: how do I renew, the policy number is {v}',
  ],
  rarely: [
    'C: I have two policies, {v2} for the phone and {v} for the laptop',
    'C: {v} / A: is that the policy / C: yes, the policy number from the PDF',
    'A: that policy number is missing a digit / C: again, {v}',
  ],
});

const promoFrames = repeatFrames({
  often: [
    'A: any promo code / C: yeah, {v}',
    'C: the code {v} gives me no discount',
    'A: which discount code did you use / C: {v}',
  ],
  sometimes: [
    'C: I saw the promo code {v} on a podcast, is it still good',
    'A: try the code {v} at checkout / C: it worked, I got the discount',
    'C: student discount, the voucher code is {v}',
    'A: sorry for the late food, here is a voucher, {v} / C: oh nice',
    'C: my friend signed up with my referral code {v}, where is my bonus',
  ],
  rarely: ['C: the coupon {v2} expired but {v} should work, no'],
});

const lastFourFrames = repeatFrames({
  often: [
    'A: last four of the card / C: {v}',
    'A: is it the card ending {v} / C: (yep|yes)',
    'C: I used the card ending in {v}',
  ],
  sometimes: [
    'A: the refund goes to your Mastercard ending {v} / C: cool',
    'C: Google Pay shows my card with {v} at the end, the last four',
    'A: just the last four digits of the card you used / C: {v}',
    'C: remove the old card from my account, it ends in {v}',
    'A: which card, {v} or {v2}, I only see the last four digits / C: the first one',
    'A: payment of {amount} was with a card ending in {v} / C: that is not my card',
  ],
});

const letterCode: ValueGrammar['create'] = (random) => [random.letters(3), random.letters(1) + random.digits(2)];

/** Numbers of orders, parcels, cases, bills and contracts, and the ends of card numbers. */
export const harmlessOrders = {
  order: bothKinds(digitsOf(5, 7, 9, 11), afterPrefix(['S', 'APP', 'EU', 'NL'], 6, 7), orderFrames),
  tracking: bothKinds(digitsOf(10, 12, 14, 16, 20), afterPrefix(['JD', '1Z', 'LX', 'DE', 'CN'], 9, 10), trackingFrames),
  reference: [
    ...bothKinds(digitsOf(6, 7, 10), afterPrefix(['TX', 'BK', 'APP', 'C'], 5, 8), referenceFrames),
    harmlessGrammar(letterCode, lettersAndDigits, referenceFrames),
  ],
  ticket: bothKinds(digitsOf(5, 6, 7), afterPrefix(['SUP', 'CS', 'REQ'], 5, 6), ticketFrames),
  invoice: bothKinds(digitsOf(6, 8), afterPrefix(['INV', 'R', 'FA'], 5, 7), invoiceFrames),
  policy: bothKinds(digitsOf(6, 8, 9, 10), afterPrefix(['PH', 'GD', 'TRV'], 6, 8), policyFrames),
  promoCode: [
    harmlessGrammar(
      (random) => [random.pick(['UNI', 'FRESH', 'BYTE', 'HEY']) + random.pick(['5', '10', '15', '25'])],
      plainCodes,
      promoFrames,
    ),
    harmlessGrammar(
      (random) => [random.letters(2) + random.digits(2), random.letters(2)],
      lettersAndDigits,
      promoFrames,
    ),
  ],
  lastFour: [harmlessGrammar((random) => [random.digits(4)], fewDigits, lastFourFrames)],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
