import { sayBelowHundred, saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDigits, britishDigits, europeanDigits, indianDigits } from './say-values.js';
import { weighFrames } from './weigh-frames.js';

const phoneFrames = weighFrames(
  [
    "A: what's the best number to reach you on / C: (it's|uh) {v}",
    'A: can I take a contact number / C: (yeah|yes), {v}',
    'A: and a mobile number for the driver / C: {v}',
    'A: what number are you calling from / C: {v}',
    'C: my phone number is {v}',
    'C: can you call me back on {v}',
    "A: what's the phone number on the account / C: {v}",
  ],
  [
    'A: the mobile number we have is {v}, is that still the same / C: yes',
    "C: don't use the old one, I've changed my number to {v}",
    'C: if I am out leave it with my neighbour, her phone number is {v}',
    'C: the text went to {v} and that is my old phone',
    'A: account number / C: I do not know it, I can give you my phone number, {v}',
    'C: send it by WhatsApp, I am on {v}',
    'A: in case we get cut off, can I call you back / C: sure, on {v}',
    'A: home phone / C: {v} / A: and a mobile / C: {v2}',
  ],
);

const phone = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries, create, renderings, frames: phoneFrames });

/** With the code of the country, without the first zero. */
const international = (code: string): readonly Rendering[] => [
  ([first = '', ...rest]) => [`+${code}`, first.replace(/^0/, ''), ...rest],
  ([first = '', ...rest]) => [
    `plus ${saySingly(code)}`,
    ...[first.replace(/^0/, ''), ...rest].map((group) => saySingly(group)),
  ],
];

export const phones: readonly ValueGrammar[] = [
  phone(
    ['US', 'CA'],
    (random) => [
      random.pick(['212', '312', '415', '512', '617', '702']),
      `${random.integer(2, 9)}${random.digits(2)}`,
      random.digits(4),
    ],
    [...americanDigits, ([area, ...rest]) => [`(${area}) ${rest.join('-')}`]],
  ),
  phone(
    ['GB'],
    (random) => [`07${random.pick(['4', '5', '7', '8', '9'])}${random.digits(2)}`, random.digits(3), random.digits(3)],
    [...britishDigits, ...international('44')],
  ),
  phone(
    ['GB'],
    (random) => [
      random.pick(['0161', '0113', '0121']),
      random.pick(['2', '4', '7']) + random.digits(2),
      random.digits(4),
    ],
    britishDigits,
  ),
  phone(['IN'], (random) => [random.pick(['98', '99', '97', '88']) + random.digits(3), random.digits(5)], [
    ...indianDigits,
    ...international('91'),
  ]),
  phone(['AU'], (random) => [`04${random.digits(2)}`, random.digits(3), random.digits(3)], [
    ...britishDigits,
    ...international('61'),
  ]),
  phone(['DE'], (random) => [random.pick(['0151', '0160', '0171', '0176']), random.number(4), random.digits(4)], [
    ...europeanDigits,
    ...international('49'),
  ]),
  phone(['ES'], (random) => [random.pick(['6', '7']) + random.number(2), random.digits(3), random.digits(3)], [
    ...europeanDigits,
    ...international('34'),
  ]),
];

const emailFrames = weighFrames(
  [
    "A: what's your email address / C: (it's|) {v}",
    'A: and an email for the confirmation / C: {v}',
    'A: could you spell your email for me / C: (sure|okay), {v}',
    'C: my email is {v}',
    'A: where should I send the receipt / C: to my email, {v}',
    'A: which email address is the subscription under / C: {v}',
  ],
  [
    'A: I have {v} as your email, is that still right / C: yes',
    'C: nothing has arrived, it should go to {v}',
    'C: please copy in my wife, {v}',
    "A: what's your username / C: it's my email, {v}",
    'C: I spelled it wrong when I booked, my email is {v}, not {v2}',
    'A: phone number / C: {PHONE} / A: and email / C: {v}',
  ],
);

const sayDomain = (domain: string): string => `at ${domain.replaceAll('.', ' dot ').replace('gmx', 'g m x')}`;
const spellName = (name: string): string => [...name].join(' ');
const sayMark = (mark: string): string => ({ '.': 'dot', _: 'underscore', '-': 'dash' })[mark] ?? '';

/** An address has the groups first name, mark, last name, digits and domain. */
const spoken =
  (sayName: (name: string) => string, sayNumber: (digits: string) => string): Rendering =>
  ([first = '', mark = '', last = '', digits = '', domain = '']) =>
    [
      sayName(first),
      `${sayMark(mark)} ${sayName(last)}`.trim(),
      digits === '' ? '' : sayNumber(digits),
      sayDomain(domain),
    ].filter((part) => part !== '');

const asItIs = (text: string): string => text;
const emailRenderings: readonly Rendering[] = [
  ([first, mark, last, digits, domain]) => [`${first}${mark}${last}${digits}@${domain}`],
  ([first, mark, last, digits, domain]) => [`${first}${mark}${last}${digits}@${domain}`],
  ([first, mark, last, digits, domain]) => [`${first}${mark}${last}${digits}`, `at ${domain}`],
  spoken(asItIs, asItIs),
  spoken(asItIs, (digits) => sayBelowHundred(Number(digits))),
  spoken(asItIs, (digits) => saySingly(digits)),
  spoken(spellName, asItIs),
  spoken(spellName, (digits) => saySingly(digits)),
];

const email = (
  countries: ValueGrammar['countries'],
  people: readonly string[],
  domains: readonly string[],
): ValueGrammar => ({
  countries,
  create: (random) => {
    const [first = '', last = ''] = random.pick(people).split(' ');
    const digits = random.chance(0.35) ? String(random.integer(21, 99)) : '';
    return [
      random.chance(0.3) ? first.charAt(0) : first,
      random.pick(['.', '.', '_', '-', '']),
      last,
      digits,
      random.pick(domains),
    ];
  },
  renderings: emailRenderings,
  frames: emailFrames,
});

export const emails: readonly ValueGrammar[] = [
  email(
    ['US'],
    ['jessica morales', 'tyler brooks', 'denise carter'],
    ['gmail.com', 'yahoo.com', 'icloud.com', 'aol.com'],
  ),
  email(
    ['GB', 'AU'],
    ['gemma whitlock', 'owen pryce', 'sandra okoro'],
    ['gmail.com', 'hotmail.co.uk', 'outlook.com', 'btinternet.com'],
  ),
  email(['IN'], ['rohit kulkarni', 'sneha iyer', 'arjun menon'], ['gmail.com', 'yahoo.co.in', 'rediffmail.com']),
  email(
    ['DE', 'ES'],
    ['jens krueger', 'katrin vogel', 'lucia navarro'],
    ['gmail.com', 'gmx.de', 'web.de', 'hotmail.es'],
  ),
];
