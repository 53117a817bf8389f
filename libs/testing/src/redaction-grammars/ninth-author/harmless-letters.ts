import { afterPrefix, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { lettersAndDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const referenceFrames = repeatFrames({
  often: [
    'A: is there a reference on the letter / C: (there is|yes, at the top), {v}',
    'C: our reference, it says here, {v}',
    'A: could you give me your booking reference / C: (yes, it is|certainly,|) {v}',
    "A: I'll give you a reference for this call, it's {v} / C: (let me find a pen|thank you, I have written it down)",
    'C: I was told to quote the reference number {v}',
  ],
  sometimes: [
    'A: what is the claim reference / C: I have it in big letters here, {v}',
    'C: the hospital letter has a referral reference, {v}, is that what you want',
    'C: the planning application is {v}, about the extension next door',
    'A: the repair was logged under reference {v} / C: and when will they come',
    'C: the parking fine has a reference in the corner, {v}',
    'A: do you have your National Insurance number / C: not here, only the reference of your letter, {v}',
    'C: my complaint has the reference {v} and nobody has replied to it',
    'A: please put the reference {v} on the cheque / C: on the back',
  ],
  rarely: [
    'C: there are two references, yours is {v} and theirs is {v2}, which do you need',
    "C: I can't make out if it's a reference or a date / A: does it say ref / C: ref, yes, {v}",
    'C: the man from the travel agency wrote booking {v} on the envelope',
    'A: when you come to the desk, tell them your confirmation number, {v} / C: I will',
  ],
});

const ticketFrames = repeatFrames({
  often: [
    'A: have you got a case number / C: (I have|yes dear), {v}',
    'C: I rang last week and they gave me a case number, {v}',
    'A: I have opened a ticket for your repair, number {v} / C: thank you',
    'A: what is the ticket number / C: {v}',
  ],
  sometimes: [
    'C: the helpline gave me ticket {v}, about the broken lift',
    'A: so case {v} was closed on Friday / C: but the damp is still there',
    'C: it is an old job number, {v}, from when you mended the gate',
    'A: incident number from the police / C: I wrote it down, {v}',
    'C: the tickets for the matinee are numbered {v} and {v2}, and we are both too ill to go',
  ],
});

const invoiceFrames = repeatFrames({
  often: [
    'A: which invoice is it about / C: (number|invoice number) {v}',
    'C: I have your invoice {v} in front of me and I do not understand it',
    'A: there is an invoice number in the top right corner / C: I see it, {v}',
    'C: the garage sent me invoice {v}',
  ],
  sometimes: [
    'C: I paid invoice {v} with a cheque in the spring',
    'A: the school sent you invoice number {v} for the trip / C: I never had it',
    'C: it says bill number {v}, and it is for {amount}',
    'A: I can send you a copy of invoice {v} / C: by post, please',
    'C: invoice {v2} was for the windows, and {v} is for the door',
  ],
  rarely: ['C: the vet said that you would want the invoice number, well, here it is, {v}'],
});

const policyFrames = repeatFrames({
  often: [
    'A: may I have your policy number / C: (it is|let me look, it is|) {v}',
    'C: my policy number is {v}',
    "A: it's on the first page of the policy / C: policy number, yes, {v}",
    "C: it's about the house insurance / A: do you have the policy number / C: {v}",
  ],
  sometimes: [
    'A: your new policy is number {v} / C: will I get a letter',
    'C: the funeral plan has the policy number {v}, my wife took it out',
    'A: card number / C: {CARD} / A: and which policy are you paying for / C: number {v}',
    'C: I have the certificate of motor insurance here, policy {v}',
    'C: there were two policies with you, {v} and {v2}, and I should like to cancel the second',
    'A: what is the number of the travel policy / C: it is on the little card, {v}',
    'C: the pension policy says number {v}, from when I was at the mill',
    'A: are you covered / C: well I hope so, policy number {v}',
  ],
  rarely: [
    "C: no, that's the lottery, where did I put it / A: take your time / C: here, policy number, {v}",
    'A: who is the tenant insured with / C: with you, the landlord policy is {v}',
    'C: under the crest it says policy, and then {v}, and then some small print',
    'A: the dog is on policy {v} / C: bless him, yes',
  ],
});

/** Numbers that callers read from letters. */
export const harmlessLetters = {
  reference: [
    ...bothKinds(digitsOf(6, 7, 8), afterPrefix(['HB', 'PCN', 'CT', 'TR'], 6, 7), referenceFrames),
    harmlessGrammar(
      (random) => [random.letters(2) + random.digits(1), random.digits(2) + random.letters(1)],
      lettersAndDigits,
      referenceFrames,
    ),
  ],
  ticket: bothKinds(digitsOf(5, 6, 7), afterPrefix(['CAS', 'J', 'HD'], 5, 6), ticketFrames),
  invoice: bothKinds(digitsOf(4, 6, 8), afterPrefix(['SI', 'B', 'INV'], 5, 6), invoiceFrames),
  policy: bothKinds(digitsOf(8, 9, 10), afterPrefix(['HH', 'MTR', 'TP', 'PN'], 6, 8), policyFrames),
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
