import { createIban } from '../create-values.js';
import { ibanRenderings } from '../say-ibans.js';
import type { ValueGrammar } from '../value-grammar.js';
import { repeatFrames } from '../repeat-frames.js';

const often = [
  "A: what's your IBAN / C: (it's|it is|) {v}",
  'A: can you give me the IBAN for the refund / C: (yes|of course), {v}',
  'C: my IBAN is {v}',
  'A: to which IBAN shall we transfer the deposit / C: {v}',
];
const sometimes = [
  'A: I need the international account number, the IBAN / C: (one moment|okay), {v}',
  'C: please change my bank details, the new IBAN is {v}',
  'A: is the IBAN still {v} / C: (yes|that is right)',
  'A: account number / C: I only have an IBAN / A: that is fine / C: {v}',
  "C: my landlord gave me this IBAN, {v}, and the transfer won't go through",
];
const rarely = [
  'C: you took the contribution from {v}, but that IBAN belongs to my ex-husband',
  'A: slowly please, I am typing the IBAN while you speak / C: {v}',
  'A: is it your account / C: no, it is my wife who pays / A: then her IBAN please / C: {v}',
  'C: on the back of my bank card it says IBAN and then {v}',
  'A: the check digits of that IBAN are wrong / C: I read it again, {v}',
];

const iban = (country: ValueGrammar['countries'][number], create: ValueGrammar['create']): ValueGrammar => ({
  countries: [country],
  create,
  renderings: ibanRenderings,
  frames: repeatFrames({ often, sometimes, rarely }),
});

export const ibans: readonly ValueGrammar[] = [
  iban('DE', createIban('DE', 18)),
  iban('DE', createIban('DE', 18)),
  iban('ES', createIban('ES', 20)),
  iban('ES', createIban('ES', 20)),
  iban('GB', createIban('GB', 14, ['BARC', 'NWBK', 'LOYD'])),
  iban('GB', createIban('FR', 23)),
  iban('DE', createIban('NL', 10, ['ABNA', 'INGB', 'RABO'])),
];
