import { between } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, countsOf } from '../say-characters.js';
import { saidAmounts, saidPercentages } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const amountFrames = repeatFrames({
  often: [
    'C: my pension is {v} a month',
    'A: that comes to {v} / C: (goodness|that is all right)',
    'A: how much do you pay for the gas / C: {v}',
    'C: the bill says {v}, and I live by myself',
  ],
  sometimes: [
    'A: account number / C: {ACCOUNT} / A: and how much shall we take each month / C: {v}',
    'C: I gave {v} to the dogs home and I should like a receipt',
    'A: the repair will be {v} with the labour / C: as much as that',
    'C: the rent was {v2} and now they want {v}',
    'A: your refund is {v} / C: when will I have it',
    'C: the coach trip was {v} for the two of us',
  ],
  rarely: ['C: they owe me {v}, I have every receipt in a biscuit tin'],
});
const amount = (countries: ValueGrammar['countries'], sign: string, unit: string): ValueGrammar =>
  harmlessGrammar(
    (random) => [String(random.integer(2, 2_400)), ...(random.chance(0.6) ? [String(random.integer(10, 99))] : [])],
    saidAmounts(sign, unit),
    amountFrames,
    countries,
  );

/** What people pay, count and measure. */
export const harmlessMeasures = {
  amount: [
    amount(['GB'], '£', 'pounds'),
    amount(['US', 'AU'], '$', 'dollars'),
    amount(['DE', 'ES'], '€', 'euros'),
    amount(['IN'], '₹', 'rupees'),
  ],
  quantity: [
    harmlessGrammar(
      between(2, 120),
      counts,
      repeatFrames({
        often: [
          'A: how many tablets are left / C: {v}',
          'C: we are {v} pensioners and a driver',
          'A: how many children are in the class / C: {v}',
          'A: and how many of the leaflets would you like / C: {v}, please',
        ],
        sometimes: [
          'C: I ordered {v} bulbs and there are {v2} in the box',
          'A: there are {v} people in front of you / C: then I put the kettle on',
          'C: I have been on the waiting list, I was number {v} in the queue',
          'C: there are {v} steps up to the flat',
        ],
      }),
    ),
  ],
  duration: [
    harmlessGrammar(
      between(2, 50, ['minutes', 'hours', 'days']),
      countsOf,
      repeatFrames({
        often: [
          'C: I have been holding for {v}',
          'A: it takes about {v} / C: I can wait',
          'A: how long does the pain last / C: {v}, sometimes more',
        ],
        sometimes: [
          'C: the water has been off for {v}',
          'A: how long were you without heating / C: {v}',
          'C: the coach was late by {v}',
        ],
      }),
    ),
    harmlessGrammar(
      between(2, 45, ['weeks', 'months', 'years']),
      countsOf,
      repeatFrames({
        often: ['C: we have rented from you for {v}', 'A: how long have you had the cough / C: {v}'],
        sometimes: [
          'A: the waiting time for the eye clinic is {v} / C: that is dreadful',
          'A: how long was your husband with the firm / C: {v}',
          'C: they promised an answer in {v}',
        ],
      }),
    ),
  ],
  percentage: [
    harmlessGrammar(
      between(2, 45, ['percent', 'per cent']),
      saidPercentages,
      repeatFrames({
        often: [
          'C: the rent is going up by {v}',
          'A: there is a discount of {v} for pensioners / C: how nice',
          'A: the savings account pays {v} / C: is that all',
          'A: how much of it does your health insurance pay / C: {v}',
        ],
        sometimes: [
          'C: the battery in the hearing aid says {v}',
          'A: you have {v} of your hearing left in that ear / C: pardon',
          'C: the council tax should be {v} less, I live by myself',
        ],
      }),
    ),
  ],
  measurement: [
    harmlessGrammar(
      between(30, 210, ['centimetres', 'inches', 'cm']),
      countsOf,
      repeatFrames({
        often: [
          'A: how wide is the doorway / C: {v}',
          'C: the bed is {v} long',
          'A: and the height of the fence / C: {v}',
        ],
        sometimes: ['C: I measured the window, {v} by {v2}', 'A: the wheelchair is {v} wide / C: that goes through'],
      }),
    ),
    harmlessGrammar(
      between(3, 95, ['kilos', 'pounds']),
      countsOf,
      repeatFrames({
        often: ['A: what do you weigh, roughly / C: {v}', 'C: the case is {v}, is that too much for the coach'],
        sometimes: ['A: how heavy is the dog / C: {v}, the vet says too much'],
      }),
    ),
    harmlessGrammar(
      between(10, 900, ['miles', 'litres', 'kilometres']),
      countsOf,
      repeatFrames({
        often: ['A: how much is that / C: about {v}', 'C: it says {v} on the dial'],
        sometimes: ['A: how much do you use in a year / C: {v}, not more'],
      }),
    ),
  ],
  temperature: [
    harmlessGrammar(
      between(5, 75, ['degrees', 'degrees Celsius']),
      countsOf,
      repeatFrames({
        often: [
          'A: what is the temperature in your living room / C: {v}',
          'C: the radiator does not get the room above {v}',
          'A: please set the boiler to {v} / C: where do I see that',
        ],
        sometimes: [
          'C: it was {v} in the coach, and no water',
          'A: keep the drops below {v} / C: in the fridge then',
          'C: the thermostat says {v}, and I sit here with a blanket',
        ],
      }),
    ),
  ],
  age: [
    harmlessGrammar(
      between(55, 98),
      counts,
      repeatFrames({
        often: [
          'A: may I ask how old you are / C: {v}',
          "C: I'm {v} years old and I have never had such a letter",
          'C: my mother is {v} and cannot manage the stairs',
        ],
        sometimes: [
          'A: how old is the patient / C: he is {v}',
          'A: the reduced fare starts at {v} / C: years of age, then I am too young',
        ],
      }),
    ),
    harmlessGrammar(
      between(2, 17),
      counts,
      repeatFrames({
        often: ['A: what age is your grandson / C: {v}', 'A: how old is the car / C: {v} years'],
        sometimes: ['C: the children are {v} and {v2}, and it is their first flight', 'C: our dog is {v} and deaf'],
      }),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
