import type { HarmlessKind } from '../grammar-kinds.js';
import { sayNumber } from '../say-digits.js';
import { sayYear } from '../say-dates.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDates, worldDates } from './say-calendar.js';
import { clockTimes, countsWithUnit, everywhere, plainCounts } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

const between =
  (from: number, to: number): ValueGrammar['create'] =>
  (random) => [String(random.integer(from, to))];

const grammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
  countries: ValueGrammar['countries'] = everywhere,
): ValueGrammar => ({ countries, create, renderings, frames });

const amounts = (countries: ValueGrammar['countries'], sign: string, unit: string): ValueGrammar => ({
  countries,
  create: (random) => [String(random.integer(4, 2_900)), String(random.integer(10, 99))],
  renderings: [
    ([whole, rest]) => [`${sign}${Number(whole).toLocaleString('en')}.${rest}`],
    ([whole]) => [`${sign}${whole}`],
    ([whole]) => [`${whole} ${unit}`],
    ([whole, rest]) => [`${whole} ${unit} ${rest}`],
    ([whole]) => [`${sayNumber(Number(whole))} ${unit}`],
  ],
  frames: weighFrames(
    [
      'C: I was charged {v} twice',
      'A: that comes to {v} / C: okay',
      'A: the excess on your policy is {v} / C: as much as that',
      'C: my rent is {v} a month',
      'A: how much is left on the gift card / C: {v}',
    ],
    ['A: card number / C: {CARD} / A: thank you, and we are taking {v} today / C: yes'],
  ),
});

const createDate: ValueGrammar['create'] = (random) =>
  [random.integer(2024, 2027), random.integer(1, 12), random.integer(1, 28)].map(String);
const dateFrames = weighFrames(
  [
    'A: when would you like the sofa delivered / C: {v}',
    'C: I fly back on {v}',
    'A: your next appointment is on {v} / C: can we move that',
    'A: what was the date of the accident / C: {v}',
    'A: when do you move in / C: {v}',
  ],
  ['A: date of birth / C: {BIRTH_DATE} / A: and the travel date / C: {v}'],
);

/** Amounts, counts, dates, times and ages. */
export const harmlessMeasures = {
  amount: [
    amounts(['US', 'CA', 'AU'], '$', 'dollars'),
    amounts(['GB'], '£', 'pounds'),
    amounts(['DE', 'ES'], '€', 'euros'),
    amounts(['IN'], '₹', 'rupees'),
  ],
  quantity: [
    grammar(
      between(2, 48),
      plainCounts,
      weighFrames(
        [
          'A: how many chairs did you order / C: {v}',
          'C: there are {v} screws missing',
          'A: how many people live in the house / C: {v}',
        ],
        ['C: I ordered {v} boxes and you sent {v2}'],
      ),
    ),
    grammar(
      between(300, 9_900),
      plainCounts,
      weighFrames([
        'C: I should have {v} points on my loyalty card',
        'A: you have {v} miles in your account / C: only',
      ]),
    ),
  ],
  year: [
    grammar(
      between(1961, 2025),
      [([year]) => [String(year)], ([year]) => [String(year)], ([year]) => [sayYear(Number(year))]],
      weighFrames(
        [
          'A: what year is the car / C: {v}',
          'A: and when was the house built / C: {v}',
          "C: I've been a customer since {v}",
          'A: in which year did you pass your driving test / C: {v}',
        ],
        ['C: the roof was last repaired in {v}'],
      ),
    ),
  ],
  date: [
    grammar(createDate, americanDates, dateFrames, ['US']),
    grammar(createDate, worldDates, dateFrames, ['GB', 'IN', 'AU', 'DE', 'ES']),
  ],
  hour: [
    grammar(
      (random) => [String(random.integer(1, 11)), random.pick(['15', '20', '30', '45', '50'])],
      clockTimes,
      weighFrames([
        'A: what time did the accident happen / C: about {v}',
        'A: your appointment is at {v} / C: perfect',
        'C: the driver said he would be here at {v}',
        'A: when does your flight land / C: at {v}',
      ]),
    ),
  ],
  duration: [
    grammar(
      (random) => [String(random.integer(2, 15)), random.pick(['days', 'weeks'])],
      countsWithUnit,
      weighFrames(
        [
          'A: how long has the internet been down / C: {v}',
          "C: I've been waiting for my refund for {v}",
          'A: delivery takes {v} / C: okay',
        ],
        ['A: how long will you need the car / C: {v}, maybe longer'],
      ),
    ),
    grammar(
      (random) => [random.pick(['12', '18', '24', '36']), 'months'],
      countsWithUnit,
      weighFrames(['A: the contract runs for {v} / C: okay', 'A: how long is your warranty / C: {v}']),
    ),
    grammar(
      (random) => [String(random.integer(10, 55)), 'minutes'],
      countsWithUnit,
      weighFrames(["C: I've been on hold for {v}", 'A: the engineer will be with you in {v} / C: thanks']),
    ),
  ],
  score: [
    grammar(
      between(0, 10),
      plainCounts,
      weighFrames([
        'A: on a scale from zero to ten, how likely are you to recommend us / C: {v}',
        'A: how would you rate today from one to ten / C: I would say {v}',
      ]),
    ),
    grammar(
      between(480, 840),
      plainCounts,
      weighFrames(
        ['C: my credit score is {v}', 'A: your credit score came back as {v} / C: is that good'],
        ['A: do you know your credit score / C: {v}, I think'],
      ),
    ),
  ],
  age: [
    grammar(
      between(2, 16),
      plainCounts,
      weighFrames([
        'A: how old is your son / C: {v}',
        'A: and how old are the children who fly with you / C: {v} and {v2}',
      ]),
    ),
    grammar(
      between(18, 84),
      plainCounts,
      weighFrames([
        "C: I'm {v} and I've never had a filling",
        'A: what is the age of the youngest driver / C: {v}',
        'A: how old are you, if I may ask / C: {v}',
      ]),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
