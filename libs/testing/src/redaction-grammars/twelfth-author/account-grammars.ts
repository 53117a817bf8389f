import { heardGrammar } from '../heard-grammar.js';
import { europeDigits, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const account = heardGrammar({
  often: [
    "A: what's your (account number|bank account number) / C: (it's|sure, it's|) {v}",
    'A: can I take the account number / C: (yes|of course), {v}',
    'C: my account number is {v}',
    "C: I'm calling about my (gas|broadband|water) bill / A: can I have your account number / C: {v}",
    'A: which account do you want the money paid into / C: account number {v}',
    'A: do you have your account number handy / C: (yes|I do), {v}',
  ],
  sometimes: [
    'A: the account number is at the top right of your bill / C: (found it|I see it), {v}',
    'C: can you check the balance on my savings, account number {v}',
    "A: let me just confirm the account number, {v} / C: (that's right|yes)",
    "A: account holder's name / C: Denise Palmer / A: account number / C: {v}",
    "C: I've changed banks, the new account number is {v}",
    'A: sorry, you cut out, what was the account number again / C: {v}',
  ],
  rarely: [
    "C: {v} / A: is that your account number / C: yes, that's my account number",
    'C: I set up the monthly payment to the wrong account, I put account {v2} and it should have been account {v}',
    "C: I've got two bank accounts with you, the number of the business account is {v}",
    "C: I don't remember my username / A: the account number will do / C: {v}",
    'C: the letter says you closed my account, number {v}, and nobody ever asked me',
  ],
});

export const accounts: readonly ValueGrammar[] = [
  account(['GB'], (random) => [random.number(4), random.digits(4)], ukDigits, [
    'A: sort code / C: {SORT_CODE} / A: account number / C: {v}',
    'A: and then the eight digit account number / C: {v}',
  ]),
  account(['US'], (random) => cutIntoGroups(random.number(random.pick([9, 10, 12])), [3, 3, 3, 3]), usDigits, [
    'A: checking or savings / C: checking / A: and the account number / C: {v}',
    'A: routing number / C: {ROUTING} / A: and the account number / C: {v}',
  ]),
  account(['IN'], (random) => cutIntoGroups(random.number(random.pick([11, 12, 14])), [4, 4, 4, 2]), indiaDigits, [
    'C: my salary is not credited, the savings account number is {v}',
  ]),
  account(['AU'], (random) => cutIntoGroups(random.number(random.pick([8, 9])), [3, 3, 3]), ukDigits, [
    'C: BSB {SORT_CODE}, account number {v}',
  ]),
  account(['DE', 'ES'], (random) => cutIntoGroups(random.number(10), [3, 3, 4]), europeDigits),
];
