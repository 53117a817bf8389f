import { between } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, countsOf, hours } from '../say-characters.js';
import { otherDates, usDates } from '../say-days.js';
import { saidAmounts, saidPercentages, saidYears } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const amountFrames = repeatFrames({
  often: ['C: you took {v} from me', "A: that's {v} in total / C: ok", 'A: how much did you send / C: {v}'],
  sometimes: [
    'C: why is my phone bill {v} this month',
    'A: the transfer fee is {v} / C: that is a lot',
    'C: I see a payment of {v} to a shop I do not know',
    'A: your refund of {v} is on its way / C: (nice|great)',
    'C: sold some shares for {v}, when do I get the money',
    'A: card number / C: {CARD} / A: I will charge {v} now / C: go ahead',
    'A: how much is the parcel insured for / C: {v}',
  ],
  rarely: ['C: the app said {v} and at the till it was {v2}'],
});

const amount = (countries: ValueGrammar['countries'], sign: string, unit: string): ValueGrammar =>
  harmlessGrammar(
    (random) => [random.integer(4, 2_400), random.integer(10, 99)].slice(0, random.integer(1, 2)).map(String),
    saidAmounts(sign, unit),
    amountFrames,
    countries,
  );

const dateFrames = repeatFrames({
  often: [
    'A: when is the delivery / C: it says {v}',
    'C: the parcel was meant to come on {v}',
    'A: which day works for the engineer / C: {v}',
    'A: your contract ends on {v} / C: ok',
  ],
  sometimes: [
    'A: when did you make the transfer / C: {v}',
    'C: I cancelled my subscription on {v} and you still charged me',
    'A: the next payment is due on {v} / C: (okay|fine)',
    'A: from when do you want the new tariff / C: from {v}',
    'C: my phone was stolen on {v}',
    'C: we move on {v}, so the internet has to be there by then',
    'A: date of birth / C: {BIRTH_DATE} / A: and when did you order the SIM / C: {v}',
    'A: when did the app last work / C: {v}, before the update',
    'C: the order arrived on {v} and I sent it back the day after',
    'A: your free trial runs until {v} / C: and then',
  ],
  rarely: [
    'C: the invoice is dated {v} but I signed up on {v2}',
    'A: do you remember the date of the trade / C: I sold on {v}',
    'C: when is the maintenance / A: {v}, at night',
    'C: {v} / A: is that when you want us to pick up the parcel / C: yes',
  ],
});
const createDate: ValueGrammar['create'] = (random) =>
  [random.integer(2025, 2026), random.integer(1, 12), random.integer(1, 28)].map(String);

const yearFrames = repeatFrames({
  often: [
    'C: I have been with you since {v}',
    'A: what year is the laptop from / C: {v}',
    'A: which tax year / C: {v}',
  ],
  sometimes: [
    'C: my router is from {v}, is it too old',
    'A: when did you open the account / C: in {v}',
    'C: I need my statements for {v}',
    'A: since what year do you live in Germany / C: {v}',
  ],
});

