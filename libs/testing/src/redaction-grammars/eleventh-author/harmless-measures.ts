import { between } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, countsOf } from '../say-characters.js';
import { saidAmounts, saidPercentages } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const amountFrames = repeatFrames({
  often: [
    'C: you took {v} from my account',
    'A: that comes to {v} / C: (okay|fine)',
    'A: how much was the payment / C: {v}',
    'C: my bill is {v} this month',
    'A: your balance is {v} / C: thank you',
  ],
  sometimes: [
    'A: the repair would cost {v} / C: that is too much',
    'C: I was quoted {v} and now you want {v2}',
    'A: I can take {v} off the bill / C: that would help',
    'A: how much can you pay each month / C: {v}',
    'A: card number / C: {CARD} / A: lovely, that is {v} then / C: okay',
    'C: I withdrew {v} at a cash machine',
  ],
  rarely: [
    'A: what did they charge you / C: {v}',
    'C: somebody used my card for {v}, that was not me',
    'A: the deposit is {v} and you get it back / C: when',
  ],
});

const amount = (countries: ValueGrammar['countries'], sign: string, unit: string): ValueGrammar =>
  harmlessGrammar(
    (random) => [String(random.integer(4, 2_400)), ...(random.chance(0.5) ? [String(random.integer(10, 99))] : [])],
    saidAmounts(sign, unit),
    amountFrames,
    countries,
  );

const quantityFrames = repeatFrames({
  often: [
    'A: how many would you like / C: {v}',
    'C: I ordered {v} boxes',
    'A: how many guests will you be / C: {v}',
    'A: how many tickets / C: {v} please',
  ],
  sometimes: [
    'C: there should be {v} tiles in the box and there are only {v2}',
    'A: we have {v} of them left / C: good',
    'A: how many tablets are left in the pack / C: {v}',
    'C: we are {v} people in the office and all have the same problem',
    'A: how many licences do you need / C: {v}',
  ],
  rarely: ['A: is that all / C: no, and {v} rolls of wallpaper', 'C: I have called {v} times already'],
});

const pointFrames = repeatFrames({
  often: ['A: you have {v} points / C: (nice|what can I get for that)', 'C: I am missing {v} bonus points'],
  sometimes: [
    'A: how many miles do you drive a year / C: about {v}',
    'A: how many kilowatt hours did you use / C: {v}',
    'C: the car has done {v} miles',
  ],
});

const percentageFrames = repeatFrames({
  often: [
    'A: we can give you {v} off / C: (okay|that is nice)',
    'C: the price went up by {v}',
    'A: the interest rate is {v} / C: per year',
    'C: I was promised a discount of {v}',
  ],
  sometimes: [
    'A: how full is the battery / C: {v}',
    'C: the download stops at {v}',
    'A: the insurance covers {v} of the costs / C: and the rest',
    'C: I pay {v} of my salary into the pension',
    'A: with the loyalty card it is {v} less / C: good',
  ],
  rarely: [
    'C: the sign in the shop said {v} / A: that discount was last week',
    'C: last year it was {v2} and now it is {v}',
  ],
});

const lengthFrames = repeatFrames({
  often: [
    'A: how wide is the window / C: {v}',
    'C: the table is {v} long',
    'A: what are the measurements / C: {v} by {v2}',
    'A: how long is the cable / C: {v}',
  ],
  sometimes: ['C: the fridge must not be wider than {v}', 'A: it is {v} deep / C: then it fits'],
});

const weightFrames = repeatFrames({
  often: [
    'A: how heavy is the parcel / C: (about |){v}',
    'A: how much does your suitcase weigh / C: {v}',
    'C: my dog weighs {v}',
  ],
  sometimes: ['A: you can take {v} of luggage / C: per person', 'C: the box had {v} on the scales at the post office'],
});

const temperatureFrames = repeatFrames({
  often: [
    'C: it is only {v} in my flat',
    'A: what temperature does the thermostat show / C: {v}',
    'A: how warm is it in the room / C: {v}',
    'C: the oven does not get hotter than {v}',
  ],
  sometimes: [
    'A: please set it to {v} / C: done',
    'C: the fridge shows {v}',
    'A: wash it at {v} at most / C: okay',
    'C: the water in the pool was {v}',
    'A: how cold is the freezer / C: minus {v}',
  ],
  rarely: ["A: is it warm enough now / C: no, it's {v} in here", 'C: I set it to {v2} and it stays at {v}'],
});

const ratingFrames = repeatFrames({
  often: [
    'A: on a scale of one to ten, how happy are you with us / C: {v}',
    'A: how likely are you to recommend us, from zero to ten / C: {v}',
    'C: I would give you a {v} out of ten',
    'A: how bad is the pain from one to ten / C: (a |){v}',
  ],
  sometimes: ['C: I gave the driver a {v} in the survey', 'A: why only a score of {v} / C: because nobody answered'],
});

const creditFrames = repeatFrames({
  often: ["A: what's your credit score / C: (it's |){v}", 'C: my credit score is {v}'],
  sometimes: ['A: with a credit score of {v} you get the better rate / C: great', 'C: my credit score fell to {v}'],
});

const ageFrames = repeatFrames({
  often: [
    "A: how old are you / C: (I'm |){v}",
    "C: I'm {v} years old",
    'A: how old is the patient / C: {v}',
    'A: and the age of the second driver / C: {v}',
  ],
  sometimes: [
    'C: my mother is {v} and lives alone',
    'A: how old is your husband / C: he is {v}',
    'C: is there a discount, I am {v}',
    'C: I am {v} years old and have never missed a payment',
  ],
  rarely: [
    'A: I have to ask your age for the quote / C: {v}',
    "A: date of birth / C: do you really need that, I'm {v} years old",
  ],
});

const childAgeFrames = repeatFrames({
  often: ['A: how old are the children / C: {v} and {v2}', 'A: and how old is your son / C: {v}'],
  sometimes: ['C: my daughter is {v}, does she pay half', 'A: how old is the cat / C: {v} years'],
});

/** What people count, measure and rate. */
export const harmlessMeasures: Partial<Record<HarmlessKind, readonly ValueGrammar[]>> = {
  amount: [
    amount(['US', 'AU'], '$', 'dollars'),
    amount(['GB'], '£', 'pounds'),
    amount(['DE', 'ES'], '€', 'euros'),
    amount(['IN'], '₹', 'rupees'),
  ],
  quantity: [
    harmlessGrammar(between(2, 80), counts, quantityFrames),
    harmlessGrammar(between(300, 9_800), counts, pointFrames),
  ],
  percentage: [harmlessGrammar(between(2, 75, ['percent']), saidPercentages, percentageFrames)],
  measurement: [
    harmlessGrammar(between(60, 210, ['centimetres', 'cm']), countsOf, lengthFrames),
    harmlessGrammar(between(3, 34, ['kilos', 'kg', 'pounds']), countsOf, weightFrames),
  ],
  temperature: [harmlessGrammar(between(3, 40, ['degrees', 'degrees Celsius']), countsOf, temperatureFrames)],
  score: [
    harmlessGrammar(between(0, 10), counts, ratingFrames),
    harmlessGrammar(between(520, 820), counts, creditFrames),
  ],
  age: [harmlessGrammar(between(19, 90), counts, ageFrames), harmlessGrammar(between(2, 16), counts, childAgeFrames)],
};
