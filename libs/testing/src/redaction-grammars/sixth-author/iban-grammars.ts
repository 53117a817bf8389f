import { ibanCheckDigits } from '../check-digits.js';
import { sayNato, saySingly, spell, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { europeanDigits, joined, regroup, written } from './say-values.js';

const createIban =
  (country: string, length: number, bank = ''): ValueGrammar['create'] =>
  (random) => {
    const account = bank + random.digits(length - bank.length);
    return `${country}${ibanCheckDigits(country, account)}${account}`.match(/.{1,4}/g) ?? [];
  };

const asItIs = (text: string): string => text;

const renderings: readonly Rendering[] = [
  written,
  written,
  joined,
  (groups) => groups.map((group) => [...group].join(' ')),
  regroup(2, (group) => saySingly(group)),
  regroup(4, (group) => saySingly(group)),
  regroup(3, (group) => saySingly(group, 'oh')),
  regroup(2, asItIs),
  (groups) => groups.map((group) => group.toLowerCase()),
  (groups) => groups.map((group) => spell(group, sayNato, (digits) => saySingly(digits))),
  (groups) => groups.map((group) => spell(group, (letter) => `${letter} as in ${sayNato(letter)}`, asItIs)),
];

const frames = [
  'A: your IBAN please / C: (yes|) {v}',
  'A: to which IBAN should we transfer it / C: to {v}',
  'C: the IBAN is {v}',
  'A: which account is the direct debit from / C: IBAN {v}',
  'A: could you dictate me the IBAN / C: I dictate, {v}',
  'A: I ban number please / C: {v}',
  'A: and what is your eye ban / C: {v}',
  'A: can you give me the I B A N / C: {v}',
  'A: international bank account number / C: {v}',
  "C: my landlord's IBAN is {v}",
  'A: account holder / C: Jorge Ferrer / A: IBAN / C: {v}',
  'A: I read you the IBAN once more, {v} / C: all correct',
  'C: I gave you account number and bank code / A: we need it as IBAN / C: okay then, {v}',
  'C: {v} / A: is this your IBAN / C: yes, it is from my bank card',
  'C: you debited the wrong account, my IBAN is {v} and not {v2}',
  'A: have you got your IBAN to hand / C: I think it is on my bank card / A: take your time / C: found it, {v}',
  'A: where do we send the refund / C: to my account in Europe, the IBAN {v}',
  'A: BIC and IBAN / C: the BIC I do not know, the IBAN {v}',
  'A: for the SEPA mandate I need your IBAN / C: {v}',
  'A: so a monthly donation, and the IBAN would be / C: {v}',
  'A: your bank details / C: IBAN or sort code / A: IBAN / C: {v}',
  'A: the system does not accept this IBAN / C: I read it again, {v}',
  'A: is the IBAN still {v2} / C: no, we changed the bank, {v}',
  'A: account number / C: I have only an IBAN / A: that is fine / C: {v}',
  'C: please note my new IBAN, {v} / A: thank you, from which date',
  'A: the IBAN I wrote down is one digit short / C: sorry, from the start, {v}',
];

const iban = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  own: readonly string[] = [],
): ValueGrammar => ({ countries, create, renderings, frames: [...frames, ...own] });

/** An IBAN whose country the other side has already. */
const withoutCountry: ValueGrammar = {
  countries: ['DE'],
  create: (random) => random.digits(20).match(/.{1,4}/g) ?? [],
  renderings: europeanDigits,
  frames: [
    'A: I have DE already, so only the digits of the IBAN / C: {v}',
    'C: my IBAN is DE and then {v}',
    'A: IBAN please, the D E is already filled in / C: (aha|okay) {v}',
  ],
};

export const ibans: readonly ValueGrammar[] = [
  iban(['DE', 'GB'], createIban('DE', 18), ['A: the twenty two characters that start with DE / C: {v}']),
  iban(['ES'], createIban('ES', 20)),
  iban(['AT', 'DE'], createIban('AT', 16)),
  iban(['NL'], createIban('NL', 14, 'INGB')),
  iban(['IE', 'GB'], createIban('IE', 18, 'AIBK')),
  iban(['GB'], createIban('GB', 18, 'NWBK')),
  iban(['FR'], createIban('FR', 23)),
  withoutCountry,
];
