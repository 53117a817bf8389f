import { between, createDateBetween } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, countsOf, hours } from '../say-characters.js';
import { otherDates, usDates } from '../say-days.js';
import { saidYears } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const dateFrames = repeatFrames({
  often: [
    'A: what date would you like for the appointment / C: {v}',
    'C: my appointment is on {v}',
    'A: we can deliver it on {v} / C: (great|perfect)',
    'A: when did you place the order / C: (on|it was|) {v}',
    'A: when are you travelling / C: {v}',
  ],
  sometimes: [
    'A: your insurance renews on {v} / C: okay',
    'C: I paid that bill on {v}',
    'A: when did the leak start / C: {v}',
    'C: can I move the booking from {v2} to {v}',
    "A: your contract started on {v} / C: (yes|that's right)",
  ],
  rarely: [
    'C: the letter is dated {v} but it only came today',
    'A: date of birth / C: {BIRTH_DATE} / A: and from which day do you need the rental car / C: from {v}',
  ],
});
const createDate = createDateBetween(2025, 2026);

const hourFrames = repeatFrames({
  often: [
    'A: what time would you like to come in / C: {v}',
    'C: my appointment is at {v}',
    'A: the engineer can come at {v} / C: (perfect|okay)',
    'A: what time does your flight leave / C: at {v}',
  ],
  sometimes: [
    'C: can you call me after {v}',
    "A: we close at {v} today / C: then I'll hurry",
    'C: the plumber was supposed to be here at {v}',
    'A: what time did the accident happen / C: around {v}',
  ],
  rarely: ['C: we have a table at {v2}, can you make that {v}', 'C: my train gets in at {v}, can you still pick me up'],
});

const waitFrames = repeatFrames({
  often: ["C: I've been on hold for {v}", 'A: the wait is about {v} right now / C: okay'],
  sometimes: ['A: how long was the power off / C: about {v}'],
});

const spellFrames = repeatFrames({
  often: [
    'A: how long have you been waiting for the part / C: {v}',
    "C: the internet's been down for {v}",
    "A: the refund takes {v} / C: that's long",
  ],
  sometimes: ['A: how long are you staying / C: {v}', 'C: you told me {v} and it still is not here'],
});

const termFrames = repeatFrames({
  often: ['A: the contract runs for {v} / C: okay', 'C: the warranty was {v}'],
  sometimes: ['A: over how many months would you like to pay / C: {v}'],
});

/** When things happen, how long they take, and how old people are. */
export const harmlessTimes = {
  year: [
    harmlessGrammar(
      between(1985, 2025),
      saidYears,
      repeatFrames({
        often: [
          'A: what year is your car / C: {v}',
          'A: when was the house built / C: (in|) {v}',
          "C: I've been a customer since {v}",
          'A: which year did you buy the boiler / C: {v}',
        ],
        sometimes: [
          'C: the roof was redone in {v}',
          'A: when did you move into the flat / C: in {v}',
          "C: it's the {v} model of the car",
          'A: which tax year do you need the form for / C: {v}',
        ],
        rarely: ["C: I've been with you since {v}, doesn't that count for anything"],
      }),
    ),
  ],
  date: [
    harmlessGrammar(createDate, usDates, dateFrames, ['US', 'CA']),
    harmlessGrammar(createDate, otherDates, dateFrames, ['GB', 'IN', 'AU', 'DE', 'ES']),
  ],
  hour: [
    harmlessGrammar(
      (random) => [String(random.integer(1, 11)), random.pick(['00', '00', '15', '30', '45', '50'])],
      hours,
      hourFrames,
    ),
  ],
  duration: [
    harmlessGrammar(between(5, 55, ['minutes']), countsOf, waitFrames),
    harmlessGrammar(between(2, 12, ['days', 'weeks']), countsOf, spellFrames),
    harmlessGrammar(between(3, 36, ['months']), countsOf, termFrames),
  ],
  age: [
    harmlessGrammar(
      between(18, 90),
      counts,
      repeatFrames({
        often: [
          "A: how old are you / C: (I'm|) {v}",
          "C: I'm {v} years old",
          "A: what's the age of the second driver / C: {v}",
          'A: how old is the patient / C: {v}',
        ],
        sometimes: [
          'C: my mother is {v} and lives by herself',
          'A: and your age please / C: {v}',
          "C: I'm {v} years old, do I still need a medical",
        ],
      }),
    ),
    harmlessGrammar(
      between(2, 16),
      counts,
      repeatFrames({
        often: ['A: how old is your (son|daughter) / C: {v}', 'A: the age of the child please / C: {v}'],
        sometimes: ['C: the children are {v2} and {v} years old'],
      }),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
