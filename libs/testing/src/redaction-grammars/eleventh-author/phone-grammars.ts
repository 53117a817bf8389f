import { heardGrammar } from '../heard-grammar.js';
import { europeDigits, fromAbroad, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const phone = heardGrammar({
  often: [
    "A: what's the best number for you / C: my mobile, {v}",
    "A: can I take a phone number / C: (sure, |yes, it's |){v}",
    'A: what number can we call you back on / C: {v}',
    'C: my phone number is {v}',
    'A: and a contact number in case we get cut off / C: {v}',
    'C: could somebody ring me back / A: of course, on which number / C: {v}',
  ],
  sometimes: [
    'A: is {v} still your mobile number / C: (yes|it is)',
    'A: the engineer will call before he comes, what number should he use / C: {v}',
    'A: email address / C: {EMAIL} / A: and a phone number / C: {v}',
    "C: you've got my old number, the new one for calls and texts is {v}",
    "A: what's the number of the line that's down / C: it's my landline, {v}",
    'A: can we text you the tracking link / C: yes, to {v}',
    "C: if I don't pick up, call my husband on {v}",
    "C: it's the fourth time I call, somebody was meant to ring me / A: I'm sorry, on which number / C: {v}",
    'A: mobile number please / C: {v}',
  ],
  rarely: [
    'C: {v} / A: is that a mobile / C: yes, call me on that',
    "A: who should we call in an emergency / C: my sister Anne, she's on {v}",
    'C: a number keeps calling me about an accident I never had, {v}',
    'C: I want to keep my number when I switch to you / A: which number is it / C: {v}',
    "A: the number you're calling from doesn't show / C: it's a work phone, {v}",
    'A: do you have the order number / C: no, can you search by phone / A: yes / C: {v}',
    'C: I tried to ring my mum and got a message that {v} is not in service',
  ],
});

export const phones: readonly ValueGrammar[] = [
  phone(
    ['US'],
    (random) => [
      random.pick(['212', '305', '415', '512', '617', '702', '816']),
      `${random.integer(2, 9)}${random.integer(2, 9)}${random.digits(1)}`,
      random.digits(4),
    ],
    [...usDigits, ([area, ...rest]) => [`(${area}) ${rest.join('-')}`]],
  ),
  phone(
    ['GB'],
    (random) => [
      `07${random.pick(['3', '4', '5', '7', '8', '9'])}${random.digits(2)}`,
      random.digits(3),
      random.digits(3),
    ],
    [...ukDigits, ...fromAbroad('44')],
  ),
  phone(
    ['GB'],
    (random) => [random.pick(['0113', '0114', '0116', '0161']), random.number(3), random.digits(4)],
    ukDigits,
  ),
  phone(['IN'], (random) => [random.pick(['98', '99', '88', '73', '62']) + random.digits(3), random.digits(5)], [
    ...indiaDigits,
    ...fromAbroad('91'),
  ]),
  phone(
    ['AU'],
    (random) => [`04${random.pick(['1', '2', '3', '5'])}${random.digits(1)}`, random.digits(3), random.digits(3)],
    [...ukDigits, ...fromAbroad('61')],
  ),
  phone(['DE'], (random) => [random.pick(['0151', '0160', '0171', '0176']), random.number(4), random.digits(4)], [
    ...europeDigits,
    ...fromAbroad('49'),
  ]),
  phone(
    ['ES'],
    (random) => [random.pick(['60', '63', '66', '69']) + random.digits(1), random.digits(3), random.digits(3)],
    [...europeDigits, ...fromAbroad('34')],
  ),
];
