import {
  createAadhaar,
  createDateBetween,
  createDni,
  createNie,
  createNino,
  createTaxFileNumber,
  createTaxId,
} from '../create-values.js';
import { heardGrammar, labelledGrammar } from '../heard-grammar.js';
import { europeDigits, fewDigits, indiaDigits, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';
import { otherDates, usDates } from '../say-days.js';
import type { ValueGrammar } from '../value-grammar.js';

const wholeNumber = heardGrammar({
  often: [
    "A: what's your social security number / C: (it's |){v}",
    'A: can I get your social / C: (sure, |yeah, |){v}',
    'C: my social security number is {v}',
    'A: date of birth / C: {BIRTH_DATE} / A: and your social security number / C: {v}',
    'A: I need your full social to pull up the file / C: {v}',
  ],
  sometimes: [
    'A: your Social Security number, all nine digits please / C: {v}',
    "A: and your wife's social / C: hers is {v}",
    "C: I'm filling out the rental application, my social is {v}",
    'A: I have your social as {v} / C: (yes|correct)',
    "A: what's the SSN of the person insured / C: {v}",
    'C: do you need my member ID / A: your social works too / C: okay, {v}',
  ],
  rarely: [
    'C: {v} / A: is that your social / C: yes, sorry, I should have said',
    'C: somebody opened a credit card with my social security number, {v}',
    "A: the social doesn't match / C: I read it wrong, it's {v}",
    'C: my W-2 shows the wrong social, it ought to be {v}',
  ],
})(['US'], (random) => [`${random.integer(1, 7)}${random.number(2)}`, random.number(2), random.number(4)], usDigits);

const lastFour = heardGrammar({
  often: [
    'A: and the last four of your social / C: {v}',
    'A: can you confirm the last four digits of your social security number / C: (yes, |sure, |){v}',
  ],
  sometimes: [
    'C: the last four of my social are {v}',
    'A: to verify you I need the last four / C: of my social security number / A: yes / C: {v}',
  ],
})(['US'], (random) => [random.digits(2), random.digits(2)], fewDigits);

export const socialSecurityNumbers: readonly ValueGrammar[] = [wholeNumber, wholeNumber, lastFour];

const nationalId = labelledGrammar({
  often: [
    "A: (what's|what is) your {label} / C: (it's |it is |){v}",
    'A: can you give me your {label} / C: (yes, |sure, |){v}',
    'C: my {label} is {v}',
    'A: and your {label} please / C: {v}',
    'A: date of birth / C: {BIRTH_DATE} / A: and the {label} / C: {v}',
  ],
  sometimes: [
    'A: for the contract I need your {label} / C: one second, here, {v}',
    'A: I see {v} as your {label} / C: (yes|that is correct)',
    'C: my new employer wants my {label}, you have it as {v}, right / A: yes',
    'A: do you have your {label} with you / C: I know it, {v}',
    'C: I have to correct my {label}, the right one is {v}',
  ],
  rarely: [
    'C: {v} / A: what is that number / C: my {label}',
    "C: I can't find my customer number / A: your {label} will do / C: then it's {v}",
    "C: it's for my wife, her {label} is {v}",
    'A: the system rejects that {label} / C: strange, I read it again, {v}',
  ],
});

export const nationalIds: readonly ValueGrammar[] = [
  nationalId('GB', '(national insurance number|NI number)', createNino, lettersAndDigits, [
    'A: you find it on your payslip, the national insurance number / C: {v}',
  ]),
  nationalId('IN', '(Aadhaar number|Aadhaar card number)', createAadhaar, indiaDigits, [
    'A: please share your Aadhaar for the KYC / C: {v}',
  ]),
  nationalId('AU', '(tax file number|TFN)', createTaxFileNumber, ukDigits),
  nationalId('DE', '(tax ID|tax ID number)', createTaxId, europeDigits, [
    'A: your tax identification number, eleven digits / C: {v}',
  ]),
  nationalId('ES', '(DNI|DNI number)', createDni, lettersAndDigits),
  nationalId('ES', '(NIE|NIE number)', createNie, lettersAndDigits, [
    'A: are you Spanish / C: no, I am a resident, my NIE is {v}',
  ]),
];

const birthDate = heardGrammar({
  often: [
    "A: what's your date of birth / C: (it's |){v}",
    'A: and your date of birth please / C: {v}',
    'A: can you confirm your date of birth for me / C: (yes, |sure, |){v}',
    'A: when were you born / C: {v}',
    'C: my date of birth is {v}',
    'A: full name and date of birth / C: Helen Marsh, {v}',
  ],
  sometimes: [
    "A: and the patient's date of birth / C: {v}",
    'A: DOB / C: {v}',
    'C: my birthday is {v}',
    'A: I have your date of birth as {v} / C: (yes|that is right)',
    'A: name of your son / C: Jake / A: and when was he born / C: {v}',
    'A: postcode / C: {zip} / A: and date of birth / C: {v}',
    'C: I was born on {v}',
  ],
  rarely: [
    'A: your name please / C: Helen Marsh, {v} / A: is that your date of birth / C: yes',
    "C: you've got my birthday wrong, I was born on {v}",
    'A: are you over eighteen / C: of course, I was born on {v}',
    'C: I want to add my wife to the policy / A: her date of birth / C: {v}',
    "A: the birth date in our records is different / C: that's odd, it's {v}",
    'A: the pension depends on when you were born / C: that was {v}',
  ],
});
const createBirthDate = createDateBetween(1936, 2006);

export const birthDates: readonly ValueGrammar[] = [
  birthDate(['US'], createBirthDate, usDates),
  birthDate(['GB', 'IN', 'AU', 'DE', 'ES'], createBirthDate, otherDates),
];
