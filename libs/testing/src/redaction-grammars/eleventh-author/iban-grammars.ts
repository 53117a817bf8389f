import { createIban } from '../create-values.js';
import { heardGrammar } from '../heard-grammar.js';
import { ibanRenderings } from '../say-ibans.js';
import type { ValueGrammar } from '../value-grammar.js';

const iban = heardGrammar({
  often: [
    "A: (what's|what is) your IBAN / C: (it's |it is |){v}",
    'A: please tell me the IBAN for the transfer / C: (yes, |okay, |){v}',
    'C: my IBAN is {v}',
    'A: which account should we pay it to / C: the IBAN is {v}',
    'A: I need your bank details / C: you mean the IBAN / A: yes please / C: {v}',
    'A: and the IBAN / C: {v}',
  ],
  sometimes: [
    'A: we have the IBAN {v} in the system / C: (yes|that is still my account)',
    'C: I changed my bank, the new IBAN is {v}',
    'A: account holder / C: Maria Stein / A: and the IBAN / C: {v}',
    'C: for the direct debit of the gym you can use the IBAN {v}',
    'A: can you find the IBAN on your bank card / C: wait, yes, it is {v}',
    'A: slowly please, what is the IBAN / C: {v}',
  ],
  rarely: [
    'C: {v} / A: was that the whole IBAN / C: yes, all of it',
    'C: I transferred {amount} to the wrong IBAN, I typed {v}',
    'A: I think one digit of the IBAN is missing / C: I say it again, {v}',
    'C: should the money go back to my Visa / A: no, I need an IBAN for that / C: okay, {v}',
    'A: can I repeat the IBAN, {v} / C: (yes|perfect)',
    'C: my daughter pays the rent, her IBAN is {v}',
  ],
});

const german = iban(['DE'], createIban('DE', 18), ibanRenderings);
const spanish = iban(['ES'], createIban('ES', 20), ibanRenderings);

export const ibans: readonly ValueGrammar[] = [
  german,
  german,
  spanish,
  spanish,
  iban(['GB'], createIban('GB', 14, ['BARC', 'MIDL', 'LOYD', 'MONZ']), ibanRenderings),
  iban(['DE'], createIban('AT', 16), ibanRenderings),
  iban(['GB'], createIban('IE', 14, ['AIBK', 'BOFI']), ibanRenderings),
];
