import type { CountryCode } from 'libphonenumber-js';
import type { RandomSource } from '../../random-source.js';
import { saySingly, type Rendering } from '../../say-digits.js';
import type { ValueGrammar } from '../../value-grammar.js';
import { americanDigits, commonwealthDigits, continentalDigits } from './number-renderings.js';

const phoneFrames = [
  "A: what's the best number to ring you back on / C: (um,|) {v}",
  "C: you'll get me on {v}",
  'A: can I double check the phone number / C: {v}',
  'C: my new mobile number is {v}',
  'C: {v} is my home number and {v2} is my mobile',
  'C: my old phone number was {v} and my new one is {v2}',
  'A: I have {v} as your phone number, is that still good / C: yes',
  'C: please have him call me on {v} and quote reference number {reference}',
  'C: my order number is {order} and my phone number is {v}',
  "A: and a daytime telephone number / C: (that'd be|) {v}",
  'A: if we get cut off, where can I call you / C: on {v}',
  "C: I'm calling about the line on {v}, the phone number on the account",
];

interface PhonePlan {
  readonly country: CountryCode;
  /** Begins an international number. */
  readonly prefix: string;
  readonly renderings: readonly Rendering[];
  readonly create: (random: RandomSource) => string[];
  readonly isBare: boolean;
}

const plans: readonly PhonePlan[] = [
  {
    country: 'US',
    prefix: '+1',
    renderings: [
      ...americanDigits,
      ([area, exchange, line]) => [`(${area}) ${exchange}-${line}`],
      ([area, exchange, line]) => [`${area}.${exchange}.${line}`],
    ],
    create: (random) => [
      random.pick(['206', '303', '404', '512', '773', '919']),
      random.characters(1, '23456789') + random.pick(['34', '58', '71', '96']),
      random.digits(4),
    ],
    isBare: true,
  },
  {
    country: 'GB',
    prefix: '+44',
    renderings: commonwealthDigits,
    create: (random) =>
      random.pick([
        () => [`07${random.pick(['4', '5', '7', '8', '9'])}${random.digits(2)}`, random.digits(3), random.digits(3)],
        () => ['0161', `4${random.digits(2)}`, random.digits(4)],
        () => ['0131', `5${random.digits(2)}`, random.digits(4)],
      ])(),
    isBare: true,
  },
  {
    country: 'IN',
    prefix: '+91',
    renderings: commonwealthDigits,
    create: (random) => [random.pick(['98', '97', '96', '70']) + random.digits(2), random.digits(3), random.digits(3)],
    isBare: false,
  },
  {
    country: 'AU',
    prefix: '+61',
    renderings: commonwealthDigits,
    create: (random) =>
      random.pick([
        () => [`04${random.digits(2)}`, random.digits(3), random.digits(3)],
        () => ['02', `9${random.digits(3)}`, random.digits(4)],
      ])(),
    isBare: false,
  },
  {
    country: 'DE',
    prefix: '+49',
    renderings: continentalDigits,
    create: (random) => [random.pick(['0170', '0176', '0152']), random.number(4), random.digits(4)],
    isBare: false,
  },
  {
    country: 'ES',
    prefix: '+34',
    renderings: continentalDigits,
    create: (random) => [
      random.pick(['6', '9']) + random.digits(2),
      random.digits(2),
      random.digits(2),
      random.digits(2),
    ],
    isBare: false,
  },
];

/** "+44 7700 900123", and the same said: "plus four four …". */
const international = (prefix: string): readonly Rendering[] => {
  const national = (groups: readonly string[]) =>
    groups.map((group, index) => (index === 0 ? group.replace(/^0/, '') : group));
  return [
    (groups) => [prefix, ...national(groups)],
    (groups) => [`plus ${saySingly(prefix.slice(1))}`, ...national(groups).map((group) => saySingly(group))],
  ];
};

