import { between } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, countsOf } from '../say-characters.js';
import { saidAmounts, saidPercentages } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const amountFrames = repeatFrames({
  often: [
    'C: my bill is {v}',
    'A: the total is {v} / C: okay',
    'A: how much was the charge / C: {v}',
    'C: I was charged {v}',
    'A: how much would you like to pay today / C: {v}',
  ],
  sometimes: [
    'A: I can refund {v} / C: (great|thank you)',
    "C: it cost {v2} last month and now it's {v}",
    'A: the monthly fee is {v} / C: okay',
    'C: the quote from the garage was {v}',
  ],
  rarely: [
    'C: I paid {v} for that toaster and it broke in a week',
    "A: card number / C: {CARD} / A: thanks, I'm charging {v} now / C: okay",
  ],
});
const amount = (countries: ValueGrammar['countries'], sign: string, unit: string): ValueGrammar =>
  harmlessGrammar(
    (random) => [
      String(random.integer(4, 2_400)),
      ...(random.chance(0.4) ? [random.pick(['50', '75', '95', '99'])] : []),
    ],
    saidAmounts(sign, unit),
    amountFrames,
    countries,
  );

const thingFrames = repeatFrames({
  often: [
    'A: how many boxes would you like / C: {v}',
    'C: I ordered {v} chairs',
    'A: how many people is it for / C: {v}',
    'A: we have {v} left / C: then I take one',
  ],
  sometimes: ['C: I got {v2} bottles instead of {v}'],
});

const pointFrames = repeatFrames({
  often: ["C: I've got {v} bonus points", 'A: how many miles are on the car / C: about {v}'],
  sometimes: ["A: you've earned {v} points / C: nice", 'C: we need {v} flyers by Friday'],
});

const lengthFrames = repeatFrames({
  often: [
    'A: how wide is the window / C: {v}',
    'C: the table is {v} long',
    'A: how tall is the fridge / C: (about|) {v}',
  ],
  sometimes: ['C: the box is {v} by {v2}', 'A: what size is the mattress / C: {v} wide'],
});

const weightFrames = repeatFrames({
  often: ['A: how heavy is the parcel / C: {v}', 'C: my suitcase weighs {v}'],
  sometimes: ['A: the limit is {v} for each bag / C: okay', 'C: the dog weighs {v}'],
});

const ratingFrames = repeatFrames({
  often: [
    'A: how would you rate this call from one to ten / C: {v}',
    'C: I would give it {v} out of ten',
    'A: on a scale of one to ten, how likely are you to recommend us / C: (maybe|) {v}',
  ],
  sometimes: [
    'A: how bad is the pain from one to ten / C: {v}',
    'A: and the friendliness of our staff, one to ten / C: {v}',
  ],
  rarely: ["C: last time I gave you {v2} out of ten, this time it's {v}"],
});

const creditFrames = repeatFrames({
  often: ["A: what's your credit score / C: (it's|) {v}", 'C: my credit score is {v}'],
  sometimes: ["A: you need a credit score of {v} for that loan / C: mine's lower"],
});

/** What people count, measure, pay and rate. */
export const harmlessMeasures = {
  amount: [
    amount(['US', 'CA', 'AU'], '$', 'dollars'),
    amount(['GB'], '£', 'pounds'),
    amount(['DE', 'ES'], '€', 'euros'),
    amount(['IN'], '₹', 'rupees'),
  ],
  quantity: [
    harmlessGrammar(between(2, 48), counts, thingFrames),
    harmlessGrammar(between(300, 8_900), counts, pointFrames),
  ],
  percentage: [
    harmlessGrammar(
      between(3, 75, ['percent']),
      saidPercentages,
      repeatFrames({
        often: [
          'A: I can give you {v} off / C: (great|okay)',
          'C: the rent is going up by {v}',
          'A: what interest rate did they offer / C: {v}',
          'C: the battery drops to {v} in an hour',
        ],
        sometimes: [
          'A: the interest rate is {v} / C: hmm',
          'A: the insurance covers {v} / C: and the rest',
          'C: it said {v} off and I paid the full price',
          'A: how far is the download / C: {v}',
        ],
        rarely: ['C: last year it went up {v2}, this year {v}, where does it end'],
      }),
    ),
  ],
  measurement: [
    harmlessGrammar(between(30, 220, ['centimetres', 'cm', 'inches']), countsOf, lengthFrames),
    harmlessGrammar(between(3, 32, ['kilos', 'kilograms', 'pounds']), countsOf, weightFrames),
  ],
  temperature: [
    harmlessGrammar(
      between(3, 40, ['degrees', 'degrees Celsius']),
      countsOf,
      repeatFrames({
        often: [
          "A: what's the temperature in the room / C: {v}",
          'C: the fridge is at {v}',
          'A: what temperature is the boiler set to / C: {v}',
          "C: the heating doesn't go above {v}",
        ],
        sometimes: [
          'A: wash it at {v} / C: okay',
          'A: what does the thermometer show / C: {v}',
          'A: set the thermostat to {v} / C: done',
          'C: it was {v} in the flat this morning',
        ],
        rarely: ['C: the office is at {v} today and nobody can work'],
      }),
    ),
  ],
  score: [
    harmlessGrammar((random) => [String(random.integer(1, 10))], counts, ratingFrames),
    harmlessGrammar((random) => [String(random.integer(520, 820))], counts, creditFrames),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
