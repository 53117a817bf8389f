import {
  createBritishLicence,
  createGermanLicence,
  createIndianLicence,
  createLicenceOfDigits,
} from '../create-values.js';
import { heardGrammar, labelledGrammar } from '../heard-grammar.js';
import { lettersAndDigits, mixedDigits, ukDigits, usDigits } from '../say-characters.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const passport = heardGrammar({
  often: [
    'A: could I have your passport number / C: (it says|yes, it is|) {v}',
    'A: the airline needs the number of your passport / C: (I have it here,|) {v}',
    'C: my passport number is {v}',
    'A: do you have the passport in front of you / C: yes / A: and the number, top right / C: {v}',
  ],
  sometimes: [
    'A: as proof of identity a passport will do / C: good, the number is {v}',
    'C: for the cruise, our passport numbers are {v} and {v2}',
    'A: we have passport {v} on your booking / C: (yes|that is the one)',
    'C: is it the number that is punched through my passport / A: yes please / C: {v}',
    "A: passport or driving licence / C: I don't drive any more, so passport, {v}",
    'C: the new passport came, and the number is different, now it is {v}',
  ],
  rarely: [
    'C: I was burgled and they took my passport, number {v}, the police said I must tell you',
    "C: the travel agent typed {v2}, and I'm looking at my passport and it's {v}",
    'C: at the bottom there are two rows with little arrows / A: the passport number is the first thing in the second row / C: {v}',
    'A: what did the landlord copy / C: only my passport, you can see the number on it, {v}',
  ],
});

export const passports: readonly ValueGrammar[] = [
  passport(['GB'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), ukDigits),
  passport(['GB'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), ukDigits),
  passport(['US'], (random) => cutIntoGroups(random.number(9), [3, 3, 3]), usDigits),
  passport(['IN'], (random) => [random.letters(1), random.number(3), random.digits(4)], lettersAndDigits),
  passport(['AU'], (random) => [random.letters(2), random.digits(3), random.digits(4)], lettersAndDigits),
  passport(['DE'], (random) => ['C', random.digits(2) + random.letters(2), random.digits(4)], lettersAndDigits),
  passport(['ES'], (random) => [random.letters(3), random.digits(3), random.digits(3)], lettersAndDigits),
];

const licence = labelledGrammar({
  often: [
    'A: could you read me your {label} number / C: (yes|bear with me), {v}',
    'A: for the courtesy car I need your {label} number / C: {v}',
    'C: my {label} number is {v}',
    'A: and the number of your {label} / C: (it says here,|) {v}',
  ],
  sometimes: [
    'C: I only have my {label} to show who I am, the number on it is {v}',
    'A: your {label} number is {v}, is that correct / C: yes',
    'C: I had to renew my {label} at seventy, the number stayed the same, {v}',
    'A: the insurer asks for the {label} numbers of both drivers / C: mine is {v}, and hers is {v2}',
    'C: there is a lot on this {label} / A: take the long number, please / C: {v}',
  ],
  rarely: [
    'C: my {label} went through the wash, but I can still read the number, {v}',
    'A: do you have photo identification / C: the {label}, number {v}',
    "C: I'm giving up driving, so here's my {label} number for the last time, {v}",
    "C: the fine isn't for me, my {label} is {v} and the letter says {v2}",
  ],
});

export const licences: readonly ValueGrammar[] = [
  licence('GB', '(driving licence|licence)', createBritishLicence, lettersAndDigits, [
    'A: it is under number five on the driving licence and starts with your surname / C: I see it, {v}',
  ]),
  licence(
    'US',
    "(driver's license|license)",
    (random) => [random.letters(1), random.digits(3), random.digits(4)],
    lettersAndDigits,
  ),
  licence('US', "(driver's license|driver license)", createLicenceOfDigits, usDigits),
  licence('IN', '(driving licence|licence)', createIndianLicence, lettersAndDigits),
  licence('AU', "(driver's licence|licence)", createLicenceOfDigits, mixedDigits),
  licence('DE', 'driving licence', createGermanLicence, lettersAndDigits),
];
