import { between, createDateBetween } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import type { ValueGrammar } from '../value-grammar.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, countsOf, hours } from '../say-characters.js';
import { otherDates, usDates } from '../say-days.js';
import { saidAmounts, saidPercentages, saidYears } from '../say-quantities.js';

const amountFrames = repeatFrames({
  often: ['C: you charged me {v}', 'A: the total is {v} / C: okay', 'A: how much was the payment / C: {v}'],
  sometimes: [
    'C: my bill went up to {v} this month',
    'A: we can refund {v} to your card / C: that would be great',
    'A: the excess on your policy is {v} / C: I see',
    'A: card number / C: {CARD} / A: lovely, I am taking {v} now / C: okay',
  ],
  rarely: ['C: I saw it for {v} on your page and in the basket it was {v2}'],
});

const amount = (countries: ValueGrammar['countries'], sign: string, unit: string): ValueGrammar =>
  harmlessGrammar(
    (random) => [String(random.integer(3, 1_900)), ...(random.chance(0.5) ? [String(random.integer(10, 99))] : [])],
    saidAmounts(sign, unit),
    amountFrames,
    countries,
  );

const dateFrames = repeatFrames({
  often: [
    'A: when would you like the delivery / C: {v}',
    "C: I'd like to move my appointment to {v}",
    'A: the next free date is {v} / C: that works',
  ],
  sometimes: [
    'C: we fly on {v}',
    'A: when did the accident happen / C: {v}',
    'A: your contract ends on {v} / C: okay, then I cancel it',
    'A: date of birth / C: {BIRTH_DATE} / A: and when do you move in / C: {v}',
  ],
  rarely: ['C: I ordered the table on {v2} and you promised it for {v}'],
});
const createDate = createDateBetween(2025, 2027);

/** What people count and measure, and when things happen. */
export const harmlessMeasures = {
  amount: [
    amount(['US', 'CA', 'AU'], '$', 'dollars'),
    amount(['GB'], '£', 'pounds'),
    amount(['DE', 'ES'], '€', 'euros'),
    amount(['IN'], '₹', 'rupees'),
  ],
  quantity: [
    harmlessGrammar(
      between(2, 60),
      counts,
      repeatFrames({
        often: [
          'A: how many do you need / C: {v}',
          'C: I ordered {v} chairs',
          'A: how many people are coming / C: {v}',
        ],
        sometimes: ['C: I wanted {v} plates and you sent me {v2}', 'A: we have {v} left in stock / C: perfect'],
      }),
    ),
    harmlessGrammar(
      between(250, 9_500),
      counts,
      repeatFrames({
        often: ['C: I should have {v} points on my loyalty card', 'A: you have collected {v} points / C: nice'],
        sometimes: ['A: how many miles do you drive a year / C: about {v}'],
      }),
    ),
  ],
  year: [
    harmlessGrammar(
      between(1964, 2025),
      saidYears,
      repeatFrames({
        often: [
          'A: what year is the car / C: {v}',
          'A: what year was the house built / C: {v}',
          "C: I've been a customer since {v}",
        ],
        sometimes: [
          'C: the boiler is from {v}',
          'A: when did you move to Spain / C: in {v}',
          'A: which tax year is this about / C: {v}',
        ],
        rarely: ['C: I worked for the council until {v} and they still pay into that pension'],
      }),
    ),
  ],
  date: [
    harmlessGrammar(createDate, usDates, dateFrames, ['US']),
    harmlessGrammar(createDate, otherDates, dateFrames, ['GB', 'IN', 'AU', 'DE', 'ES']),
  ],
  hour: [
    harmlessGrammar(
      (random) => [String(random.integer(1, 11)), random.pick(['00', '00', '15', '20', '30', '45'])],
      hours,
      repeatFrames({
        often: [
          'A: what time suits you / C: {v}',
          'C: my appointment is at {v}',
          'A: the driver will be there at {v} / C: okay',
        ],
        sometimes: [
          'C: I waited until {v} and nobody came',
          'A: when does your train leave / C: at {v}',
          'C: can you change the dentist from {v2} to {v}',
        ],
      }),
    ),
  ],
  duration: [
    harmlessGrammar(
      between(2, 45, ['days', 'weeks', 'minutes']),
      countsOf,
      repeatFrames({
        often: [
          "C: I've been waiting for {v}",
          'A: how long has the internet been down / C: for {v}',
          'A: the repair takes {v} / C: that is long',
        ],
        sometimes: ['A: how long do you need the car / C: {v}', 'C: the refund was promised in {v}'],
      }),
    ),
    harmlessGrammar(
      between(3, 36, ['months']),
      countsOf,
      repeatFrames({
        often: ['A: the contract runs for {v} / C: okay', 'C: I was told the warranty is {v}'],
        sometimes: ['A: you can pay it back over {v} / C: without interest'],
      }),
    ),
  ],
  percentage: [
    harmlessGrammar(
      between(2, 80, ['percent']),
      saidPercentages,
      repeatFrames({
        often: [
          'A: I can offer you {v} off / C: that is good',
          'C: my rent goes up by {v}',
          'A: the interest rate is {v} / C: fixed',
        ],
        sometimes: [
          'C: the battery is at {v} after an hour',
          'A: how much of the bill does your insurance pay / C: {v}',
          'C: you promised me {v} and I only got {v2}',
        ],
      }),
    ),
  ],
  measurement: [
    harmlessGrammar(
      between(20, 230, ['centimetres', 'cm', 'inches']),
      countsOf,
      repeatFrames({
        often: ['A: how wide is the door / C: {v}', 'C: the sofa is {v} long'],
        sometimes: ['A: which size do you need for the window / C: {v} by {v2}'],
      }),
    ),
    harmlessGrammar(
      between(2, 38, ['kilos', 'kg', 'pounds']),
      countsOf,
      repeatFrames({
        often: ['A: how heavy is the parcel / C: {v}', 'A: what does your dog weigh / C: {v}'],
        sometimes: ['C: my suitcase has {v} and they wanted money for that'],
      }),
    ),
  ],
  temperature: [
    harmlessGrammar(
      between(4, 70, ['degrees', 'degrees Celsius']),
      countsOf,
      repeatFrames({
        often: [
          'A: how warm is it in the flat / C: {v}',
          'C: the fridge only cools to {v}',
          'A: set the heating to {v} / C: done',
        ],
        sometimes: [
          'A: what does the thermostat show / C: {v}',
          'C: the hot water is never more than {v}',
          'A: please wash it at {v} / C: okay',
        ],
      }),
    ),
  ],
  age: [
    harmlessGrammar(
      between(18, 88),
      counts,
      repeatFrames({
        often: ["A: how old are you / C: (I'm|) {v}", "C: I'm {v} years old"],
        sometimes: ['A: and how old is the second driver / C: she is {v}', 'C: my father is {v} and lives alone'],
      }),
    ),
    harmlessGrammar(
      between(1, 15),
      counts,
      repeatFrames({
        often: ['A: how old is the child / C: {v}', 'A: and the age of your dog / C: {v} years'],
        sometimes: ['C: the kids are {v} and {v2}, do they pay the full fare'],
      }),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
