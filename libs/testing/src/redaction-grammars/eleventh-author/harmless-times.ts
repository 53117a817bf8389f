import { between, createDateBetween } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { countsOf, hours } from '../say-characters.js';
import { otherDates, usDates } from '../say-days.js';
import { saidYears } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const yearFrames = repeatFrames({
  often: [
    'A: what year is the car / C: (it is from |){v}',
    'A: when was the house built / C: (in |){v}',
    "C: I've been a customer since {v}",
    'A: which model year is the motorbike / C: {v}',
  ],
  sometimes: [
    'C: the roof was redone in {v}',
    'A: what year did you take out the policy / C: {v}',
    'C: the boiler was put in in {v}',
    'A: since when have you lived at this address / C: since {v}',
    'A: how long have you had the account / C: since {v}',
    'C: my company was founded in {v}',
    'A: the contract was signed in {v} / C: that is a long time ago',
  ],
  rarely: [
    'A: how old is the building / C: it is from {v}',
    'C: it is a {v} Volvo and it still runs',
    'A: which year was the last inspection of the chimney / C: {v}',
  ],
});

const dateFrames = repeatFrames({
  often: [
    'A: when would you like the appointment / C: {v}',
    'A: your delivery is planned for {v} / C: (okay|can I change that)',
    "C: I'd like to cancel from {v}",
    'A: what date is the flight / C: {v}',
    'A: when are you moving in / C: {v}',
  ],
  sometimes: [
    'A: when did you notice the leak / C: {v}',
    'C: I ordered on {v} and it still says processing',
    'A: your next bill is due on {v} / C: all right',
    'A: check-in date / C: {v} / A: and check-out / C: {v2}',
    'C: the accident happened on {v}',
    'A: the contract runs until {v} / C: can I leave earlier',
    'A: when shall the direct debit start / C: {v}',
  ],
  rarely: [
    'C: honestly, I took the day off for your engineer on {v} and nobody showed up',
    'A: date of birth / C: {BIRTH_DATE} / A: and the date of the surgery / C: {v}',
    'C: my appointment was on {v2} and you moved it to {v}',
    'A: your new card will be with you by {v} / C: okay',
    'A: the voucher is valid until {v} / C: that is soon',
  ],
});
const createDate = createDateBetween(2025, 2027);

const hourFrames = repeatFrames({
  often: [
    'A: what time would suit you / C: {v}',
    'C: my appointment is at {v}',
    'A: we can do {v} / C: (that works|perfect)',
    'A: what time does your train leave / C: (at |){v}',
  ],
  sometimes: [
    'A: the driver comes at about {v} / C: okay',
    'C: can I book a table for {v}',
    'C: I have been without power since {v}',
    'A: we are open until {v} / C: then I come tomorrow',
    'C: could you ring me back after {v}',
    'A: when is the best time to call / C: around {v}',
  ],
  rarely: [
    'A: when did the alarm go off / C: at {v}',
    'C: call me on my mobile, but not before {v}',
    'C: the plumber said {v} and came at {v2}',
  ],
});

const waitFrames = repeatFrames({
  often: [
    "C: I've been waiting for {v}",
    'A: how long have you had the problem / C: (for |){v}',
    'A: that takes about {v} / C: okay',
    'A: how long will you stay / C: {v}',
  ],
  sometimes: [
    'C: it was supposed to arrive within {v}',
    'A: the refund takes up to {v} / C: so long',
    'C: the lift has been broken for {v}',
    'A: how long do you need the hire car / C: {v}',
  ],
  rarely: ['C: your colleague told me {v} and now you tell me {v2}'],
});

const termFrames = repeatFrames({
  often: [
    'A: the contract is for {v} / C: (okay|and after that)',
    'C: the guarantee is {v}',
    'A: over how long would you like to pay it back / C: {v}',
  ],
  sometimes: ['C: I have another {v} to go on my contract', 'A: the rate is fixed for {v} / C: good'],
  rarely: ['C: I only lived there for {v} and you billed me for the whole year'],
});

/** When things happen, and how long they take. */
export const harmlessTimes: Partial<Record<HarmlessKind, readonly ValueGrammar[]>> = {
  year: [harmlessGrammar(between(1968, 2025), saidYears, yearFrames)],
  date: [
    harmlessGrammar(createDate, usDates, dateFrames, ['US']),
    harmlessGrammar(createDate, otherDates, dateFrames, ['GB', 'IN', 'AU', 'DE', 'ES']),
  ],
  hour: [
    harmlessGrammar(
      (random) => [String(random.integer(1, 11)), random.pick(['00', '00', '15', '30', '45', '10'])],
      hours,
      hourFrames,
    ),
  ],
  duration: [
    harmlessGrammar(between(2, 50, ['days', 'weeks', 'minutes']), countsOf, waitFrames),
    harmlessGrammar(between(3, 48, ['months']), countsOf, termFrames),
  ],
};
