import { between } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, countsOf, hours } from '../say-characters.js';
import { saidYears } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';
import { arrangedElsewhere, arrangedInUs } from './write-dates.js';

const dateFrames = repeatFrames({
  often: [
    'A: when would you like to come in / C: {v}',
    'A: your (appointment|delivery|repair) is on {v} / C: (okay|great)',
    'C: can I book a table for {v}',
    'A: what date did you place the order / C: {v}',
    "A: when's your move / C: {v}",
  ],
  sometimes: [
    'C: we are travelling on {v} and coming back on {v2}',
    'A: the warranty runs until {v} / C: good',
    'A: when did the leak start / C: on {v}',
    'C: your engineer was meant to come on {v}',
    "A: the bill is due on {v} / C: okay, I'll pay it before that",
    "A: when did you buy it / C: {v}, I've got the receipt here",
    'A: your insurance renews on {v} / C: can you stop that',
    'A: what date is on the letter / C: it is dated {v}',
    'C: I paid on {v}, please check again',
    'C: the new term starts on {v}, will the uniform be here by then',
    'A: when do you need the hire car / C: from {v}',
    'A: when was your last meter reading / C: {v}',
  ],
  rarely: [
    'A: date of birth / C: {BIRTH_DATE} / A: and what date would you like for the check-up / C: {v}',
    'C: I got the parking fine on {v} and I was not even in town',
    'A: from what date shall I cancel the contract / C: from {v}',
    "C: my daughter's wedding is on {v} and the dress isn't here yet",
    'C: you said that the sofa comes on {v2} and now the text says {v}',
    'A: when did the accident happen / C: on {v}, just after lunch',
  ],
});

const createDate: ValueGrammar['create'] = (random) =>
  [random.integer(2025, 2027), random.integer(1, 12), random.integer(1, 28)].map(String);

/** When things happen, how long they take and how old they are. */
export const harmlessTimes = {
  date: [
    harmlessGrammar(createDate, arrangedInUs, dateFrames, ['US']),
    harmlessGrammar(createDate, arrangedElsewhere, dateFrames, ['GB', 'IN', 'AU', 'DE', 'ES']),
  ],
  year: [
    harmlessGrammar(
      between(1958, 2025),
      saidYears,
      repeatFrames({
        often: [
          'A: what year is the (car|van|bike) / C: {v}',
          'A: when was the house built / C: in {v}',
          'C: I have been a customer since {v}',
        ],
        sometimes: [
          'A: which tax year is it about / C: {v}',
          'C: the boiler was put in in {v}',
          'A: what model year is the tractor / C: it is a {v}',
          'C: we bought the flat in {v}',
          'A: since when have you been with the union / C: since {v}',
        ],
        rarely: ['C: I have been paying into this pension since {v}', 'C: the wiring in the school is from {v}'],
      }),
    ),
  ],
  hour: [
    harmlessGrammar(
      (random) => [String(random.integer(1, 12)), random.pick(['00', '00', '10', '15', '30', '45'])],
      hours,
      repeatFrames({
        often: [
          'A: what time works for you / C: {v}',
          'A: you can come at {v} / C: (okay|perfect)',
          "C: my appointment's at {v}",
        ],
        sometimes: [
          'C: the flight leaves at {v}',
          'A: the engineer comes between {v} and {v2} / C: fine',
          'A: when did the power go off / C: around {v}',
          'C: what time do you close, is it {v}',
        ],
        rarely: ['C: you said {v2} and I have been sitting here since {v}'],
      }),
    ),
  ],
  duration: [
    harmlessGrammar(
      between(2, 50, ['minutes', 'days', 'hours']),
      countsOf,
      repeatFrames({
        often: [
          "C: I've been waiting for {v}",
          'A: it takes about {v} / C: okay',
          'A: how long has it been broken / C: {v}',
        ],
        sometimes: ['C: you promised it within {v}', 'A: the refund needs up to {v} / C: that long'],
      }),
    ),
    harmlessGrammar(
      between(2, 24, ['months', 'weeks']),
      countsOf,
      repeatFrames({
        often: ['A: how long is left on your contract / C: {v}', 'C: I am tied in for another {v}'],
        sometimes: ['A: the notice period is {v} / C: I see', 'A: how long have you worked there / C: {v}'],
      }),
    ),
  ],
  age: [
    harmlessGrammar(
      between(18, 93),
      counts,
      repeatFrames({
        often: ["A: how old are you / C: (I'm|) {v}", "C: I'm {v} years old", 'A: and the age of the driver / C: {v}'],
        sometimes: ['C: my sister is {v} and needs her own policy', 'A: what age will you be when you retire / C: {v}'],
      }),
    ),
    harmlessGrammar(
      between(1, 17),
      counts,
      repeatFrames({
        often: ['A: how old is your (daughter|son) / C: {v}', 'C: the kids are {v} and {v2}'],
        sometimes: ['A: and how old is the dog / C: {v}', 'C: my laptop is only {v} years old'],
      }),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
