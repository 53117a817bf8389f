import type { ValueGrammar } from '../value-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, fromAbroad, indiaDigits, ukDigits, usDigits } from '../say-characters.js';

const phoneFrames = repeatFrames({
  often: [
    "A: what's the best number to reach you on / C: (it's|) {v}",
    'A: can I take a (contact|phone|mobile) number / C: (yes|sure), {v}',
    "A: what's your phone number / C: {v}",
    'C: can you call me back on {v}',
  ],
  sometimes: [
    'A: is that the number you are calling from / C: no, use my mobile, {v}',
    'A: which phone number do you want to keep when you move / C: {v}',
    'A: the driver will text you before he comes, which mobile / C: {v}',
    'C: you can reach me (under|at) {v} after six',
    "A: I've got {v} as your phone number / C: yes, that's still right",
    'A: landline or mobile / C: mobile, {v}',
    'C: my phone number is {v}',
  ],
  rarely: [
    'C: I keep getting calls from {v} in the middle of the night',
    "A: order number / C: I don't have it, but you'll find it under my mobile number, {v}",
    'A: who can we ring in an emergency / C: my sister, her number is {v}',
    "C: I've got a new mobile, it was {v2} and now it's {v}",
    'C: can you text me the link / A: which number shall I send it to / C: {v}',
    "A: what's your email / C: I don't do email, ring me instead, {v}",
    'A: your number is withheld / C: oh, I am calling from {v}',
  ],
});

const phone = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries, create, renderings, frames: phoneFrames });

export const phones: readonly ValueGrammar[] = [
  phone(
    ['US'],
    (random) => [
      random.pick(['206', '303', '404', '614', '713', '917']),
      `${random.integer(2, 9)}${random.integer(2, 9)}${random.digits(1)}`,
      random.digits(4),
    ],
    [
      ...usDigits,
      ([area, ...rest]) => [`(${area}) ${rest.join('-')}`],
      ([area, ...rest]) => [`${area}-${rest.join('-')}`],
    ],
  ),
  phone(
    ['CA'],
    (random) => [
      random.pick(['416', '604', '514']),
      `${random.integer(2, 9)}${random.integer(2, 9)}${random.digits(1)}`,
      random.digits(4),
    ],
    usDigits,
  ),
  phone(
    ['GB'],
    (random) => [`07${random.pick(['4', '5', '7', '8', '9'])}${random.digits(2)}`, random.digits(3), random.digits(3)],
    [...ukDigits, ...fromAbroad('44')],
  ),
  phone(
    ['GB'],
    (random) => [
      random.pick(['0117', '0115', '0131']),
      random.pick(['9', '2', '4']) + random.digits(2),
      random.digits(4),
    ],
    ukDigits,
  ),
  phone(['IN'], (random) => [random.pick(['98', '97', '90', '70']) + random.digits(3), random.digits(5)], [
    ...indiaDigits,
    ...fromAbroad('91'),
  ]),
  phone(
    ['AU'],
    (random) => [`04${random.pick(['0', '1', '2', '3'])}${random.digits(1)}`, random.digits(3), random.digits(3)],
    [...ukDigits, ...fromAbroad('61')],
  ),
  phone(['DE'], (random) => [random.pick(['0152', '0157', '0170', '0173']), random.number(4), random.digits(3)], [
    ...europeDigits,
    ...fromAbroad('49'),
  ]),
  phone(
    ['ES'],
    (random) => [random.pick(['61', '62', '65', '67']) + random.digits(1), random.digits(3), random.digits(3)],
    [...europeDigits, ...fromAbroad('34')],
  ),
];
