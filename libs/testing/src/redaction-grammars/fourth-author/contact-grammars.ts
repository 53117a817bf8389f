import { saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { learnedDigits, nativeDigits } from './say-numbers.js';

const phoneFrames = [
  'A: where can the driver reach you / C: {v}',
  "C: call me back on {v}, I can't hold any longer",
  'A: which mobile shall we use for alerts / C: {v}',
  'C: you can ring me under {v}',
  "A: what's the number you're calling from / C: {v}",
  'A: telephone and e-mail, if I may / C: {v} and {EMAIL}',
  'C: the landline that is dead is {v}',
  "A: we moved {v} over to you last night / C: yes, that's my number",
  "C: ring my neighbour if I don't pick up, {v}",
  'C: my number is {v} at work and {v2} at home',
  'A: your daytime tele / C: {v}',
  "C: it's Ray Dunn, mobile {v}, e-mail {EMAIL}, send me the form",
  'C: his phone number is {v}, I say again, {again}',
];

const phone = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries, create, renderings, frames: phoneFrames });

/** "plus four four" and the number without its first zero. */
const abroad =
  (code: string, say: (group: string) => string): Rendering =>
  ([first = '', ...rest]) => [
    `${/\d/.test(say(code)) ? '+' : 'plus '}${say(code)}`,
    ...[first.replace(/^0/, ''), ...rest].map(say),
  ];
const fromAbroad = (code: string): readonly Rendering[] => [
  abroad(code, (group) => group),
  abroad(code, (group) => saySingly(group)),
];

export const phones: readonly ValueGrammar[] = [
  phone(
    ['US'],
    (random) => [
      random.pick(['303', '617', '503', '512', '702']),
      `${random.integer(2, 9)}${random.number(2)}`,
      random.digits(4),
    ],
    nativeDigits,
  ),
  phone(
    ['CA'],
    (random) => [random.pick(['604', '514', '403']), `${random.integer(2, 9)}${random.number(2)}`, random.digits(4)],
    nativeDigits,
  ),
  phone(['GB'], (random) => [`07${random.pick(['401', '712', '850', '966'])}`, random.digits(3), random.digits(3)], [
    ...nativeDigits,
    ...fromAbroad('44'),
  ]),
  phone(
    ['GB'],
    (random) => [random.pick(['0121', '0161', '0131']), `${random.integer(2, 9)}${random.digits(2)}`, random.digits(4)],
    nativeDigits,
  ),
  phone(['IN'], (random) => [`9${random.digits(4)}`, random.digits(5)], [...learnedDigits, ...fromAbroad('91')]),
  phone(
    ['AU'],
    (random) => [`04${random.integer(1, 4)}${random.digits(1)}`, random.digits(3), random.digits(3)],
    nativeDigits,
  ),
  phone(['DE'], (random) => [random.pick(['0151', '0171', '0160']), random.number(4), random.digits(4)], [
    ...learnedDigits,
    ...fromAbroad('49'),
  ]),
  phone(
    ['ES'],
    (random) => [`6${random.integer(1, 9)}${random.digits(1)}`, random.digits(3), random.digits(3)],
    learnedDigits,
  ),
];

const names = 'amira.haddad ray.dunn ola_berg jonas-weber lucia.romero tom wanjiru farah.iqbal bea.novak'.split(' ');
const domains =
  'gmail.com outlook.com hotmail.co.uk web.de telefonica.es proton.me brightwell.org rediffmail.com'.split(' ');

const sayMarks = (text: string): string =>
  text.replaceAll('.', ' dot ').replaceAll('_', ' underscore ').replaceAll('-', ' dash ');
const spellName = (name: string): string => sayMarks(name.split('').join(' ')).replaceAll(/ +/g, ' ');

/** The groups are the name, digits, and the domain. */
const addresses: readonly Rendering[] = [
  (groups) => [`${groups[0]}${groups[1]}@${groups[2]}`],
  ([name = '', digits = '', domain = '']) => [`${sayMarks(name)} ${digits}`.trim(), `at ${sayMarks(domain)}`],
  ([name = '', digits = '', domain = '']) => [
    `${sayMarks(name)} ${saySingly(digits)}`.trim(),
    `at ${sayMarks(domain)}`,
  ],
  ([name = '', digits = '', domain = '']) => [spellName(name), `${saySingly(digits)} at`.trim(), sayMarks(domain)],
  ([name = '', digits = '', domain = '']) => [`${sayMarks(name)} ${digits} at ${domain}`.replaceAll(/ +/g, ' ')],
];

export const emails: readonly ValueGrammar[] = [
  {
    countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES', 'CA'],
    create: (random) => [random.pick(names), random.chance(0.5) ? random.digits(2) : '', random.pick(domains)],
    renderings: addresses,
    frames: [
      'A: where shall I mail the invoice / C: to {v}',
      "C: it's {v}, all small letters",
      "A: your login name, that's your e-mail address / C: {v}",
      'A: e-mail and phone / C: {v}, {PHONE}',
      "C: the receipt goes to {v} but I don't use it any more, take {v2}",
      'A: might I confirm the electronic mail address as {v} / C: you might',
      'C: for the donation letter, my mail is {v}',
      'A: what e-mail did you sign up to the exchange with / C: I think {v}',
      'A: e-mail addr / C: {v}',
    ],
    bareFrames: ["C: I'm {v}", 'A: spell it for me / C: {v}'],
  },
];
