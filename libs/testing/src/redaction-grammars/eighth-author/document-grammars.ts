import { lettersAndDigits, mixedDigits, ukDigits, usDigits } from '../say-characters.js';
import { shareFrames } from '../share-frames.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const passport = shareFrames({
  often: [
    'A: passport number / C: {v}',
    "A: what's the passport number / C: (it's|so|) {v}",
    'A: hold the passport open at the photo page and read me the number / C: {v}',
    'C: passport number is {v}',
  ],
  sometimes: [
    'A: which document do you verify with / C: passport / A: and its number / C: {v}',
    "C: the ID check doesn't read my passport / A: then tell me the number / C: {v}",
    'A: I have your passport as {v} / C: (yes|yep)',
    'C: I got a new passport since I signed up, the new number is {v}',
    'A: passport or licence / C: passport, {v}',
    'A: issued in / C: Madrid / A: and the passport number / C: {v}',
    'C: my SIM needs registration with passport, the number is {v}',
  ],
  rarely: [
    'C: {v} / A: is that the passport / C: yeah, top right',
    'C: where is the passport number / A: top right on the photo page / C: ok, {v}',
    'C: I mixed up the passports, {v2} is from my sister, mine is {v}',
    'C: I sent a scan of my passport to a fake site, number {v}, can they open accounts with that',
  ],
});

export const passports: readonly ValueGrammar[] = [
  passport({
    countries: ['GB', 'US'],
    create: (random) => cutIntoGroups(random.number(9), [3, 3, 3]),
    renderings: mixedDigits,
  }),
  passport({ countries: ['GB'], create: (random) => cutIntoGroups(random.number(9), [5, 4]), renderings: ukDigits }),
  passport({
    countries: ['US'],
    create: (random) => [random.pick(['A', 'Y']), random.digits(8)],
    renderings: lettersAndDigits,
  }),
  passport({
    countries: ['IN'],
    create: (random) => [random.pick(['M', 'N', 'P', 'Z']) + random.digits(3), random.digits(4)],
    renderings: lettersAndDigits,
  }),
  passport({
    countries: ['AU'],
    create: (random) => [random.pick(['PA', 'PB', 'N']), random.digits(7)],
    renderings: lettersAndDigits,
  }),
  passport({
    countries: ['DE'],
    create: (random) => [`C${random.digits(1)}`, random.letters(2) + random.digits(2), random.digits(3)],
    renderings: lettersAndDigits,
  }),
  passport({
    countries: ['ES'],
    create: (random) => [random.letters(3), random.digits(3), random.digits(3)],
    renderings: lettersAndDigits,
  }),
];

const licence = shareFrames({
  often: [
    'A: {label} number / C: {v}',
    "A: what's the number on your {label} / C: (it's|uh|) {v}",
    'C: my {label} number is {v}',
    'A: can you read me your {label} number / C: (yep|sure), {v}',
  ],
  sometimes: [
    'A: what ID do you have on you / C: my {label} / A: number please / C: {v}',
    'C: I want to sign up as a driver with you / A: great, {label} number / C: {v}',
    'A: so {label} number {v} / C: correct',
    'C: the camera is broken so I cannot scan the {label} / A: just read the number / C: {v}',
    'A: passport number / C: never had one, only a {label} / A: that works, go on / C: {v}',
  ],
  rarely: [
    'C: {v} / A: and that is your {label} number / C: yeah',
    'C: which of the numbers on the {label} / A: the longest one, the {label} number / C: {v}',
    'C: it got renewed, the old {label} was {v2} and now it is {v}',
  ],
});

export const licences: readonly ValueGrammar[] = [
  licence(
    {
      countries: ['GB'],
      label: '(driving licence|licence)',
      create: (random) => [
        random.letters(5),
        random.digits(1) + random.pick(['01', '06', '09', '55', '61']) + random.digits(3),
        `${random.letters(2)}9${random.letters(2)}`,
      ],
      renderings: lettersAndDigits,
    },
    ['A: field five on the driving licence / C: {v}'],
  ),
  licence(
    {
      countries: ['US'],
      label: "(driver's license|license)",
      create: (random) => [random.letters(1), random.digits(7)],
      renderings: lettersAndDigits,
    },
    ["A: state of issue / C: California / A: and the driver's license number / C: {v}"],
  ),
  licence({
    countries: ['US'],
    label: "(driver's license|DL)",
    create: (random) => cutIntoGroups(random.number(9), [3, 3, 3]),
    renderings: usDigits,
  }),
  licence({
    countries: ['IN'],
    label: '(driving licence|DL)',
    create: (random) => [
      random.pick(['DL', 'UP', 'KL', 'TS']) + random.digits(2),
      `20${random.digits(2)}`,
      random.digits(7),
    ],
    renderings: lettersAndDigits,
  }),
  licence(
    {
      countries: ['AU'],
      label: "(driver's licence|licence)",
      create: (random) => cutIntoGroups(random.number(8), [4, 4]),
      renderings: mixedDigits,
    },
    ['A: for the hundred points we take the licence as well / C: licence number {v}'],
  ),
  licence({
    countries: ['DE'],
    label: '(driving licence|licence)',
    create: (random) => [random.letters(1) + random.digits(3), random.letters(2) + random.digits(1), random.digits(4)],
    renderings: lettersAndDigits,
  }),
];
