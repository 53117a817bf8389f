import { heardGrammar } from '../heard-grammar.js';
import { europeDigits, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const account = heardGrammar({
  often: [
    'A: can I have the account number / C: (sure, |yes, |){v}',
    "A: what's your account number with us / C: (it's |){v}",
    'C: my account number is {v}',
    'A: and your bank account number please / C: {v}',
    "A: it's on the top right of your bill, the account number / C: (got it|I see it), {v}",
    "C: hi, I'm calling about my account, the account number's {v}",
    'A: which account shall we pay the refund into / C: account number {v}',
  ],
  sometimes: [
    'A: which bank account would you like the claim paid into / C: my main one, {v}',
    'A: is that for gas or electric / C: both / A: okay, and the account number / C: {v}',
    "C: I've changed banks and want to give you the new account number / A: go ahead / C: {v}",
    "A: I'm looking at account {v}, is that yours / C: (it is|yes)",
    "A: I can't hear you very well, the account number once more please / C: {v}",
    'C: could you tell me the balance of account number {v}',
    'C: I have two accounts with you, the savings account is {v}',
    "C: I'm eighty one, dear, be patient with me / A: no hurry, just read me the account number / C: {v}",
    "A: who's the account holder / C: I am / A: and the account number / C: {v}",
    "C: you've cut off my internet / A: let me check, what's your customer account number / C: {v}",
  ],
  rarely: [
    "A: bank details please / C: {v} / A: that's the account number / C: yes",
    'C: I sent my rent to account number {v} and the landlord says it never arrived',
    "A: do you have the policy number / C: no, only my bank account number, it's {v}",
    "C: which number do you need / A: the account number on your statement / C: then it's {v}",
    "C: my late husband's account needs closing, the account number is {v}",
    'C: you took {amount} twice, from my bank account, number {v}',
    "A: the transfer came back, is the account number right / C: oh no, there's a digit missing, it's {v}",
  ],
});

export const accounts: readonly ValueGrammar[] = [
  account(['GB'], (random) => [random.number(4), random.digits(4)], ukDigits, [
    'A: sort code / C: {SORT_CODE} / A: and the account number / C: {v}',
    'A: the eight digit account number on your debit card please / C: {v}',
  ]),
  account(['US'], (random) => cutIntoGroups(random.number(random.pick([8, 9, 10, 12])), [4, 4, 4]), usDigits, [
    'C: routing is {ROUTING} and my checking account is {v}',
    'A: is this checking or savings / C: checking / A: and the account number / C: {v}',
  ]),
  account(['IN'], (random) => cutIntoGroups(random.number(random.pick([11, 12, 14])), [4, 4, 4, 2]), indiaDigits, [
    'A: kindly share your savings account number sir / C: {v}',
    'C: my transfer is still pending, the beneficiary account number is {v}',
  ]),
  account(['AU'], (random) => cutIntoGroups(random.number(random.pick([6, 8, 9])), [3, 3, 3]), ukDigits, [
    'A: BSB / C: {SORT_CODE} / A: and the account number / C: {v}',
    'C: please pay the rebate into account number {v}, the BSB is {SORT_CODE}',
  ]),
  account(['DE'], (random) => cutIntoGroups(random.number(random.pick([8, 10])), [3, 4, 3]), europeDigits, [
    'C: I only find the old account number on the savings book, that is {v}',
    'A: your contract account number, it is on the yearly electricity bill / C: {v}',
  ]),
  account(['ES'], (random) => cutIntoGroups(random.number(10), [3, 3, 4]), europeDigits, [
    'A: your customer account number with the water company please / C: one moment, {v}',
  ]),
];
