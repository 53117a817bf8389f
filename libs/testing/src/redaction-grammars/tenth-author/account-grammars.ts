import { repeatFrames } from '../repeat-frames.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { americanDigits, britishDigits, europeanDigits, indianDigits } from './write-digits.js';

const often = [
  "A: what's the account number / C: (it's|sure, it's|) {v}",
  'A: can I take your bank account number / C: (yes|of course), {v}',
  'C: my account number is {v}',
  'A: which bank account should the refund go to / C: account number {v}',
  'A: I need the account number for the (transfer|payment) / C: (okay|one moment), {v}',
];
const sometimes = [
  'C: I want to check the balance of account {v}',
  "C: there's a payment on my bank account I don't recognise / A: what's the account number / C: {v}",
  'A: your account number is at the top right of your bill / C: (found it|got it|I see it), {v}',
  'C: please pay my wages into account {v} from now on',
  "C: I've switched banks and need to change my details / A: okay, what's the new account number / C: {v}",
  'C: the payment bounced, I think you have the wrong account number / A: what should it be / C: {v}',
  'A: could you give me the full account number, I only see the end of it / C: {v}',
  'A: and your broadband account number please / C: {v}',
  'A: is it electricity or gas / C: both / A: and your customer account number / C: {v}',
  'C: there are two numbers on my statement, which one do you need / A: the account number / C: {v}',
  "A: we'll pay the claim straight into your bank / C: (good|great), the account number is {v}",
];
const rarely = [
  'C: my son paid the wrong person, he put account number {v2} instead of {v}',
  "A: so that's account number {v}, in the name of Harris / C: that's right",
  "C: I don't have the card with me, but I know my account number by heart, it's {v}",
  'C: online banking asks for my account number, I type {v} and nothing happens',
  "A: who's the payee / C: my landlord / A: and his account number / C: {v}",
  'C: I wrote it down on an envelope / A: the account number / C: yes, here, {v}',
  "C: I'm ringing for my mum, her account number with you is {v}",
  'C: my husband always did the banking, but I think this is our account number, {v}',
  'A: there is a digit missing, could you read the account number again / C: {v}',
  'A: is {v} still the account you want your pension paid into / C: yes',
];

export const accounts: readonly ValueGrammar[] = [
  {
    countries: ['GB'],
    create: (random) => [random.digits(4), random.digits(4)],
    renderings: britishDigits,
    frames: repeatFrames({
      often: [...often, 'A: sort code / C: {SORT_CODE} / A: and the account number / C: {v}'],
      sometimes: [
        ...sometimes,
        'C: for the direct debit, the sort code is {SORT_CODE} and the account is {v}',
        'A: is that a current account or an ISA / C: current / A: and the number of it / C: {v}',
      ],
      rarely,
    }),
  },
  {
    countries: ['US'],
    create: (random) => cutIntoGroups(random.number(random.pick([8, 9, 10, 12])), [4, 4, 4]),
    renderings: americanDigits,
    frames: repeatFrames({
      often: [...often, 'A: is that checking or savings / C: checking / A: okay, the account number please / C: {v}'],
      sometimes: [
        ...sometimes,
        'A: the routing number / C: {ROUTING} / A: thanks, and the account number / C: {v}',
        'C: I set up direct deposit with the wrong account number, the right one is {v}',
      ],
      rarely,
    }),
  },
  {
    countries: ['IN'],
    create: (random) => cutIntoGroups(random.number(random.pick([11, 12, 14, 16])), [4, 4, 4, 4]),
    renderings: indianDigits,
    frames: repeatFrames({
      often: [...often, 'A: kindly confirm your account number, sir / C: {v}'],
      sometimes: [
        'C: my salary is not credited till now, account number is {v}',
        'C: I want a cheque book for my savings account / A: please tell the account number / C: {v}',
      ],
    }),
  },
  {
    countries: ['AU'],
    create: (random) => cutIntoGroups(random.number(random.pick([6, 8, 9])), [3, 3, 3]),
    renderings: britishDigits,
    frames: repeatFrames({
      often: [...often, 'A: what is the BSB / C: {SORT_CODE} / A: and account number / C: {v}'],
      sometimes,
      rarely,
    }),
  },
  {
    countries: ['DE'],
    create: (random) => cutIntoGroups(random.number(random.pick([7, 8, 10])), [3, 4, 3]),
    renderings: europeanDigits,
    frames: repeatFrames({
      often,
      rarely: [
        'C: here in Germany we say Kontonummer, the account number, it is {v}',
        'A: do you still have the old account number, from before the IBAN / C: yes, {v}',
      ],
    }),
  },
];
