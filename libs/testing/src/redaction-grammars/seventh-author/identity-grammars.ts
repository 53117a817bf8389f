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
import type { ValueGrammar } from '../value-grammar.js';
import { labelledGrammar } from '../heard-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, fewDigits, indiaDigits, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';
import { otherDates, usDates } from '../say-days.js';

export const socialSecurityNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) => [`${random.integer(1, 6)}${random.number(2)}`, random.number(2), random.number(4)],
    renderings: usDigits,
    frames: repeatFrames({
      often: [
        "A: what's your (social|social security number) / C: (it's|) {v}",
        "A: can I have your full social / C: (yes|sure), it's {v}",
        'C: my (social|social security number) is {v}',
        'A: date of birth / C: {BIRTH_DATE} / A: and your social / C: {v}',
      ],
      sometimes: [
        'A: for the credit check I need your SSN / C: {v}',
        'A: whose social security number is on the lease application / C: mine, {v}',
        'A: do you have your member ID / C: no, they always look me up by my social, {v}',
        "A: let me repeat your social, {v} / C: yes ma'am",
      ],
      rarely: [
        "C: the letter has my wife's social on it instead of mine, mine is {v}",
        "C: the caller said there's a warrant on my social security number and then he read it out, {v}, is that a scam",
        "A: the social doesn't match our records / C: let me say it again, {v}",
      ],
    }),
  },
  {
    countries: ['US'],
    create: (random) => [random.digits(2), random.digits(2)],
    renderings: fewDigits,
    frames: repeatFrames({
      often: [
        'A: can you verify the last four of your social / C: (yes|sure|), {v}',
        'A: and the last four digits of your social security number / C: {v}',
      ],
      sometimes: [
        'A: I just need the last four / C: of my social / A: yes / C: {v}',
        'C: the last four of my social are {v}',
      ],
    }),
  },
];

const nationalIdFrames = {
  often: [
    "A: what's your {label} / C: (it's|) {v}",
    'A: can I take your {label} please / C: (yes|okay), {v}',
    'C: my {label} is {v}',
    'A: and your {label} / C: {v}',
  ],
  sometimes: [
    'A: for the (pension|visa|rental) form I need your {label} / C: {v}',
    'A: do you have your {label} to hand / C: just a second, {v}',
    "A: I have {v} as your {label}, is that right / C: (yes|that's right)",
    'A: date of birth / C: {BIRTH_DATE} / A: {label} / C: {v}',
  ],
  rarely: [
    "A: reference number / C: I don't have one, do you want my {label} / A: yes please / C: {v}",
    "C: you've got my {label} wrong, it should be {v}",
    "C: the form asks for my {label}, that's {v}, isn't it / A: yes",
    'C: I sent you a photo where you can read my {label}, {v}, please delete it',
  ],
};

const nationalId = labelledGrammar(nationalIdFrames);

export const nationalIds: readonly ValueGrammar[] = [
  nationalId('GB', '(national insurance number|NI number)', createNino, lettersAndDigits, [
    "A: two letters, six numbers and a letter, it's on your payslip / C: my national insurance number, okay, {v}",
  ]),
  nationalId('CA', '(SIN|social insurance number)', createSocialInsurance, usDigits, []),
  nationalId('IN', '(Aadhaar|Aadhaar number)', createAadhaar, indiaDigits, [
    'A: for KYC kindly tell me the twelve digits of your Aadhaar card / C: {v}',
  ]),
  nationalId('AU', '(TFN|tax file number)', createTaxFileNumber, ukDigits, []),
  nationalId('DE', '(tax ID|tax identification number)', createTaxId, europeDigits, [
    'A: the eleven digits of your Steuer-ID please / C: {v}',
  ]),
  nationalId('ES', '(DNI|DNI number)', createDni, lettersAndDigits, [
    'A: your DNI with the letter, please / C: yes, {v}',
  ]),
  nationalId('ES', '(NIE|NIE number)', createNie, lettersAndDigits, []),
];

const birthFrames = repeatFrames({
  often: [
    "A: what's your date of birth / C: (it's|) {v}",
    'A: can I take your date of birth for security / C: (yes|sure), {v}',
    'A: and when were you born / C: {v}',
    'C: my date of birth is {v}',
  ],
  sometimes: [
    'A: name and date of birth please / C: Karen Walsh, {v}',
    "A: what's the patient's date of birth / C: {v}",
    'C: I was born on {v}',
    'A: (could|can) you confirm your DOB / C: {v}',
    'A: the first line of your address / C: twelve Mill Lane / A: and your date of birth / C: {v}',
    'A: your birthday please / C: {v}',
  ],
  rarely: [
    'A: I have {v} as your birth date, is that right / C: yes',
    "C: it's for my mother, she was born on {v}",
    'A: how old are the children you want to bring / C: the little one was born on {v}',
    "C: your letter says that I was born on {v2}, but it's {v}",
    "A: we have a discount for seniors / C: then I should get it, I'm a pensioner, born {v}",
  ],
});
const createBirthDate = createDateBetween(1938, 2005);

export const birthDates: readonly ValueGrammar[] = [
  { countries: ['US'], create: createBirthDate, renderings: usDates, frames: birthFrames },
  {
    countries: ['GB', 'IN', 'AU', 'DE', 'ES'],
    create: createBirthDate,
    renderings: otherDates,
    frames: birthFrames,
  },
];