export const phones: readonly ValueGrammar[] = plans.map(({ country, prefix, renderings, create, isBare }) => ({
  countries: [country],
  create,
  renderings: [...renderings, ...international(prefix)],
  frames: phoneFrames,
  ...(isBare ? { bareFrames: ["C: it's {v}", 'C: (sure,|) {v}', 'A: go on / C: {v}'] } : {}),
}));

const sayMarks = (text: string, dot: string, hyphen: string): string =>
  text
    .replaceAll('.', ` ${dot} `)
    .replaceAll('_', ' underscore ')
    .replaceAll('-', ` ${hyphen} `)
    .replaceAll(/ +/g, ' ')
    .trim();
const splitDigits = (text: string): string =>
  text
    .replaceAll(/\d+/g, (digits) => ` ${saySingly(digits, 'oh')} `)
    .replaceAll(/ +/g, ' ')
    .trim();
const spellOut = (text: string, dot: string, hyphen: string): string =>
  splitDigits([...text].map((one) => sayMarks(one, dot, hyphen)).join(' '));

const spokenEmails = (at: string, dot: string, hyphen: string): readonly Rendering[] => [
  ([local = '', domain = '']) => [`${local}@${domain}`],
  ([local = '', domain = '']) => [splitDigits(sayMarks(local, dot, hyphen)), at, sayMarks(domain, 'dot', hyphen)],
  ([local = '', domain = '']) => [spellOut(local, dot, hyphen), `${at} ${sayMarks(domain, 'dot', hyphen)}`],
  ([local = '', domain = '']) => [
    [...local]
      .join('-')
      .replaceAll(/-([._-])-/g, ' $1 ')
      .replaceAll(' . ', ` ${dot} `)
      .replaceAll(' _ ', ' underscore ')
      .replaceAll(' - ', ` ${hyphen} `),
    `${at} ${domain}`,
  ],
];

const emailFrames = [
  'A: what email should I send the confirmation to / C: (to|) {v}',
  'C: the email on the account is {v}',
  'A: could you spell out the email address / C: {v}',
  'C: (email|e-mail) is {v}',
  'C: my work email is {v} and my private one is {v2}',
  'C: please send the invoice to {v}',
  'A: I have {v} for your email, is that right / C: yes it is',
  'C: my email address is {v} and the order number is {order}',
  "A: what's a good email for you / C: (it's|uh,) {v}",
];

const emailGrammar = (
  countries: ValueGrammar['countries'],
  people: readonly string[],
  domains: readonly string[],
  renderings: readonly Rendering[],
): ValueGrammar => ({
  countries,
  create: (random) => [
    random.pick(people).replace(' ', random.pick(['.', '_', '-', ''])) + random.pick(['', '', '7', '21', '88', '1984']),
    random.pick(domains),
  ],
  renderings,
  frames: emailFrames,
});

export const emails: readonly ValueGrammar[] = [
  emailGrammar(
    ['US'],
    ['tom harris', 'j wilson', 'ashley reed', 'kim nguyen'],
    ['gmail.com', 'aol.com', 'icloud.com', 'comcast.net'],
    spokenEmails('at', 'dot', 'dash'),
  ),
  emailGrammar(
    ['GB', 'AU'],
    ['r clarke', 'sophie turner', 'angus field', 'beth'],
    ['btinternet.com', 'hotmail.co.uk', 'bigpond.com.au', 'sky.com'],
    spokenEmails('at', 'dot', 'hyphen'),
  ),
  emailGrammar(
    ['IN'],
    ['anil kumar', 'deepa rao', 'r sharma'],
    ['gmail.com', 'rediffmail.com', 'yahoo.co.in'],
    spokenEmails('at the rate', 'dot', 'hyphen'),
  ),
  emailGrammar(
    ['DE', 'ES'],
    ['jonas keller', 'm vogel', 'pilar ruiz', 'ana torres'],
    ['gmx.de', 't-online.de', 'telefonica.es', 'gmail.com'],
    spokenEmails('at', 'point', 'minus'),
  ),
];
