import { repeatFrames } from '../repeat-frames.js';
import {
  europeDigits,
  everyCountry,
  indiaDigits,
  lettersAndDigits,
  mixedDigits,
  ukDigits,
  usDigits,
} from '../say-characters.js';
import { shareFrames } from '../share-frames.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const bankAccount = shareFrames({
  often: [
    'A: account number / C: {v}',
    "A: what's the account number / C: (it's|uh it's|so|) {v}",
    "C: (my account number is|my account number's) {v}",
    'A: can I grab your account number / C: (yep|sure|one sec), {v}',
    'A: and the number of the account your salary goes into / C: {v}',
  ],
  sometimes: [
    'C: hi, my transfer to a friend bounced / A: which account did you send it to / C: {v}',
    'C: wanna close my account / A: okay, which one / C: savings, number {v}',
    'C: {v} / A: is that the account number / C: yeah from the app',
    'A: so that is account number {v}, yeah / C: (yep|yes exactly)',
    'A: please confirm the account you want to link / C: current account, {v}',
    'C: my boss is asking, is {v} my account number or is that something else / A: that is your account number, yes',
    'C: I set up the standing order to the wrong account, it should have been {v}',
    'A: and where do we send the payout / C: my bank account / A: which is / C: {v}',
    'C: I have opened account with you last month, account number {v}',
    'A: last thing, which account do we debit / C: {v}',
    'A: which of your accounts is locked / C: this one, account number {v}',
  ],
  rarely: [
    'A: can you see the account number in the app / C: let me open it, I just got a new phone so I had to install everything again / A: no worries / C: okay, {v}',
    'C: is it the card number you want / A: no, just the account number / C: {v}',
    'C: you paid my cashback into account {v2}, never heard of it, mine is {v}',
    'A: the number you gave is one digit short for an account / C: sorry, again, {v}',
    'C: somebody changed the payout account in my settings, now it says {v} and that is not mine',
    'C: I have two accounts, {v2} is joint and {v} is just me',
    "A: how did you want to be paid / C: straight to the bank, I'll give you the account / A: go on / C: {v}",
  ],
});

const bankAccounts: readonly ValueGrammar[] = [
  bankAccount(
    {
      countries: ['GB'],
      create: (random) => [random.digits(4), random.digits(4)],
      renderings: ukDigits,
    },
    [
      'A: sort code / C: {SORT_CODE} / A: account / C: {v}',
      "C: it's {SORT_CODE} and then {v} / A: so sort code and account number, thanks",
    ],
  ),
  bankAccount(
    {
      countries: ['US'],
      create: (random) => cutIntoGroups(random.number(random.pick([9, 10, 12])), [3, 3, 3, 3]),
      renderings: usDigits,
    },
    [
      'A: checking or savings / C: checking / A: what is the account number / C: {v}',
      'C: for my direct deposit, routing is {ROUTING}, account is {v}',
    ],
  ),
  bankAccount(
    {
      countries: ['IN'],
      create: (random) => cutIntoGroups(random.number(random.pick([11, 12, 14])), [4, 4, 3, 4]),
      renderings: indiaDigits,
    },
    [
      "A: kindly confirm your account number with us / C: yes ma'am, {v}",
      'C: NEFT is not credited, beneficiary account number is {v}',
    ],
  ),
  bankAccount(
    {
      countries: ['AU'],
      create: (random) => cutIntoGroups(random.number(random.pick([8, 9])), [3, 3, 3]),
      renderings: ukDigits,
    },
    ['A: BSB / C: {SORT_CODE} / A: account number / C: {v}'],
  ),
  bankAccount(
    {
      countries: ['DE'],
      create: (random) => cutIntoGroups(random.number(random.pick([8, 10])), [3, 3, 4]),
      renderings: europeDigits,
    },
    ['A: it is an internal transfer, so I need only the account number / C: {v}'],
  ),
];

const customerAccount = shareFrames({
  often: [
    "A: what's your (brokerage|trading|customer) account number / C: {v}",
    'C: my account number with you is {v}',
    'A: can you read me the account number from your (phone|broadband) bill / C: (yeah|sure|ok), {v}',
  ],
  sometimes: [
    "C: can't log in to my trading account, account number {v}",
    'A: top right of the bill, it says account number / C: found it, {v}',
    'A: you have a business account with us for parcels, what is the account number / C: {v}',
    "C: the internet's down again / A: sorry about that, account number / C: {v}",
    "A: are you the account holder / C: my flatmate is / A: and the account number / C: it's {v}",
    'C: I wanna port my number out, they asked me for the account number with you, is it {v} / A: yes, that is your account',
    'A: I found account number {v} under your name / C: yep that is me',
    'A: under which account did you buy the shares / C: account number {v}',
  ],
  rarely: [
    'C: I moved my funds from broker to broker, the old account is {v2}, the new account is {v}',
    'A: and the account number of your wallet / C: {v}',
    "C: no clue what a customer account number is / A: it's under your name on the bill / C: ah, {v}",
    'A: do you ship on account / C: yeah, the account number is {v}',
  ],
});

/** Accounts with brokers, telecoms and delivery firms, with digits alone or after letters. */
const customerAccounts: readonly ValueGrammar[] = [
  customerAccount({
    countries: everyCountry,
    create: (random) => cutIntoGroups(random.number(random.pick([7, 8, 9, 10])), [3, 3, 4]),
    renderings: mixedDigits,
  }),
  customerAccount({
    countries: everyCountry,
    create: (random) => [random.letters(random.pick([1, 2])), random.digits(3), random.digits(4)],
    renderings: lettersAndDigits,
  }),
  {
    countries: ['GB'],
    create: (random) => [random.number(4), random.digits(3), random.digits(3)],
    renderings: ukDigits,
    frames: repeatFrames({
      often: ['A: the roll number of your savings account please / C: {v}'],
      sometimes: [
        "C: what's a roll number / A: building societies have that for each account, it's in your passbook / C: {v}",
        'C: paying into my building society account, roll number {v}',
      ],
    }),
  },
];

export const accounts: readonly ValueGrammar[] = [...bankAccounts, ...bankAccounts, ...customerAccounts];
