import type { CountryCode } from 'libphonenumber-js';
import { saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { australianDigits, europeanDigits, indianDigits, ukDigits, usDigits } from './number-renderings.js';

const phoneFrames = [
  'A: in case the line drops, what number are you on / C: {v}',
  'A: (and|) a contact number for the driver / C: (yeah|sure), {v}',
  "C: can someone ring me back, I'm on {v}",
  'C: my mobile is {v} and the landline is {v2}',
  'C: my home number is {v} and my work number is {v2}',
  "A: I'll text you the link, is {v} the right mobile / C: it is",
  'A: which phone number is the account under / C: {v}',
  'C: I changed my number last week, the new phone number is {v}',
  "A: what's your telephone number / C: (it's|) {v}",
  'C: please call my neighbour when you get there, her number is {v}',
  'C: my order number is {order} and you can reach me on {v}',
  'A: the contact number we have on file for you is {v} / C: yes, that still works',
  'A: who should we call in an emergency / C: my sister, on {v}',
  'C: text me at {v} when the car is ready',
  'A: phone number / C: {v} / A: and your email / C: {EMAIL}',
  'C: you can WhatsApp me, {v}',
  'A: best number to reach you / C: {v}',
];

interface NumberingPlan {
  readonly countries: readonly CountryCode[];
  readonly code: string;
  readonly create: ValueGrammar['create'];
  readonly renderings: readonly Rendering[];
}

const plans: readonly NumberingPlan[] = [
  {
    countries: ['US'],
    code: '1',
    create: (random) => [
      random.pick(['212', '415', '602', '617', '704', '813', '972']),
      random.characters(1, '2345678') + random.pick(['27', '46', '63', '82', '95']),
      random.digits(4),
    ],
    renderings: [
      ...usDigits,
      ([area = '', exchange = '', line = '']) => [`(${area})`, `${exchange}-${line}`],
      ([area = '', exchange = '', line = '']) => [area, `${exchange}-${line}`],
    ],
  },
  {
    countries: ['GB'],
    code: '44',
    create: (random) => [
      `07${random.pick(['48', '70', '81', '92', '53'])}${random.digits(1)}`,
      random.digits(3),
      random.digits(3),
    ],
    renderings: ukDigits,
  },
  {
    countries: ['GB'],
    code: '44',
    create: (random) =>
      random.pick([
        () => ['020', `7${random.digits(3)}`, random.digits(4)],
        () => ['0113', `2${random.digits(2)}`, random.digits(4)],
        () => ['01904', random.number(3), random.digits(3)],
      ])(),
    renderings: ukDigits,
  },
  {
    countries: ['IN'],
    code: '91',
    create: (random) => [random.pick(['9', '8', '7']) + random.digits(4), random.digits(5)],
    renderings: indianDigits,
  },
  {
    countries: ['AU'],
    code: '61',
    create: (random) => [`04${random.digits(2)}`, random.digits(3), random.digits(3)],
    renderings: australianDigits,
  },
  {
    countries: ['AU'],
    code: '61',
    create: (random) => [random.pick(['03', '07', '08']), `9${random.digits(3)}`, random.digits(4)],
    renderings: australianDigits,
  },
  {
    countries: ['DE'],
    code: '49',
    create: (random) => [random.pick(['0151', '0171', '0172', '0160']), random.number(3), random.digits(4)],
    renderings: europeanDigits,
  },
  {
    countries: ['DE'],
    code: '49',
    create: (random) => [random.pick(['030', '089', '040']), random.number(4), random.digits(4)],
    renderings: europeanDigits,
  },
  {
    countries: ['ES'],
    code: '34',
    create: (random) => [
      random.pick(['6', '7', '9']) + random.pick(['12', '35', '41']),
      random.digits(3),
      random.digits(3),
    ],
    renderings: europeanDigits,
  },
];

/** "+44 7700 900 123", "plus forty four", "double oh four four". */
const abroad = (code: string): readonly Rendering[] => {
  const withoutTrunkZero = ([first = '', ...rest]: readonly string[]) => [first.replace(/^0/, ''), ...rest];
  return [
    (groups) => [`+${code}`, ...withoutTrunkZero(groups)],
    (groups) => [`+${code}${withoutTrunkZero(groups).join('')}`],
    (groups) => [
      `plus ${saySingly(code)}`,
      ...withoutTrunkZero(groups)
        .filter((group) => group !== '')
        .map((group) => saySingly(group)),
    ],
  ];
};

export const phones: readonly ValueGrammar[] = plans.map(({ countries, code, create, renderings }) => ({
  countries,
  create,
  renderings: [...renderings, ...abroad(code)],
  frames: phoneFrames,
}));
