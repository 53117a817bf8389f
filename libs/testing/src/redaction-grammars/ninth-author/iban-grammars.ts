import { createIban } from '../create-values.js';
import { heardGrammar } from '../heard-grammar.js';
import { ibanRenderings } from '../say-ibans.js';
import type { ValueGrammar } from '../value-grammar.js';

const often = [
  'A: what is your IBAN please / C: (it is|so,|) {v}',
  'A: may I have the IBAN for the (refund|pension|direct debit) / C: (yes|with pleasure), {v}',
  'C: my IBAN is {v}',
  "A: and where do we pay it to / C: I'll give you my IBAN, {v}",
  'A: do you have your IBAN to hand / C: (yes, it is on my card|one moment please), {v}',
];
const sometimes = [
  "C: it's rather long, shall I read it slowly / A: yes, the IBAN in pieces please / C: {v}",
  'A: your pension office has the IBAN {v}, do you still have that account / C: yes',
  'C: the energy company took the money twice from the account with the IBAN {v}',
  'C: I changed the bank, please write down my new IBAN, {v}',
  'A: at the bottom of the letter there are the bank details of the school, can you see the IBAN / C: yes, {v}',
  "A: the landlord's IBAN please / C: he wrote it in the contract, {v}",
  'A: account number and bank code / C: nowadays it is one long number, the IBAN, {v}',
  'A: from which account should the (water|travel agency|health insurance) take it / C: IBAN {v}',
];
const rarely = [
  'C: I read it from my bank card, I B A N, and then {v}',
  'A: I have the IBAN up to the last four / C: then I say it all again, {v}',
  "C: the tax office sent it back to an old account, IBAN {v2}, but I'm with another bank now, it's {v}",
  'C: my daughter does the banking, she has sent me the IBAN in a message, it says {v}',
  "C: I don't know what an IBAN is / A: it begins with two letters of the country / C: ah, that, {v}",
  "A: the IBAN isn't complete / C: sorry, there is more on the next line, from the start, {v}",
  'C: on the transfer form, in the first box, I put the IBAN of the charity, {v}, and the bank sent it back',
  "C: it's a business account, the workshop's, and the IBAN of the workshop is {v}",
];

const iban = heardGrammar({ often, sometimes, rarely });

const germanFrames = [
  'C: I begin, IBAN, {v}, that was my giro account',
  'A: the SEPA mandate for the meter, which IBAN / C: {v}',
];

export const ibans: readonly ValueGrammar[] = [
  iban(['DE'], createIban('DE', 18), ibanRenderings, germanFrames),
  iban(['DE'], createIban('DE', 18), ibanRenderings, germanFrames),
  iban(['ES'], createIban('ES', 20), ibanRenderings, ['C: for the community of owners they need my IBAN, it is {v}']),
  iban(['GB'], createIban('GB', 14, ['MIDL', 'NWBK', 'NAIA', 'BUKB']), ibanRenderings),
  iban(['GB'], createIban('IE', 14, ['AIBK', 'BOFI']), ibanRenderings),
  iban(['DE'], createIban('AT', 16), ibanRenderings),
];
