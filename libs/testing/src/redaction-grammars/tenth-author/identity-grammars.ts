import { createAadhaar, createDni, createNie, createNino, createTaxFileNumber, createTaxId } from '../create-values.js';
import { repeatFrames } from '../repeat-frames.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDigits, britishDigits, codes, europeanDigits, indianDigits, shortDigits } from './write-digits.js';

export const socialSecurityNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: (random) => [
      random.pick(['1', '2', '3', '4', '5', '7']) + random.number(2),
      random.number(2),
      random.number(4),
    ],
    renderings: americanDigits,
    frames: repeatFrames({
      often: [
        "A: what's your social security number / C: {v}",
        'A: can I get your social / C: (yeah|sure), {v}',
        'C: my social is {v}',
        'A: name and social please / C: David Kim, {v}',
        'A: and the full social security number / C: (it is|) {v}',
      ],
      sometimes: [
        'A: I need the social of the person who is insured / C: that is my wife, {v}',
        "A: to pull your credit I'll need your social / C: okay, {v}",
        "A: what's your social security number for the tax form / C: {v}",
        'A: date of birth / C: {BIRTH_DATE} / A: and your social security number / C: {v}',
        'A: I have {v} as your social, is that correct / C: yes it is',
        'A: do you have a social security number or a tax ID / C: a social, it is {v}',
        'A: what is the SSN of your dependent / C: my daughter, {v}',
      ],
      rarely: [
        "C: my employer has my social wrong on the pay stub, they put {v2} and it's {v}",
        'C: someone opened an account with my social, {v}, I want to freeze my credit',
        'A: the nine digits of your social / C: do you need all of them / A: yes please / C: {v}',
        "C: I'm on the bus, so I'll whisper, my social is {v}",
        "C: I don't like giving it out / A: I understand, but I need your social to go on / C: fine, {v}",
        'C: is this the Social Security office / A: yes, it is / C: okay, my own social, then, is {v}',
      ],
    }),
  },
  {
    countries: ['US'],
    create: (random) => [random.digits(2), random.digits(2)],
    renderings: shortDigits,
    frames: repeatFrames({
      often: [
        'A: last four of your social / C: {v}',
        'A: could you verify the last four digits of your social / C: (yes|sure), {v}',
      ],
      sometimes: [
        'A: name and last four of your social / C: Maria Lopez, {v}',
        'C: my social ends in {v}',
        "A: and the last four of the social on the account / C: that would be my husband's, {v}",
      ],
    }),
  },
];

interface NationalId {
  readonly country: ValueGrammar['countries'][number];
  readonly label: string;
  readonly create: ValueGrammar['create'];
  readonly renderings: ValueGrammar['renderings'];
  /** What only people of this country say. */
  readonly own: readonly string[];
}

const nationalId = ({ country, label, create, renderings, own }: NationalId): ValueGrammar => ({
  countries: [country],
  create,
  renderings,
  label,
  frames: repeatFrames({
    often: [
      'A: could you give me your {label} / C: (yes|sure), {v}',
      'C: my {label} is {v}',
      "A: I'll need your {label} for that / C: (okay|no problem), {v}",
      "A: what's your {label} / C: {v}",
    ],
    sometimes: [
      "A: name and {label} please / C: my name's Alex Martin, and it's {v}",
      'A: what did you put as your {label} on the form / C: {v}',
      "A: we have your {label} as {v} / C: that's right",
      'C: the new employer wants my {label}, do you have the same, {v}',
      'A: do you know your {label} / C: (yes|by heart), {v}',
      'A: and your {label}, please / C: let me get my wallet, {v}',
      ...own,
    ],
    rarely: [
      "C: the letter shows {v2} as my {label}, but that's my brother's, mine is {v}",
      "A: passport / C: I don't have one / A: your {label} then / C: {v}",
      'C: I am calling for my father, he is standing next to me, his {label} is {v}',
      'A: there is something missing in your {label} / C: sorry, again, {v}',
      'C: I have had the same {label} all my life and I still read it off the card, {v}',
    ],
  }),
});

export const nationalIds: readonly ValueGrammar[] = [
  nationalId({
    country: 'GB',
    label: '(national insurance number|NI number)',
    create: createNino,
    renderings: codes,
    own: [
      'A: what does your payslip say under NI number / C: {v}',
      "C: I've just turned sixteen and got my national insurance number, it's {v}",
    ],
  }),
  nationalId({
    country: 'IN',
    label: '(Aadhaar|Aadhaar number)',
    create: createAadhaar,
    renderings: indianDigits,
    own: [
      'A: please tell me the Aadhaar number for linking with the SIM / C: {v}',
      'C: my subsidy is not coming, my Aadhaar card number is {v}',
    ],
  }),
  nationalId({
    country: 'IN',
    label: '(PAN|PAN number|PAN card number)',
    create: (random) => [random.letters(3) + 'P' + random.letters(1), random.digits(4), random.letters(1)],
    renderings: codes,
    own: ['A: for the tax certificate kindly give the PAN number / C: {v}'],
  }),
  nationalId({
    country: 'AU',
    label: '(tax file number|TFN)',
    create: createTaxFileNumber,
    renderings: britishDigits,
    own: ['A: have you got your TFN handy, mate / C: yep, {v}'],
  }),
  nationalId({
    country: 'DE',
    label: '(tax ID|tax identification number)',
    create: createTaxId,
    renderings: europeanDigits,
    own: ['C: is it the tax number / A: no, the tax ID, it has eleven digits / C: {v}'],
  }),
  nationalId({
    country: 'ES',
    label: '(DNI|DNI number)',
    create: createDni,
    renderings: codes,
    own: ['A: DNI or passport / C: DNI, {v}'],
  }),
  nationalId({ country: 'ES', label: '(NIE|NIE number)', create: createNie, renderings: codes, own: [] }),
];
