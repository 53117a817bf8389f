import { labelledGrammar } from '../heard-grammar.js';
import { europeDigits, fromAbroad, indiaDigits, ukDigits, usDigits, withHyphens } from '../say-characters.js';
import type { ValueGrammar } from '../value-grammar.js';

const phone = labelledGrammar({
  often: [
    "A: what's (your {label} number|the best number to call you on) / C: (it's|) {v}",
    'A: can I take a contact number / C: (yes|sure), {v}',
    'C: my {label} number is {v}',
    'C: please call me back (on|at) {v}',
    "A: and what's your {label} number / C: {v}",
    'A: which number can the driver call / C: {v}',
  ],
  sometimes: [
    "A: I have your {label} number as {v} / C: (yes|that's right)",
    'A: can I ring you on this number / C: better on my work phone, {v}',
    "C: you can't reach me on the old number any more / A: what's the new {label} number / C: {v}",
    "C: I've got a new {label}, the number is {v}",
    "C: if I'm not in, ring my wife on {v}",
    'A: home phone / C: {v} / A: and an email / C: {EMAIL}',
  ],
  rarely: [
    'C: my neighbour takes my parcels in, his phone number is {v}',
    "C: {v}, that's my {label} number, you can call any time",
    'A: in case we get cut off, what number can I call you back on / C: {v}',
    "C: I don't have the order number / A: the phone number you ordered with works too / C: then {v}",
  ],
});

const createNorthAmerican =
  (areas: readonly string[]): ValueGrammar['create'] =>
  (random) => [
    random.pick(areas),
    `${random.integer(2, 9)}${random.integer(2, 9)}${random.digits(1)}`,
    random.digits(4),
  ];
/** One of the prefixes completed with digits, then groups of digits. */
const createPhone =
  (prefixes: readonly string[], added: number, ...lengths: readonly number[]): ValueGrammar['create'] =>
  (random) => [random.pick(prefixes) + random.digits(added), ...lengths.map((length) => random.digits(length))];

export const phones: readonly ValueGrammar[] = [
  phone('US', '(phone|cell)', createNorthAmerican(['212', '312', '415', '512', '602', '702']), [
    ...usDigits,
    withHyphens,
    ([area, ...rest]) => [`(${area}) ${rest.join('-')}`],
  ]),
  phone('CA', '(phone|cell)', createNorthAmerican(['403', '416', '604', '613']), usDigits),
  phone('GB', '(phone|mobile)', createPhone(['074', '075', '077', '078', '079'], 2, 3, 3), [
    ...ukDigits,
    ...fromAbroad('44'),
  ]),
  phone('GB', 'phone', createPhone(['01223', '01482', '01604'], 0, 3, 3), ukDigits),
  phone('IN', 'mobile', createPhone(['98', '99', '81', '70'], 3, 5), [...indiaDigits, ...fromAbroad('91')]),
  phone('AU', 'mobile', createPhone(['040', '041', '042', '043'], 1, 3, 3), [...ukDigits, ...fromAbroad('61')]),
  phone('DE', '(phone|mobile)', createPhone(['0151', '0152', '0176'], 0, 4, 4), [...europeDigits, ...fromAbroad('49')]),
  phone('ES', '(phone|mobile)', createPhone(['60', '63', '65', '66', '69'], 1, 3, 3), [
    ...europeDigits,
    ...fromAbroad('34'),
  ]),
];
