import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, fromAbroad, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import { saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';

const phoneFrames = repeatFrames({
  often: [
    'A: (mobile|phone) number / C: {v}',
    "A: what's a good number for you / C: (it's|uh|) {v}",
    'A: can I get a callback number in case we get cut off / C: (yep|sure), {v}',
    'C: (my number is|my phone number is) {v}',
    'A: which mobile is registered with us / C: {v}',
  ],
  sometimes: [
    'C: got a new SIM, so the mobile changed / A: okay, to / C: {v}',
    'A: I have {v} as your mobile / C: (yep|yes still the same)',
    'C: codes go to my old phone, can you change it to {v}',
    'C: just WhatsApp me on {v}',
    'A: where should the driver call / C: {v}',
    'A: what number are you porting over / C: {v}',
    'C: I have no signal on {v} since yesterday',
    'A: email or phone / C: phone is better, {v}',
    'C: call me back please, the number is {v}',
    'A: is it okay to call the number you are calling from / C: no, that is work, take {v}',
  ],
  rarely: [
    'C: {v} / A: is that your phone number / C: yes, mine',
    'C: some guy rang from {v} and said he is from your fraud team',
    'C: it is my dad who pays the contract, call him, {v}',
    'C: I have two SIMs, {v2} is data only and {v} is the one I talk on',
    'C: who was it that called me, the missed call says {v} / A: that was our fraud team',
    'A: last two digits of your phone are all I can see / C: the whole thing is {v}',
  ],
});

const withCountryInWords =
  (code: string): Rendering =>
  ([first = '', ...rest]) => [`plus ${saySingly(code)}`, first.replace(/^0/, ''), ...rest];
const fromOutside = (code: string): readonly Rendering[] => [
  ...fromAbroad(code),
  withCountryInWords(code),
  ([first = '', ...rest]) => [`00${code}`, first.replace(/^0/, ''), ...rest],
];

const phone = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: readonly Rendering[],
): ValueGrammar => ({ countries, create, renderings, frames: phoneFrames });

export const phones: readonly ValueGrammar[] = [
  phone(
    ['US', 'CA'],
    (random) => [
      random.pick(['212', '312', '415', '512', '647', '702']),
      `${random.integer(2, 9)}${random.integer(2, 9)}${random.digits(1)}`,
      random.digits(4),
    ],
    [
      ...usDigits,
      ...usDigits,
      ([area, ...rest]) => [`(${area}) ${rest.join('-')}`],
      (groups) => [groups.join('.')],
      (groups) => [`1-${groups.join('-')}`],
    ],
  ),
  phone(['GB'], (random) => [`07${random.pick(['3', '4', '5', '7', '9'])}${random.digits(2)}`, random.digits(6)], [
    ...ukDigits,
    ...fromOutside('44'),
  ]),
  phone(
    ['GB'],
    (random) => [random.pick(['020', '0161', '0121', '0113']), random.number(3), random.digits(4)],
    ukDigits,
  ),
  phone(['IN'], (random) => [random.pick(['99', '88', '73', '62']) + random.digits(3), random.digits(5)], [
    ...indiaDigits,
    ...fromOutside('91'),
  ]),
  phone(
    ['AU'],
    (random) => [`04${random.pick(['1', '3', '6', '9'])}${random.digits(1)}`, random.digits(3), random.digits(3)],
    [...ukDigits, ...fromOutside('61')],
  ),
  phone(
    ['DE'],
    (random) => [random.pick(['0151', '0160', '0171', '0176']), random.number(3), random.digits(2), random.digits(2)],
    [...europeDigits, ...fromOutside('49')],
  ),
  phone(
    ['ES'],
    (random) => [random.pick(['60', '63', '66', '69']) + random.digits(1), random.digits(3), random.digits(3)],
    [...europeDigits, ...fromOutside('34')],
  ),
];
