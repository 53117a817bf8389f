import { heardGrammar } from '../heard-grammar.js';
import { europeDigits, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const oftenAccounts = [
  'A: what is the account number for the (refund|direct debit|payment) / C: (it is|now then,|) {v}',
  "A: and your bank account number / C: (I've got it here,|it's|) {v}",
  'A: could you read me the account number from your (card|cheque book|statement) / C: (yes of course|certainly), {v}',
  'C: my account number is {v}',
  "C: I'd like to pay by direct debit from now on / A: lovely, which account number / C: {v}",
];
const sometimesAccounts = [
  'A: into which account shall we pay your pension / C: the savings account please, that is number {v}',
  "C: I've moved my business account to another bank, the new account number is {v}",
  'A: the grant goes to the charity, so what is its account number / C: the treasurer gave me {v}',
  "C: it says here, account number, and then {v} / A: that's the one we need",
  'A: we have you paying from account {v}, is that still your bank account / C: yes it is',
  'A: account name / C: the same as mine / A: and the number of the account / C: {v}',
  'C: the insurance money never arrived / A: we sent it to account number {v} / C: well, that is my account',
  'C: I have a bank statement here with a lot of numbers / A: look for the account number, top right / C: {v}',
  'C: please send the deposit back to my current account, {v}',
  "A: is the account in your name / C: it's in both our names / A: and the account number / C: {v}",
  "C: do you want my bank details now / A: yes, the account number first / C: that'll be {v}",
];
const rarelyAccounts = [
  "C: my late husband's pension went into his account, {v}, and I would like to know what happens with it now",
  "C: the rent always went out of account {v2}, but since January it should go out of {v}, that's the new bank",
  'C: the girl at the branch wrote my account number on a slip of paper, I hope I can read it, {v}',
  "C: some garage took {amount} out of my account, and it's account number {v} I am talking about",
  "A: that number is one digit short for a bank account / C: is it, I'll start from the left, {v}",
  'A: shall I use the account on file / C: which one is that / A: the one with the number {v} / C: yes, use that',
  'C: under my name on the bank card it says {v} / A: yes, that is your account number',
  "C: the money for the school meals, can it come from my daughter's account / A: yes, what's the number / C: {v}",
  'C: I posted the mandate but I think I put the wrong account on it, I wrote {v2} and my account is {v}',
  "A: was the money paid in cash / C: no, straight into my savings account, wait, I've the book here, {v}",
  'C: the pension people asked for the account they pay out to, so I read them {v}, was that all right',
];

const account = heardGrammar({ often: oftenAccounts, sometimes: sometimesAccounts, rarely: rarelyAccounts });

const british = account(['GB'], (random) => [random.digits(4), random.digits(4)], ukDigits, [
  'C: sort code {SORT_CODE}, and then the account is {v}',
  'A: sort code / C: {SORT_CODE} / A: and the eight digit account number / C: {v}',
  "C: it's a Post Office account, I have the card, account number {v}",
  'A: for the winter fuel payment I need your bank details / C: sort code {SORT_CODE}, account {v}',
]);

/** Most callers are British or American. */
export const accounts: readonly ValueGrammar[] = [
  british,
  british,
  account(['US'], (random) => cutIntoGroups(random.number(random.pick([8, 9, 10, 12, 13])), [4, 4, 5]), usDigits, [
    'A: checking or savings / C: checking / A: and the account number / C: {v}',
    'C: the routing number is {ROUTING}, and the account number next to it is {v}',
    "A: where should Social Security deposit the benefit / C: at my credit union, the account's {v}",
    'C: at the bottom of the check there is my account number, let me see, {v}',
  ]),
  account(['IN'], (random) => cutIntoGroups(random.number(random.pick([11, 12, 14, 16])), [4, 4, 4, 4]), indiaDigits, [
    'A: sir, in which account is the pension credited / C: State Bank, savings account number {v}',
    "C: kindly note the account number from my passbook, it's {v}",
  ]),
  account(['AU'], (random) => cutIntoGroups(random.number(random.pick([6, 8, 9])), [3, 3, 3]), ukDigits, [
    'A: BSB first / C: {SORT_CODE} / A: and the account number / C: {v}',
    'C: the Medicare rebate should go to my bank account, that is {v}',
  ]),
  account(['DE'], (random) => cutIntoGroups(random.number(random.pick([7, 8, 10])), [3, 3, 4]), europeDigits, [
    'C: it is my giro account, the account number is {v}',
    'A: the rent comes from your giro account / C: yes, the number of the account is {v}',
    'C: bank code {SORT_CODE}, account number {v}, these are still the old numbers',
  ]),
];
