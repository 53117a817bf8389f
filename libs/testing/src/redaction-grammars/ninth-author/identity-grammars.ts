import {
  createAadhaar,
  createDni,
  createNie,
  createNino,
  createSocialInsurance,
  createTaxFileNumber,
  createTaxId,
} from '../create-values.js';
import { labelledGrammar } from '../heard-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, fewDigits, indiaDigits, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const wholeNumber: ValueGrammar = {
  countries: ['US'],
  create: (random) => [`${random.integer(1, 6)}${random.number(2)}`, random.number(2), random.number(4)],
  renderings: usDigits,
  frames: repeatFrames({
    often: [
      "A: what's your Social Security number / C: (it's|yes ma'am, it's|) {v}",
      'A: may I have your social please / C: (sure thing,|of course,|) {v}',
      'C: my Social Security number is {v}',
      'A: and the social / C: {v} / A: date of birth / C: {BIRTH_DATE}',
    ],
    sometimes: [
      'C: I have the Social Security card right here, it says {v}',
      'A: for the Medicare form I need the social security number / C: mine or hers / A: yours / C: {v}',
      'A: I have your social as {v} / C: that is me',
      'C: you want my social over the phone / A: only to find your file / C: well okay, {v}',
      'A: the school needs the SSN of the parent who pays / C: {v}',
      'C: I am calling for my mother, her social is {v}',
    ],
    rarely: [
      'C: the tax letter has a social security number on it, {v2}, and that is not mine, mine is {v}',
      'C: some fellow claimed that my benefits were suspended and had me say my social, {v}',
      "A: member number / C: there's none on this card, my social has always done it, {v}",
      'A: nothing under that social / C: did you type it right, it is {v}',
    ],
  }),
};
const lastFour: ValueGrammar = {
  countries: ['US'],
  create: (random) => [random.digits(2), random.digits(2)],
  renderings: fewDigits,
  frames: repeatFrames({
    often: [
      'A: and the last four of your social security number / C: (that would be|) {v}',
      'A: could you verify the last four digits of your social / C: {v}',
    ],
    sometimes: [
      'C: do you want the whole social / A: just the last four / C: {v}',
      'A: so your social ends in {v} / C: it does',
    ],
  }),
};
export const socialSecurityNumbers: readonly ValueGrammar[] = [wholeNumber, wholeNumber, wholeNumber, lastFour];

const nationalIdFrames = {
  often: [
    'A: and your {label} please / C: (it is|let me find it,|) {v}',
    'A: do you know your {label} / C: (I do|by heart), {v}',
    'C: my {label} is {v}',
    'A: what is your {label} / C: {v} / A: and your date of birth / C: {BIRTH_DATE}',
  ],
  sometimes: [
    "C: I've a card here from when I started work, and my {label} is on it, {v}",
    'A: we write to you under {label} {v}, is that you / C: it is',
    "A: the tax office wants your {label} / C: I've got their letter, it says here {v}",
    'C: which number do you need for the pension / A: your {label} / C: oh that one, {v}',
    'A: is it for yourself / C: for my wife, she is poorly / A: then I need her {label} / C: {v}',
    'A: you should see your {label} in the top corner of the form / C: there, {v}',
  ],
  rarely: [
    'C: they printed my {label} on the outside of the envelope, {v}, for the postman to see',
    "C: they sent me a letter with my brother's {label}, {v2}, and mine is {v}",
    "A: the {label} won't go in / C: I shall read it slower, {v}",
    "C: I haven't got a reference, will my {label} do, it's {v}",
    'A: last thing, the {label} / C: is that safe to say / A: yes it is / C: all right, {v}',
  ],
};

const nationalId = labelledGrammar(nationalIdFrames);

const nationalInsurance = nationalId(
  'GB',
  '(National Insurance number|NI number|National Insurance)',
  createNino,
  lettersAndDigits,
  [
    'C: the pension letter has my National Insurance number on it, {v}, is that enough for you to find me',
    'A: for your state pension it is the one that starts with two letters / C: my National Insurance, {v}',
  ],
);

export const nationalIds: readonly ValueGrammar[] = [
  nationalInsurance,
  nationalInsurance,
  nationalId('CA', '(social insurance number|SIN)', createSocialInsurance, usDigits),
  nationalId('IN', '(Aadhaar number|Aadhaar card number)', createAadhaar, indiaDigits, [
    'C: madam, in the pension papers my Aadhaar is written, {v}',
  ]),
  nationalId('AU', '(tax file number|TFN)', createTaxFileNumber, ukDigits),
  nationalId('DE', '(tax ID|tax identification number)', createTaxId, europeDigits, [
    'C: the letter from the tax office says tax ID, and behind it {v}',
  ]),
  nationalId('ES', '(DNI|DNI number)', createDni, lettersAndDigits),
  nationalId('ES', '(NIE|NIE number)', createNie, lettersAndDigits, [
    'C: I am a foreigner with residence, my NIE is {v}',
  ]),
];
