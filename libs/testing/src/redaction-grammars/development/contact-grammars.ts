import type { CountryCode } from 'libphonenumber-js';
import type { RandomSource } from '../random-source.js';
import { sayPairs, saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { digitRenderings } from './number-renderings.js';

const phoneFrames: ValueGrammar['frames'] = [
  "A: (and|) (what is|what's|can I have) (the best|your) phone number (to reach you|) / C: (it's|yes|) {v}",
  'C: (my|the) phone number is {v}',
  'C: (please|) call me (back|) (at|on) {v}',
  'C: my cell is {v}',
  'A: is there a callback number / C: {v}',
  'A: your mobile number please / C: {v}',
  "A: in case we get disconnected, what's your phone number / C: (sure|okay|) {v}",
  'C: you can reach me (at|on) {v}',
  'C: my home phone is {v}',
  'A: could I take a contact number / C: of course {v}',
  'C: text me at {v}',
  "A: what's your cell / C: that's {v}",
  'C: my mobile is {v}',
];
const barePhoneFrames: ValueGrammar['frames'] = [
  'C: {v}',
  "C: (it's|that is) {v}",
  'A: how can I reach you / C: at {v}',
  "C: I'm at {v}",
  'C: the number is {v}',
  'C: try {v} (please|)',
];

const phonePlans: readonly { readonly country: CountryCode; readonly create: (random: RandomSource) => string[] }[] = [
  {
    country: 'US',
    create: (random) => [
      random.pick(['212', '415', '312', '646', '702', '617']),
      random.characters(1, '23456789') + random.pick(['55', '46', '82', '27']),
      random.digits(4),
    ],
  },
  {
    country: 'GB',
    create: (random) =>
      random.pick([
        () => [`07${random.pick(['7', '8', '9', '4', '5'])}${random.digits(2)}`, random.digits(6)],
        () => ['020', random.pick(['7', '8']) + random.digits(3), random.digits(4)],
      ])(),
  },
  { country: 'IN', create: (random) => [random.pick(['98', '99', '97']) + random.digits(3), random.digits(5)] },
  { country: 'AU', create: (random) => [`04${random.digits(2)}`, random.digits(3), random.digits(3)] },
  { country: 'DE', create: (random) => [random.pick(['0171', '0172', '0160', '0151']), random.number(7)] },
  { country: 'ES', create: (random) => [`6${random.digits(2)}`, random.digits(3), random.digits(3)] },
];

export const phones: readonly ValueGrammar[] = phonePlans.map(({ country, create }) => ({
  countries: [country],
  create,
  renderings: digitRenderings,
  frames: phoneFrames,
  ...(country === 'US' ? { bareFrames: barePhoneFrames } : {}),
}));

const firstNames = ['maria', 'john', 'priya', 'hannah', 'carlos', 'emma', 'oliver', 'lucia'];
const lastNames = ['lopez', 'smith', 'patel', 'weber', 'garcia', 'walker', 'brooks', 'schmidt'];
const domains = ['gmail.com', 'hotmail.com', 'yahoo.co.uk', 'example.org', 'outlook.com', 'web.de', 'acme.net'];
const joints = ['.', '_', '-', ''];

const sayMarks = (text: string): string =>
  text.replaceAll('.', ' dot ').replaceAll('_', ' underscore ').replaceAll('-', ' dash ').replaceAll(/ +/g, ' ').trim();
const withSaidDigits = (text: string, say: (digits: string) => string): string =>
  text.replaceAll(/\d+/g, (digits) => ` ${say(digits)} `).trim();
const spellOut = (text: string): string => [...text].map((char) => sayMarks(char)).join(' ');

const emailRenderings: readonly Rendering[] = [
  ([local, domain]) => [`${local}@${domain}`],
  ([local = '', domain = '']) => [sayMarks(withSaidDigits(local, sayPairs)), `at ${sayMarks(domain)}`],
  ([local = '', domain = '']) => [
    withSaidDigits(spellOut(local), (digit) => saySingly(digit)),
    `at ${sayMarks(domain)}`,
  ],
  ([local = '', domain = '']) => [`${local.replace(/^./, (first) => first.toUpperCase())}@${domain}`],
  ([local = '', domain = '']) => [
    sayMarks(withSaidDigits(local, (digits) => saySingly(digits))),
    'at',
    sayMarks(domain),
  ],
  ([local = '', domain = '']) => [spellOut(local), `at ${domain}`],
];

export const email: ValueGrammar = {
  countries: ['US', 'GB', 'IN', 'AU', 'DE', 'ES'],
  create: (random) => {
    const number = random.chance(0.4) ? random.digits(2) : '';
    return [random.pick(firstNames) + random.pick(joints) + random.pick(lastNames) + number, random.pick(domains)];
  },
  renderings: emailRenderings,
  frames: [
    "A: (and|) (what is|what's|can I have) your email (address|) / C: (it's|yes|) {v}",
    'C: (my|the) email (address|) is {v}',
    "A: where should I send the receipt, what's a good email / C: {v}",
    'A: could you spell your email for me / C: (sure|) {v}',
    'C: you can email me at {v}',
    'A: which email address do we have on file / C: it should be {v}',
    'C: my e-mail is {v}',
  ],
};
