import {
  createAadhaar,
  createDateBetween,
  createDni,
  createNie,
  createNino,
  createSocialInsurance,
  createTaxFileNumber,
  createTaxId,
} from '../create-values.js';
import { heardGrammar, labelledGrammar } from '../heard-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, fewDigits, indiaDigits, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';
import { otherDates, usDates } from '../say-days.js';
import type { ValueGrammar } from '../value-grammar.js';

const wholeSocial = heardGrammar({
  often: [
    "A: what's your (Social Security number|social) / C: (it's|) {v}",
    'A: can I get your (full social|Social Security number) / C: (sure|okay|yes), {v}',
    'C: my (Social Security number|social|SSN) is {v}',
    'A: and your Social Security number please / C: {v}',
    'A: name and social / C: Tanya Brooks, {v}',
  ],
  sometimes: [
    "A: I'll need your SSN to pull your credit / C: {v}",
    "C: I need to update my daughter's file, her social is {v}",
    'A: I have your social as {v} / C: (yes|correct)',
    'A: date of birth / C: {BIRTH_DATE} / A: Social Security number / C: {v}',
    'C: my tax form has the wrong social on it, mine is {v}',
  ],
  rarely: [
    "C: do I really have to give my social over the phone / A: I can't verify you without it / C: alright, {v}",
    'C: {v} / A: is that your social / C: yes it is',
    'C: I lost my Social Security card, the number on it is {v}',
    "A: I didn't catch all of that social / C: {v}",
  ],
})(['US'], (random) => [`${random.integer(1, 6)}${random.number(2)}`, random.number(2), random.number(4)], usDigits);

const lastFourOfSocial: ValueGrammar = {
  countries: ['US'],
  create: (random) => [random.digits(2), random.digits(2)],
  renderings: fewDigits,
  frames: repeatFrames({
    often: [
      'A: can you give me the last four of your social / C: (yes|sure|), {v}',
      'A: and the last four digits of your Social Security number / C: {v}',
    ],
    sometimes: ['C: the last four of my Social Security number are {v}'],
  }),
};

export const socialSecurityNumbers: readonly ValueGrammar[] = [wholeSocial, wholeSocial, lastFourOfSocial];

const nationalId = labelledGrammar({
  often: [
    "A: what's your {label} / C: (it's|) {v}",
    'A: can I have your {label} / C: (yes|sure), {v}',
    'C: my {label} is {v}',
    'A: could you confirm your {label} / C: (of course|okay), {v}',
    'A: full name / C: Robin Carter / A: and your {label} / C: {v}',
  ],
  sometimes: [
    "A: payroll needs your {label} / C: right, it's {v}",
    "A: I see {v} here as your {label} / C: yes, that's mine",
    'C: I want to register with your agency, my {label} is {v}',
    "C: someone typed my {label} wrong, it's {v}",
    'A: do you have your {label} there / C: let me get it, {v}',
  ],
  rarely: [
    'C: {v} / A: and is that your {label} / C: yes',
    "C: it's my husband you need, his {label} is {v}",
    "C: I've no idea where my papers are, but I know my {label} by heart, {v}",
    'A: sorry, can you repeat the {label} / C: {v}',
  ],
});

const createPan: ValueGrammar['create'] = (random) => [
  `${random.letters(3)}P${random.letters(1)}`,
  random.digits(4),
  random.letters(1),
];

export const nationalIds: readonly ValueGrammar[] = [
  nationalId('GB', '(National Insurance number|NI number)', createNino, lettersAndDigits, [
    'A: your National Insurance number should be on your payslip / C: (got it|here it is), {v}',
  ]),
  nationalId('CA', '(SIN|social insurance number)', createSocialInsurance, usDigits),
  nationalId('IN', '(Aadhaar number|Aadhaar card number)', createAadhaar, indiaDigits, [
    'A: for SIM registration I require your Aadhaar number / C: {v}',
  ]),
  nationalId('IN', '(PAN|PAN card number)', createPan, lettersAndDigits),
  nationalId('AU', '(TFN|tax file number)', createTaxFileNumber, ukDigits, [
    'A: your super fund is missing your tax file number / C: {v}',
  ]),
  nationalId('DE', '(tax ID|tax identification number)', createTaxId, europeDigits),
  nationalId('ES', '(DNI|DNI number)', createDni, lettersAndDigits, ['A: the DNI of the account holder / C: {v}']),
  nationalId('ES', '(NIE|NIE number)', createNie, lettersAndDigits),
];

const birthDate = heardGrammar({
  often: [
    "A: what's your date of birth / C: (it's|) {v}",
    'A: can you confirm your date of birth / C: (yes|sure), {v}',
    'C: my date of birth is {v}',
    'A: and your date of birth please / C: {v}',
    'A: when were you born / C: {v}',
    'A: full name and date of birth / C: Oliver Grant, {v}',
  ],
  sometimes: [
    "C: I'm booking for my daughter / A: what's her date of birth / C: {v}",
    'C: I was born on {v}',
    "A: I have your date of birth as {v} / C: (yes|that's right)",
    'A: date of birth of the second driver / C: {v}',
    'A: can I get a DOB / C: {v}',
    'A: and your birthday, with the year / C: {v}',
  ],
  rarely: [
    "C: how old do you have to be / A: eighteen / C: then I'm fine, I was born on {v}",
    "C: there's a mistake in my file, it says born on {v2} and it should be {v}",
    'C: the patient is my dad / A: and when was he born / C: {v}',
  ],
});
const createBirthDate = createDateBetween(1936, 2006);

export const birthDates: readonly ValueGrammar[] = [
  birthDate(['US'], createBirthDate, usDates, ['A: zip code / C: {zip} / A: date of birth / C: {v}']),
  birthDate(['GB', 'IN', 'AU', 'DE', 'ES'], createBirthDate, otherDates, [
    "A: is it for you or your wife / C: for my wife / A: then I need your wife's date of birth / C: {v}",
  ]),
];
