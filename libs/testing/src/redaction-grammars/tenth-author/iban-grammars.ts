import { createIban } from '../create-values.js';
import { repeatFrames } from '../repeat-frames.js';
import type { ValueGrammar } from '../value-grammar.js';
import { longCodes } from './write-digits.js';

const frames = repeatFrames({
  often: [
    "A: what's the IBAN / C: (it's|) {v}",
    'A: could you read me your IBAN / C: (yes|sure|of course), {v}',
    'C: my IBAN is {v}',
    'A: where should we send the money / C: to my IBAN, {v}',
    'A: and the IBAN of the account / C: (one second|okay), {v}',
  ],
  sometimes: [
    'A: we pay abroad by IBAN only, do you have it / C: yes, it is {v}',
    'A: is {v} still your IBAN / C: yes',
    'C: I changed my bank, so for the direct debit please take IBAN {v}',
    'A: is your bank account abroad / C: yes / A: then I need the IBAN / C: {v}',
    'A: who gets the transfer / C: my daughter, she studies there, her IBAN is {v}',
    'C: the owner wants the deposit by bank transfer to {v}, is that a real IBAN',
    "A: let's do the IBAN in groups of four / C: {v}",
    'C: where do I find my IBAN / A: in the app, under account details / C: ah yes, {v}',
    "C: I'd like the refund in euros / A: okay, IBAN please / C: {v}",
    'A: name of the account holder / C: my wife and I / A: and the IBAN / C: {v}',
    'C: can you put my new IBAN into the contract, {v}',
  ],
  rarely: [
    'C: you sent my refund to an old IBAN, that was {v2}, the right one is {v}',
    "A: it begins with two letters and it's quite long / C: you mean the IBAN, it's {v}",
    'A: the IBAN is one character too short / C: then I forgot one, once more, {v}',
    'C: my tenant pays the rent to IBAN {v}, can he change it himself',
    'A: so I have noted the IBAN {v} / C: perfect',
    'C: the account belongs to my company, IBAN {v}, can you put that on the invoice',
    'C: I read it to you from the bank card, where it says IBAN, {v}',
    'C: do you want the old account number or the IBAN / A: the IBAN, please / C: {v}',
  ],
});

const iban = (country: ValueGrammar['countries'][number], create: ValueGrammar['create']): ValueGrammar => ({
  countries: [country],
  create,
  renderings: longCodes,
  frames,
});

export const ibans: readonly ValueGrammar[] = [
  iban('DE', createIban('DE', 18)),
  iban('DE', createIban('DE', 18)),
  iban('DE', createIban('AT', 16)),
  iban('ES', createIban('ES', 20)),
  iban('ES', createIban('ES', 20)),
  iban('ES', createIban('PT', 21)),
  iban('GB', createIban('GB', 14, ['HBUK', 'LOYD', 'REVO', 'SRLG'])),
  iban('GB', createIban('IE', 14, ['AIBK', 'BOFI'])),
];
