import { repeatFrames } from '../repeat-frames.js';
import { sayBelowHundred, sayNato, saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';

const frames = repeatFrames({
  often: [
    'A: and the best email address for you / C: (it is|) {v}',
    'A: what email should I send that to / C: {v}',
    'C: my email address is {v}',
    'A: can I take an email address / C: (yeah|sure|yes), {v}',
    "A: what's your email / C: {v}",
    'A: email address / C: it is {v}, all lower case',
  ],
  sometimes: [
    "A: your email / C: it's a bit long / A: no worries, spell it out / C: {v}",
    'A: is your email still {v} / C: (yes|it is)',
    'C: can you email the quote to {v}',
    "A: what's the login email for your account / C: {v}",
    "C: I can't log in, my username is my email, {v}",
    'A: do you have an email / C: my daughter does, use hers, {v}',
    'A: personal or work email / C: work, {v}',
    "A: I'll send the form by email / C: great, my address is {v}",
    'A: which email did you use when you ordered / C: it could be {v}',
    'A: we send the (tickets|documents|results) by email only / C: okay, then to {v}',
    'A: phone number / C: {PHONE} / A: and email / C: {v}',
  ],
  rarely: [
    'C: you send my bills to {v2}, please use {v} instead',
    "A: the email bounced / C: there must be a typo, it's {v}",
    "A: I've written down {v} for your email / C: that's it",
    'C: could you copy in my accountant, {v}',
    'C: take {v} off your newsletter, I get three emails a day',
    'C: I had to make one for the school app, so now my email is {v}',
    'C: I have no computer, only my son has email, {v}',
    'A: the receipt goes to {v}, right / C: yeah',
    'A: email / C: I have two, which one do you need / A: the one you read / C: then {v}',
  ],
});

const marks: Readonly<Record<string, string>> = { '.': 'dot', _: 'underscore', '-': 'dash' };
const sayDomain = (domain: string): string => `at ${domain.replaceAll('.', ' dot ').replaceAll('-', ' dash ')}`;
const tokensOf = (local: string): readonly string[] => local.match(/[._-]?(?:[a-z]+|\d+)/g) ?? [];

/** Says the part before the "at" token by token, as groups between which a speaker may pause. */
const saying =
  (sayName: (name: string) => string, sayDigits: (digits: string) => string): Rendering =>
  ([local = '', domain = '']) => [
    ...tokensOf(local).map((token) => {
      const [, mark = '', name = ''] = /^([._-]?)(.*)$/.exec(token) ?? [];
      return `${marks[mark] ?? ''} ${/\d/.test(name) ? sayDigits(name) : sayName(name)}`.trim();
    }),
    sayDomain(domain),
  ];

const written: Rendering = ([local = '', domain = '']) => [`${local}@${domain}`];
const writtenAround: Rendering = ([local = '', domain = '']) => [local, `at ${domain}`];
const asItIs = (text: string): string => text;
const sayYearOrCount = (digits: string): string =>
  digits.length === 2 && digits >= '10' ? sayBelowHundred(Number(digits)) : saySingly(digits);
const spellFirstLetter = (name: string): string => `${name.charAt(0)} for ${sayNato(name.charAt(0))}`;

const renderings: readonly Rendering[] = [
  written,
  written,
  written,
  written,
  writtenAround,
  saying(asItIs, asItIs),
  saying(asItIs, asItIs),
  saying(asItIs, sayYearOrCount),
  saying(asItIs, saySingly),
  saying((name) => [...name].join(' '), saySingly),
  saying((name) => [...name].join('-').toUpperCase(), asItIs),
  saying((name) => (name.length === 1 ? spellFirstLetter(name) : name), asItIs),
];

const email = (
  countries: ValueGrammar['countries'],
  locals: readonly string[],
  domains: readonly string[],
): ValueGrammar => ({
  countries,
  create: (random) => {
    const digits = random.chance(0.35) ? String(random.integer(1, 99)).padStart(2, '0') : '';
    return [`${random.pick(locals)}${digits}`, random.pick(domains)];
  },
  renderings,
  frames,
});

export const emails: readonly ValueGrammar[] = [
  email(
    ['US'],
    ['tyler.brooks', 'jmorales', 'ashley_nguyen', 'big-mike', 'denise.carter', 'soccermom', 'kevin', 'r.patterson'],
    ['gmail.com', 'yahoo.com', 'icloud.com', 'aol.com', 'lakeside-dental.com', 'statecollege.edu'],
  ),
  email(
    ['GB', 'AU'],
    ['emma.hughes', 'tom_fletcher', 'sjpatel', 'k.obrien', 'margaretandron', 'chloe', 'the-millers', 'd.whittaker'],
    ['gmail.com', 'outlook.com', 'hotmail.co.uk', 'btinternet.com', 'optusnet.com.au', 'harlowbuilders.co.uk'],
  ),
  email(
    ['IN'],
    ['rahul.sharma', 'deepa_iyer', 'mohan.krishnan', 'sk.verma', 'neha'],
    ['gmail.com', 'rediffmail.com', 'yahoo.co.in', 'techsolve.in'],
  ),
  email(
    ['DE', 'ES'],
    ['julia.weber', 'm-schneider', 'javier_ortega', 'lucia.navarro', 'tobias', 'k.lehmann'],
    ['gmail.com', 'gmx.de', 't-online.de', 'web.de', 'hotmail.com', 'telefonica.net'],
  ),
];
