import { saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDigits, britishDigits, dotted, europeanDigits, indianDigits, regroup } from './say-values.js';

const frames = [
  "A: what's a good phone number for you / C: {v}",
  'A: phone number / C: {v}',
  'A: can I get a callback number / C: sure, {v}',
  "A: your mobile / C: (it's|) {v}",
  'A: is there another number we can try / C: my work number, {v}',
  'C: my (cell|mobile) is {v}',
  'C: you can reach me on {v} in the evening',
  "C: please ring my daughter, she's on {v}",
  'A: in an emergency, who should we call / C: my husband, {v}',
  "A: I'm going to text you the link, which number should it go to / C: {v}",
  'A: is {v} still your mobile / C: it is',
  'C: {v} / A: and that is your mobile number / C: yes',
  'A: what is your handy number / C: {v}',
  'A: contact number sir / C: note it down, {v}',
  'A: landline or mobile / C: landline, {v}',
  'A: your tell a phone number please / C: {v}',
  "C: the line I'm ringing about is {v}, there's no dial tone",
  'C: somebody keeps calling me from {v} / A: I can block that number for you',
  "A: what's the best way to contact you / C: by phone, {v}",
  "C: I want to bring my number over from my old provider, it's {v}",
  'A: who else is on the account / C: my wife, she has her own phone, {v}',
  'A: text or email / C: text please / A: to which number / C: {v}',
  "A: I have a mobile on file / C: that's my old one / A: and the new one / C: {v}",
  'A: fax number for the documents / C: {v}',
  'A: where can the driver ring you / C: {v}',
  'A: what number are you on now / C: {v}',
  "C: it's about my booking, I booked with this mobile, {v}",
  'A: next of kin and their phone number / C: my sister Anna, {v}',
  "A: email / C: I don't have email, only the phone, {v}",
  'C: before I forget, my new mobile is {v} / A: thank you, and what is the call about',
  "A: order number / C: I haven't got that, try my phone number, {v}",
  "A: I called you back twice / C: on which number / A: {v} / C: that's the right one",
];

const phone = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries, create, renderings, frames });

/** With the code of the country, without the first zero. */
const international = (code: string): readonly Rendering[] => [
  ([first = '', ...rest]) => [`+${code} ${first.replace(/^0/, '')}`, ...rest],
  ([first = '', ...rest]) => [`+${code}${[first.replace(/^0/, ''), ...rest].join('')}`],
  ([first = '', ...rest]) => [`00${code}`, first.replace(/^0/, ''), ...rest],
  ([first = '', ...rest]) => [
    `plus ${saySingly(code)}`,
    ...[first.replace(/^0/, ''), ...rest].map((group) => saySingly(group, 'oh')),
  ],
];
const withBrackets: Rendering = ([area, ...rest]) => [`(${area}) ${rest.join(' ')}`];
const withOne: Rendering = ([area, ...rest]) => [`1-${area}`, rest.join('-')];

/** A number without its area code, which was said before. */
const localNumber: ValueGrammar = {
  countries: ['US'],
  create: (random) => [`${random.integer(2, 9)}${random.digits(2)}`, random.digits(4)],
  renderings: americanDigits,
  frames: [
    'A: area code first / C: {areaCode} / A: and the rest of your number / C: {v}',
    'A: and the phone number / C: area code {areaCode} / A: (okay|mhm) / C: {v}',
  ],
};

export const phones: readonly ValueGrammar[] = [
  phone(
    ['US', 'CA'],
    (random) => [
      random.pick(['206', '303', '404', '503', '615', '804', '908']),
      `${random.integer(2, 9)}${random.digits(2)}`,
      random.digits(4),
    ],
    [...americanDigits, dotted, withBrackets, withOne],
  ),
  localNumber,
  phone(
    ['GB'],
    (random) => [`07${random.pick(['3', '4', '7', '8', '9'])}${random.digits(2)}`, random.digits(3), random.digits(3)],
    [...britishDigits, ...international('44')],
  ),
  phone(['GB'], (random) => [random.pick(['0131', '0117', '0151']), random.number(3), random.digits(4)], britishDigits),
  phone(['IN'], (random) => [random.pick(['91', '94', '96', '70']) + random.digits(3), random.digits(5)], [
    ...indianDigits,
    ...international('91'),
  ]),
  phone(['AU'], (random) => [`04${random.digits(2)}`, random.digits(3), random.digits(3)], [
    ...britishDigits,
    ...international('61'),
  ]),
  phone(['AU'], (random) => [random.pick(['02', '03', '07']), `9${random.digits(3)}`, random.digits(4)], britishDigits),
  phone(['DE'], (random) => [random.pick(['0152', '0162', '0172', '0178']), random.number(3), random.digits(4)], [
    ...europeanDigits,
    ...international('49'),
  ]),
  phone(['DE'], (random) => [random.pick(['030', '040', '089']), random.number(4), random.digits(3)], europeanDigits),
  phone(['ES'], (random) => [`6${random.number(2)}`, random.digits(3), random.digits(3)], [
    ...europeanDigits,
    regroup(3, (group) => saySingly(group)),
    ...international('34'),
  ]),
];
