import { saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';

const sayDomain = (domain: string): string => `at ${domain.replaceAll('.', ' dot ').replace('gmx', 'G M X')}`;

const renderings: readonly Rendering[] = [
  ([first, last, digits, domain]) => [`${first}.${last}${digits}@${domain}`],
  ([first, last, digits, domain]) => [`${first}${last}${digits}@${domain}`],
  ([first, last, digits, domain]) => [`${first}_${last}${digits}@${domain}`],
  ([first, last, digits = '', domain = '']) => [`${first} dot ${last}`, saySingly(digits), sayDomain(domain)],
  ([first = '', last = '', digits, domain = '']) => [
    [...first].join(' '),
    `dot ${[...last].join(' ')}`,
    `${digits} ${sayDomain(domain)}`,
  ],
];

const email = (
  countries: ValueGrammar['countries'],
  people: readonly string[],
  domains: readonly string[],
): ValueGrammar => ({
  countries,
  create: (random) => [...random.pick(people).split(' '), String(random.integer(10, 99)), random.pick(domains)],
  renderings,
  frames: [
    "A: what's your email / C: (it's|) {v}",
    'A: which address shall we send the ticket to / C: {v}',
    'C: I changed my email to {v}',
    'A: do I have it right, {v} / C: (yes|yep) all lower case',
    'A: and the login / C: my email / A: which is / C: {v}',
  ],
});

export const emails: readonly ValueGrammar[] = [
  email(['US'], ['marcus hale', 'wendy tran'], ['gmail.com', 'comcast.net', 'outlook.com']),
  email(['GB', 'AU'], ['fiona mcleod', 'dev sharma'], ['hotmail.co.uk', 'bigpond.com', 'gmail.com']),
  email(['IN'], ['kavya nair', 'imran qureshi'], ['gmail.com', 'yahoo.co.in']),
  email(['DE', 'ES'], ['ute brandt', 'pablo serrano'], ['gmx.de', 'web.de', 'gmail.com']),
];