const hourFrames = repeatFrames({
  often: ['A: what time / C: {v}', 'A: the courier comes around {v} / C: ok', 'C: can you call me back at {v}'],
  sometimes: [
    'C: it was meant to be here by {v}',
    'A: when did the internet go down / C: about {v}',
    'A: markets close at {v} / C: so I was too late',
    'C: your shop says open till {v} but it was closed',
    'A: our chat is open from {v} / C: okay',
  ],
  rarely: ['C: first they said {v2}, then {v}, and nobody came'],
});

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
      between(2, 80),
      counts,
      repeatFrames({
        often: ['A: how many licences / C: {v}', 'C: I ordered {v} stickers', 'A: how many parcels a week / C: {v}'],
        sometimes: [
          'C: we are {v} people in the team',
          'C: I bought {v} shares and see only {v2}',
          'A: how many devices are on the wifi / C: {v}',
        ],
      }),
    ),
    harmlessGrammar(
      between(120, 20_000),
      counts,
      repeatFrames({
        often: ['C: I should have {v} points', 'A: you used {v} megabytes abroad / C: no way'],
        sometimes: ['A: your plan has {v} minutes / C: ok', 'C: the game took {v} coins and gave me nothing'],
      }),
    ),
  ],
  year: [harmlessGrammar(between(1998, 2025), saidYears, yearFrames)],
  date: [
    harmlessGrammar(createDate, usDates, dateFrames, ['US']),
    harmlessGrammar(createDate, otherDates, dateFrames, ['GB', 'IN', 'AU', 'DE', 'ES']),
  ],
  hour: [
    harmlessGrammar(
      (random) => [String(random.integer(1, 12)), random.pick(['00', '10', '15', '30', '40', '45'])],
      hours,
      hourFrames,
    ),
  ],
  duration: [
    harmlessGrammar(
      between(2, 55, ['minutes', 'days', 'hours']),
      countsOf,
      repeatFrames({
        often: [
          'C: I was in your queue for {v}',
          'A: it takes {v} / C: that long',
          'A: how long has it been offline / C: {v}',
        ],
        sometimes: [
          'A: the transfer can take {v} / C: ok',
          'C: the support chat kept me waiting {v}',
          'A: restart it and wait {v} / C: doing it now',
        ],
      }),
    ),
    harmlessGrammar(
      between(2, 36, ['months']),
      countsOf,
      repeatFrames({
        often: ['A: the plan runs for {v} / C: that is too long', 'C: I want to pay it in {v}'],
        sometimes: ['A: how long is left on the loan / C: {v}'],
      }),
    ),
  ],
  percentage: [
    harmlessGrammar(
      between(1, 95, ['percent']),
      saidPercentages,
      repeatFrames({
        often: ['A: I can give you {v} off / C: deal', 'A: the interest is {v} / C: okay', 'C: the battery is at {v}'],
        sometimes: [
          'C: the download stops at {v}',
          'C: my fund went down by {v} this year',
          'A: students get {v} / C: I am a student',
          'C: you said {v} cashback and I got {v2}',
        ],
      }),
    ),
  ],
  measurement: [
    harmlessGrammar(
      between(5, 190, ['cm', 'centimetres', 'inches']),
      countsOf,
      repeatFrames({
        often: ['A: how long is the parcel / C: {v}', 'C: the box is {v} wide'],
        sometimes: ['A: size of the screen / C: {v}', 'C: it is {v} by {v2}, does it fit in the locker'],
      }),
    ),
    harmlessGrammar(
      between(1, 40, ['kilos', 'kg', 'pounds']),
      countsOf,
      repeatFrames({
        often: ['A: what does the parcel weigh / C: {v}', 'A: up to {v} the price is the same / C: good'],
        sometimes: ['C: your driver says it is too heavy but it only weighs {v}'],
      }),
    ),
    harmlessGrammar(
      between(2, 950, ['megabits', 'megs']),
      countsOf,
      repeatFrames({
        often: ['A: what does the speed test say / C: {v}', 'C: I pay for {v} and get half'],
        sometimes: ['C: the fast plan is {v}, right'],
      }),
    ),
  ],
  temperature: [
    harmlessGrammar(
      between(24, 92, ['degrees', 'degrees Celsius']),
      countsOf,
      repeatFrames({
        often: [
          'A: how hot does the laptop get / C: {v}',
          'C: the phone shuts down at {v}',
          'C: the soup arrived lukewarm, like {v}',
        ],
        sometimes: [
          'A: keep the parcel below {v} / C: sure',
          'C: the server room is at {v}',
          'A: what does the sensor in the app show / C: {v}',
        ],
      }),
    ),
  ],
  age: [
    harmlessGrammar(
      between(17, 79),
      counts,
      repeatFrames({
        often: ['A: how old are you / C: {v}', "C: I'm {v}, can I still get the student plan"],
        sometimes: [
          'A: you have to be over eighteen / C: I am {v}',
          'C: my mum is {v} and does not get the app',
          'A: and how old is the cardholder / C: he is {v} years old',
        ],
      }),
    ),
    harmlessGrammar(
      between(6, 16),
      counts,
      repeatFrames({
        often: ['A: how old is your kid / C: {v}', 'C: I want a SIM for my son, he is {v}'],
        sometimes: ['A: the junior card is from age {v} / C: then we wait'],
      }),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
