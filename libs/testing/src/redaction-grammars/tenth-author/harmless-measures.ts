import { between } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, countsOf } from '../say-characters.js';
import { saidAmounts, saidPercentages } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const amountFrames = repeatFrames({
  often: ['A: that comes to {v} / C: okay', 'C: you took {v} from my account', 'A: how much was it / C: {v}'],
  sometimes: [
    'C: my bill is {v}, it was never that high',
    'A: I can take {v} off your next bill / C: (thanks|that helps)',
    'C: I was quoted {v} and now you want {v2}',
    'A: the deposit is {v} / C: and I get that back',
    'A: card number / C: {CARD} / A: thank you, I am charging {v} / C: go ahead',
    'C: what is this payment of {v}',
  ],
  rarely: [
    'A: how much did you pay for the laptop / C: it was {v} in the sale',
    'C: my pension went up by {v} a month',
  ],
});

const amount = (countries: ValueGrammar['countries'], sign: string, unit: string): ValueGrammar =>
  harmlessGrammar(
    (random) => [String(random.integer(2, 2_400)), ...(random.chance(0.5) ? [String(random.integer(10, 99))] : [])],
    saidAmounts(sign, unit),
    amountFrames,
    countries,
  );

/** What people count and measure. */
export const harmlessMeasures = {
  amount: [
    amount(['US', 'AU'], '$', 'dollars'),
    amount(['GB'], '£', 'pounds'),
    amount(['DE', 'ES'], '€', 'euros'),
    amount(['IN'], '₹', 'rupees'),
  ],
  quantity: [
    harmlessGrammar(
      between(2, 80),
      counts,
      repeatFrames({
        often: ['A: how many would you like / C: {v}', 'C: I need {v} tickets', 'A: how many guests / C: {v}'],
        sometimes: ['C: there were {v} in the box and I ordered {v2}', 'A: you have {v} days of leave left / C: good'],
      }),
    ),
    harmlessGrammar(
      between(300, 24_000),
      counts,
      repeatFrames({
        often: ['C: I have {v} points, what can I get', 'A: how many miles are on the clock / C: {v}'],
        sometimes: ['A: you used {v} kilowatt hours last year / C: that much', 'C: the app says {v} steps'],
      }),
    ),
  ],
  percentage: [
    harmlessGrammar(
      between(2, 95, ['percent']),
      saidPercentages,
      repeatFrames({
        often: ['C: the price went up by {v}', 'A: you get {v} off / C: nice', 'A: the rate is {v} / C: for how long'],
        sometimes: [
          'C: it stops at {v} of the download',
          'A: the insurance covers {v} of the treatment / C: and the rest',
          'C: my battery drops to {v} by lunchtime',
          'A: the late fee is {v} of the bill / C: that is a lot',
        ],
      }),
    ),
  ],
  measurement: [
    harmlessGrammar(
      between(15, 260, ['centimetres', 'cm', 'inches', 'millimetres']),
      countsOf,
      repeatFrames({
        often: ['A: how wide is the gap / C: {v}', 'C: the table is {v} long'],
        sometimes: ['C: the curtains should be {v} by {v2}', 'A: how long is the hedge / C: {v}'],
      }),
    ),
    harmlessGrammar(
      between(2, 32, ['kilos', 'kg', 'pounds']),
      countsOf,
      repeatFrames({
        often: ['A: how much does the parcel weigh / C: {v}', 'A: your baggage allowance is {v} / C: okay'],
        sometimes: ['C: the bag of sand says {v}', 'C: I lost {v} since the last appointment'],
      }),
    ),
  ],
  temperature: [
    harmlessGrammar(
      between(3, 60, ['degrees', 'degrees Celsius']),
      countsOf,
      repeatFrames({
        often: [
          "A: what's the temperature in the room / C: {v}",
          "C: it's {v} in my bedroom",
          'A: try it at {v} / C: okay',
        ],
        sometimes: [
          'C: the freezer shows {v} and everything is melting',
          'C: the oven never gets above {v}',
          'A: the medicine has to stay below {v} / C: I keep it in the fridge',
          'A: what is the thermostat set to / C: {v}',
        ],
      }),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
