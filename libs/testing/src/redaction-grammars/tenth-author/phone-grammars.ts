import { repeatFrames } from '../repeat-frames.js';
import { fromAbroad } from '../say-characters.js';
import type { Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDigits, britishDigits, europeanDigits, indianDigits } from './write-digits.js';

const frames = repeatFrames({
  often: [
    "A: what's the best contact number / C: {v}",
    'A: can I get a phone number / C: (sure|yeah), {v}',
    'A: and a mobile number for you / C: (it is|) {v}',
    'C: my phone number is {v}',
    'A: what number can we call you back on / C: {v}',
    'A: is this the best number to reach you / C: no, call me on {v}',
  ],
  sometimes: [
    "C: call me on {v} when it's ready",
    "A: who's the contact on site / C: that's Dave, his mobile is {v}",
    'A: do you want text updates / C: yes please / A: which mobile number / C: {v}',
    "A: I have {v} as your contact number / C: (that's right|yes)",
    'A: what phone number is the account under / C: {v}',
    'C: I changed my phone number, it is now {v}',
    'A: which phone line has the fault / C: the landline, {v}',
    'A: could I have a number to ring in case we get cut off / C: {v}',
    'A: name and phone number for the (table|booking|delivery) / C: Harper, {v}',
    'A: which mobile number would you like to bring over to us / C: {v}',
  ],
  rarely: [
    'C: my wife will be at home, you can phone her on {v}',
    'A: name and phone number of an emergency contact / C: my brother Tom, {v}',
    'C: please take my old mobile off, that is {v2}, and put in {v}',
    "A: that's too short for a phone number / C: sorry, I missed one, {v}",
    'C: does it have to be a mobile / A: no, a landline is fine / C: {v}',
    'C: the text never came / A: which number did we send it to / C: it should be {v}',
    'C: can you send the photos on WhatsApp, my number there is {v}',
    "C: I'm not at home till six, so ring my mobile, {v}, the driver has to wait at the gate",
  ],
});

const phone = (
  country: ValueGrammar['countries'][number],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries: [country], create, renderings, frames });

const northAmericanForms: readonly Rendering[] = [
  ([area = '', ...rest]) => [`(${area}) ${rest.join('-')}`],
  (groups) => [groups.join('-')],
  (groups) => [groups.join('.')],
  ([area = '', ...rest]) => [`1-${area}-${rest.join('-')}`],
];

export const phones: readonly ValueGrammar[] = [
  phone(
    'US',
    (random) => [
      random.pick(['212', '312', '415', '512', '602', '813']),
      `${random.integer(2, 9)}${random.integer(2, 9)}${random.digits(1)}`,
      random.digits(4),
    ],
    [...americanDigits, ...northAmericanForms],
  ),
  phone(
    'GB',
    (random) => [`07${random.pick(['4', '5', '7', '8', '9'])}${random.digits(2)}`, random.digits(3), random.digits(3)],
    [...britishDigits, ...fromAbroad('44')],
  ),
  phone(
    'GB',
    (random) => [
      random.pick(['0113', '0114', '0161', '0191']),
      `${random.integer(2, 8)}${random.digits(2)}`,
      random.digits(4),
    ],
    britishDigits,
  ),
  phone('IN', (random) => [random.pick(['98', '99', '88', '73']) + random.digits(3), random.digits(5)], [
    ...indianDigits,
    ...fromAbroad('91'),
  ]),
  phone('AU', (random) => [`04${random.integer(0, 4)}${random.digits(1)}`, random.digits(3), random.digits(3)], [
    ...britishDigits,
    ...fromAbroad('61'),
  ]),
  phone('DE', (random) => [random.pick(['0151', '0160', '0171', '0176']), random.number(4), random.digits(4)], [
    ...europeanDigits,
    ...fromAbroad('49'),
  ]),
  phone('ES', (random) => [`6${random.integer(0, 8)}${random.digits(1)}`, random.digits(3), random.digits(3)], [
    ...europeanDigits,
    ...fromAbroad('34'),
  ]),
];
