import { createIban } from '../create-values.js';
import { heardGrammar } from '../heard-grammar.js';
import { ibanRenderings } from '../say-ibans.js';
import type { ValueGrammar } from '../value-grammar.js';

const heardIban = heardGrammar({
  often: [
    "A: what's your IBAN / C: (it's|my IBAN is|) {v}",
    'A: could I have the IBAN please / C: (yes|sure|of course), {v}',
    'C: my IBAN is {v}',
    'A: which IBAN should we refund to / C: {v}',
    'A: for the direct debit I need your IBAN / C: (okay|yes), {v}',
    'A: do you have your bank details / C: yes, IBAN {v}',
  ],
  sometimes: [
    "C: I've got a new bank account, the IBAN is {v}",
    "A: I'll repeat the IBAN, {v} / C: (yes|correct)",
    'A: name of the account holder / C: Julia Kern / A: and the IBAN / C: {v}',
    'A: can you spell out the IBAN / C: {v}',
    "C: please transfer it to {v}, that's my IBAN",
    'A: is the IBAN on your contract still right / C: no, now it is {v}',
  ],
  rarely: [
    'C: is the IBAN the long one on the bank card / A: exactly / C: {v}',
    'C: the rent went to the old account, you need to change the IBAN to {v}',
    "C: I'm opening my banking app, it takes a moment / A: no problem / C: okay, IBAN, {v}",
    'A: that IBAN came out invalid / C: strange, I say it again, {v}',
  ],
});
const iban = (country: ValueGrammar['countries'][number], create: ValueGrammar['create']): ValueGrammar =>
  heardIban([country], create, ibanRenderings);

const german = iban('DE', createIban('DE', 18));
const spanish = iban('ES', createIban('ES', 20));

export const ibans: readonly ValueGrammar[] = [
  german,
  german,
  spanish,
  spanish,
  iban('GB', createIban('GB', 14, ['MIDL', 'BARC', 'HBUK'])),
  iban('GB', createIban('IE', 14, ['AIBK', 'BOFI'])),
  iban('DE', createIban('AT', 16)),
  iban('ES', createIban('FR', 23)),
];
