import {
  createAadhaar,
  createDni,
  createNie,
  createNino,
  createSocialInsurance,
  createTaxFileNumber,
  createTaxId,
} from '../create-values.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, fewDigits, indiaDigits, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';
import { otherDates, usDates } from '../say-days.js';
import { shareFrames } from '../share-frames.js';
import type { ValueGrammar } from '../value-grammar.js';

const wholeNumber: ValueGrammar = {
  countries: ['US'],
  create: (random) => [`${random.integer(1, 7)}${random.digits(2)}`, random.number(2), random.number(4)],
  renderings: usDigits,
  frames: repeatFrames({
    often: [
      'A: (social|your social) / C: {v}',
      "A: what's your full social security number / C: (it's|uh|) {v}",
      "C: my social's {v}",
      'A: date of birth / C: {BIRTH_DATE} / A: and social / C: {v}',
    ],
    sometimes: [
      'A: to open a brokerage account we need your SSN / C: sure, {v}',
      'C: do you need my social or the license / A: the social / C: {v}',
      "A: we'll run a quick identity check, what's the social / C: {v}",
      'A: so the social is {v} / C: (yep|correct)',
      "C: your app didn't accept my social, {v}",
      'A: do you have an SSN / C: since last month, {v}',
      'A: which tax number goes on the form / C: my social security number, {v}',
    ],
    rarely: [
      'C: {v} / A: sorry, is that your social / C: yeah',
      'C: I got a data breach letter, they leaked my social, {v}, what do I do',
      'C: you typed {v2} but my social is {v}',
      'A: phone number / C: {PHONE} / A: social / C: hm, is this a secure line / A: it is / C: okay, {v}',
    ],
  }),
};

const lastFourDigits: ValueGrammar = {
  countries: ['US'],
  create: (random) => [random.digits(4)],
  renderings: fewDigits,
  frames: repeatFrames({
    often: ['A: last four of your social / C: {v}', 'A: can you give me the last four of the social / C: yep, {v}'],
    sometimes: [
      'C: last four of my social is {v}',
      'A: last four please / C: of the card or my social / A: your social / C: {v}',
    ],
  }),
};

/** More calls ask for the whole number than for its last four digits. */
export const socialSecurityNumbers: readonly ValueGrammar[] = [wholeNumber, wholeNumber, lastFourDigits];

const nationalId = shareFrames({
  often: [
    'A: {label} please / C: {v}',
    "A: what's your {label} / C: (it's|uh|okay|) {v}",
    'C: my {label} is {v}',
    'A: can I have the {label} for the identity check / C: (sure|yes), {v}',
  ],
  sometimes: [
    'A: to open the account we need your {label} / C: right, {v}',
    'A: name, date of birth, {label} / C: Alex Moreno, {BIRTH_DATE}, {v}',
    'A: I see {v} here as your {label} / C: (yep|yes that is correct)',
    'C: why do you need my {label} / A: it is the law for brokers / C: okay, {v}',
    'C: the photo of my ID was rejected / A: can you read me the {label} instead / C: {v}',
  ],
  rarely: [
    'C: {v} / A: that is your {label}, yes / C: yes',
    'C: I filled in the wrong {label}, I put {v2}, it should be {v}',
    "A: we don't have your {label} yet / C: I thought I sent it in the chat / A: no / C: okay, {v}",
    'C: which number do you need / A: the {label} / C: {v}',
  ],
});

export const nationalIds: readonly ValueGrammar[] = [
  nationalId(
    {
      countries: ['GB'],
      label: '(NI number|national insurance number|National Insurance number)',
      create: createNino,
      renderings: lettersAndDigits,
    },
    [
      "C: I want to open an ISA / A: sure, I'd need your national insurance number / C: it's in my payslip, {v}",
      'C: I only just got my NI number through, {v}',
    ],
  ),
  nationalId({
    countries: ['CA'],
    label: '(SIN|SIN number|social insurance number)',
    create: createSocialInsurance,
    renderings: usDigits,
  }),
  nationalId(
    {
      countries: ['IN'],
      label: '(Aadhaar|Aadhaar number|Aadhaar card number)',
      create: createAadhaar,
      renderings: indiaDigits,
    },
    [
      'C: my KYC is pending since one week / A: tell me the Aadhaar number sir / C: {v}',
      'C: I want to link Aadhaar with my SIM, number is {v}',
    ],
  ),
  nationalId({ countries: ['AU'], label: '(TFN|tax file number)', create: createTaxFileNumber, renderings: ukDigits }, [
    "C: you're taking extra tax off my interest / A: we never got your tax file number / C: okay, {v}",
  ]),
  nationalId(
    {
      countries: ['DE'],
      label: '(tax ID|tax identification number|tax number)',
      create: createTaxId,
      renderings: europeDigits,
    },
    ['A: for the exemption order I need your tax ID / C: I have it on my payslip, {v}'],
  ),
  nationalId({ countries: ['ES'], label: '(DNI|DNI number)', create: createDni, renderings: lettersAndDigits }, [
    'A: the contract of the mobile line goes with the DNI / C: yes, mine is {v}',
  ]),
  nationalId({ countries: ['ES'], label: '(NIE|NIE number)', create: createNie, renderings: lettersAndDigits }, [
    'C: I am not Spanish, I have a NIE / A: that works too / C: {v}',
  ]),
];

const birthFrames = repeatFrames({
  often: [
    'A: date of birth / C: {v}',
    "A: what's your date of birth / C: (it's|um|) {v}",
    'A: can you confirm your (date of birth|birth date|birthday) / C: (yep|sure), {v}',
    'C: my date of birth is {v}',
  ],
  sometimes: [
    'A: DOB please / C: {v}',
    'A: full name / C: Jordan Pike / A: born / C: {v}',
    'C: I was born {v}, am I too old for the young saver account',
    'A: email / C: {EMAIL} / A: and the date of birth on the account / C: {v}',
    'A: when were you born / C: {v}',
    'A: I have your date of birth as {v} / C: (yes|right)',
    "A: it's a joint account, what's your partner's date of birth / C: {v}",
    'C: the ID check failed / A: which birth date did you put in / C: {v}',
    'A: we need a second question, your birthday / C: {v}',
  ],
  rarely: [
    'C: {v} / A: and that is your date of birth / C: yes',
    'C: do you want the day first or the month / A: as you like, just the date of birth / C: {v}',
    "C: the account's in my brother's name / A: then I need when he was born / C: {v}",
    'C: you have me as born on {v2}, I am born on {v}',
    'A: the app says you are under eighteen / C: no way, I was born on {v}',
    'A: what is the date on your ID, where it says born / C: {v}',
  ],
});
/** Callers are younger than those of other authors. */
const createYoungBirthDate: ValueGrammar['create'] = (random) =>
  [random.integer(1962, 2007), random.integer(1, 12), random.integer(1, 28)].map(String);

export const birthDates: readonly ValueGrammar[] = [
  { countries: ['US'], create: createYoungBirthDate, renderings: usDates, frames: birthFrames },
  {
    countries: ['GB', 'IN', 'AU', 'DE', 'ES'],
    create: createYoungBirthDate,
    renderings: otherDates,
    frames: birthFrames,
  },
];
