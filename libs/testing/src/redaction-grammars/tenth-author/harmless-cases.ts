import { afterPrefix, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { repeatFrames } from '../repeat-frames.js';
import type { ValueGrammar } from '../value-grammar.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { numbersAndCodes } from './numbers-and-codes.js';
import { codes } from './write-digits.js';

const referenceFrames = repeatFrames({
  often: [
    "A: what's your booking reference / C: {v}",
    'C: the reference number is {v}',
    'A: have you got a reference number for me / C: (yes|yep|I have), {v}',
    'A: your confirmation number is {v} / C: (thanks|okay)',
  ],
  sometimes: [
    "A: what's the claim number / C: (it's|) {v}",
    "C: I'm calling about my claim, reference {v}",
    'A: if you call back, please quote reference {v} / C: will do',
    'A: is there a reference on the letter / C: yes, it says our reference, {v}',
    'C: I made a booking for dinner, confirmation number {v}',
    'A: your planning application reference please / C: {v}',
    'C: booking reference {v}, I need to change the flight',
    'A: the complaint has reference {v} / C: and when will I hear from you',
  ],
  rarely: [
    'C: each time I call I get a new reference, the last one was {v}',
    'A: date of birth / C: {BIRTH_DATE} / A: and the claim reference / C: {v}',
    'C: the garage gave me a repair reference, it is {v}',
    'A: card number or booking reference / C: the booking reference, {v}',
  ],
});

const ticketFrames = repeatFrames({
  often: [
    'A: do you have a ticket number / C: (yes|sure), {v}',
    'C: my ticket number is {v}',
    "A: I've opened ticket {v} for that / C: okay",
    'C: this is about ticket {v}',
  ],
  sometimes: [
    "A: what's the case number / C: {v}",
    "C: I've had a ticket open since Monday, it's number {v}",
    "A: ticket {v} was closed yesterday / C: but nothing's fixed",
    'A: did they give you an incident number / C: {v}',
    'A: I am putting a note on case {v} / C: thank you',
  ],
  rarely: [
    'C: I logged it online and it came back with support ticket {v}',
    'C: is this the same as ticket {v2} or do I need both, the new ticket is {v}',
  ],
});

const policyFrames = repeatFrames({
  often: [
    "A: what's the policy number / C: {v}",
    'A: do you have your policy number there / C: (yes|yep), {v}',
    'C: my policy number is {v}',
    'A: is it about your home insurance / C: yes, policy {v}',
  ],
  sometimes: [
    'A: your policy number is {v}, the documents are in the post / C: great',
    'C: I want to cancel my travel insurance, policy number {v}',
    'A: the policy number is at the top left of the schedule / C: {v}',
    'C: somebody drove into me, my insurance is with you, policy number {v}',
    "A: and what's the other driver's policy number / C: it says {v}",
    'A: is the car insured under policy {v} / C: yes',
    'C: we have two policies, policy {v} for the house and policy {v2} for the van',
  ],
  rarely: [
    'A: name / C: Whitfield / A: date of birth / C: {BIRTH_DATE} / A: and the policy number / C: {v}',
    'C: the renewal letter for policy number {v} has the wrong price on it',
    "C: I'm standing by the road with a flat tyre, I think the policy number is {v}",
    'C: my pet policy, number {v}, does it cover a broken tooth',
    'A: have you got your account number / C: no, only the policy number, {v}',
  ],
});

/** Numbers of bookings, claims, complaints, support cases and insurance policies. */
export const harmlessCases = {
  reference: [
    ...numbersAndCodes(digitsOf(6, 7, 8, 10), afterPrefix(['CLM', 'BK', 'R', 'PA'], 5, 6, 8), referenceFrames),
    harmlessGrammar((random) => [random.letters(2) + random.digits(1), random.letters(3)], codes, referenceFrames),
  ],
  ticket: numbersAndCodes(digitsOf(4, 5, 7), afterPrefix(['INC', 'CS', 'HD'], 5, 7), ticketFrames),
  policy: numbersAndCodes(digitsOf(7, 8, 9, 10), afterPrefix(['HM', 'MV', 'TR', 'P'], 6, 8), policyFrames),
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
