import { createIban, createRoutingNumber } from '../create-values.js';
import { repeatFrames } from '../repeat-frames.js';
import { europeDigits, inGroups, inPartsOf, lettersAndDigits, ukDigits, usDigits } from '../say-characters.js';
import { sayNato, sayPairs, sayRepeats, saySingly, spell, type Rendering } from '../say-digits.js';
import { ibanRenderings } from '../say-ibans.js';
import { shareFrames } from '../share-frames.js';
import type { ValueGrammar } from '../value-grammar.js';

const sortCode = shareFrames({
  often: [
    'A: {label} / C: {v}',
    "A: what's the {label} / C: (it's|um|) {v}",
    'A: {label} first / C: {v} / A: and the account / C: {ACCOUNT}',
    'C: {label} is {v}',
  ],
  sometimes: [
    'C: {label} {v}, account number {ACCOUNT}',
    'A: so {label} {v} / C: (yep|correct)',
    'C: do you need the {label} too / A: yeah / C: {v}',
    "A: can you find the {label} in your banking app / C: yeah, it's next to the account, {v}",
    "C: where's the {label} / A: under your name in the app / C: got it, {v}",
    'A: which account are you paying from / C: {label} is {v} and the account is {ACCOUNT}',
  ],
  rarely: [
    'C: {v} / A: is this the {label} / C: yes',
    'C: it says invalid {label} but I put in {v}, that is right, no',
    'A: the {label} you entered was {v2} / C: no, it should be {v}',
    "C: my bank merged with another one so the {label} changed, the new one's {v}",
    'A: account number / C: {ACCOUNT} / A: and the {label}, that tells us the branch / C: {v}',
  ],
});

const britishSortCode = sortCode(
  {
    countries: ['GB'],
    label: 'sort code',
    create: (random) => [random.pick(['04', '07', '11', '30', '60', '82']), random.digits(2), random.digits(2)],
    renderings: ukDigits,
  },
  ["C: it's an online bank, so do they even have a sort code / A: they do / C: oh yeah, {v}"],
);

export const sortCodes: readonly ValueGrammar[] = [
  britishSortCode,
  britishSortCode,
  sortCode({
    countries: ['AU'],
    label: '(BSB|BSB number)',
    create: (random) => [random.pick(['012', '062', '732', '923']), random.digits(3)],
    renderings: ukDigits,
  }),
  sortCode(
    {
      countries: ['IN'],
      label: '(IFSC|IFSC code)',
      create: (random) => [`${random.pick(['UTIB', 'PUNB', 'HDFC', 'IDIB'])}0`, random.digits(6)],
      renderings: lettersAndDigits,
    },
    ['C: to add the beneficiary it is asking IFSC / A: yes sir, please tell / C: {v}'],
  ),
  sortCode({
    countries: ['DE'],
    label: 'bank code',
    create: (random) => [random.number(3), random.digits(3), random.digits(2)],
    renderings: europeDigits,
  }),
];

export const routingNumbers: readonly ValueGrammar[] = [
  {
    countries: ['US'],
    create: createRoutingNumber,
    renderings: usDigits,
    frames: repeatFrames({
      often: [
        'A: routing number / C: {v}',
        "A: what's the routing number / C: (it's|uh|so) {v}",
        'A: account number / C: {ACCOUNT} / A: and the routing number / C: {v}',
        "C: routing's {v}, account's {ACCOUNT}",
      ],
      sometimes: [
        'A: you can find the routing number in your app under account details / C: got it, {v}',
        'C: is the routing number the same for wires / A: which one do you have / C: {v}',
        'A: I show {v} as the routing number / C: (yeah|correct)',
        'C: linking my bank keeps failing, the routing number is {v}',
        'C: which number do you need / A: the nine digit routing number / C: {v}',
        'A: what bank is it / C: an online one / A: do you have their routing number / C: {v}',
        'C: setting up direct deposit, the ABA routing is {v}',
      ],
      rarely: [
        'C: {v} / A: that would be the routing number / C: yep, off the check',
        'A: {v2} is not a valid routing number / C: my bad, {v}',
        'C: my broker wants to wire it and asks for a routing number, that is {v}, right',
        'C: I gave you the wrong routing number last time / A: okay, the right one please / C: {v}',
      ],
    }),
  },
];

const letters = (part: string): string => [...part].join(' ');
const sayIbanPart = (part: string): string => spell(part, letters, sayPairs);
const saySpelledPart = (part: string): string => spell(part, letters, saySingly);
/** Country and check digits as people call them, then the rest by the given rendering. */
const afterCountry =
  (sayCountry: (letter: string) => string, rest: Rendering): Rendering =>
  ([first = '', ...groups], random) => [spell(first, sayCountry, sayPairs), ...rest(groups, random)];

const pieceRenderings: readonly Rendering[] = [
  ...ibanRenderings,
  inGroups,
  ([first = '', ...groups]) => [first, groups.join('')],
  ([first = '', ...groups]) => [first.slice(0, 2), first.slice(2), ...groups],
  (groups) => [groups.join('-')],
  (groups) => groups.map(sayIbanPart),
  (groups) => groups.map((group) => spell(group, letters, (digits) => sayRepeats(digits, 'oh', 2))),
  (groups) => groups.map((group) => spell(group, letters, (digits) => sayRepeats(digits, 'zero', 3))),
  afterCountry(letters, inPartsOf(3, saySpelledPart)),
  afterCountry(letters, inPartsOf(5, saySpelledPart)),
  afterCountry(
    sayNato,
    inPartsOf(4, (part) => spell(part, sayNato, saySingly)),
  ),
];

const ibanFrames = repeatFrames({
  often: [
    'A: IBAN please / C: {v}',
    "A: what's (the|your) IBAN / C: (it's|okay so|) {v}",
    'A: can you read me the IBAN (slowly|in blocks of four|) / C: (sure|yes), {v}',
    'C: (my IBAN is|the IBAN is) {v}',
    'A: which IBAN should the payout go to / C: {v}',
  ],
  sometimes: [
    'C: I want to change my payout details / A: okay, the new IBAN / C: {v}',
    'C: a friend sent me money and it never arrived, I gave him my IBAN, {v}',
    'A: so I have {v}, is that your IBAN / C: (yes|yep|correct)',
    'A: it is in the app under account details, it starts with two letters / C: the IBAN, yes, {v}',
    'A: account number or IBAN / C: IBAN, {v}',
    'C: your form says my IBAN is too long / A: read it to me / C: {v}',
    'A: name of the account holder / C: Lena Vogt / A: and her IBAN / C: {v}',
    'C: for this SEPA you need my IBAN, no / A: yes please / C: {v}',
    'A: I only have part of your IBAN here, could you give me all of it / C: {v}',
    'A: direct debit or invoice / C: direct debit, the IBAN is {v}',
    'C: I would like to receive my salary with you / A: then your employer needs this IBAN, {v} / C: got it, thanks',
    'C: how long does a transfer to Spain take / A: one day, which IBAN is it going to / C: {v}',
  ],
  rarely: [
    'C: {v} / A: is that everything / C: yes, that is my whole IBAN',
    'C: I have a foreign account now, is that a problem / A: no, just tell me the IBAN / C: {v}',
    'C: the IBAN you have is from my old bank, {v2}, the new one is {v}',
    'A: wait, let me open the form, okay, IBAN, go / C: {v}',
    'C: I made a typo in the IBAN when I sent it, I wrote {v2}, correct would be {v}',
    "A: I'm missing a few characters of the IBAN / C: okay again from the start, {v}",
    'C: do you want the BIC too / A: no, the IBAN is enough / C: {v}',
    'C: the scammer told me to send it to this IBAN, {v}, but I did not do it',
    'C: what is the IBAN / A: the long one with letters in front, on your statement / C: {v}',
  ],
});

const iban = (countries: ValueGrammar['countries'], create: ValueGrammar['create']): ValueGrammar => ({
  countries,
  create,
  renderings: pieceRenderings,
  frames: ibanFrames,
});

/** Callers of payment firms often have an account in another country. */
export const ibans: readonly ValueGrammar[] = [
  iban(['DE'], createIban('DE', 18)),
  iban(['DE'], createIban('DE', 18)),
  iban(['ES'], createIban('ES', 20)),
  iban(['GB'], createIban('GB', 14, ['MIDL', 'HBUK', 'ABBY', 'RBOS'])),
  iban(['GB'], createIban('IE', 14, ['AIBK', 'BOFI'])),
  iban(['DE'], createIban('AT', 16)),
  iban(['DE', 'GB'], createIban('NL', 10, ['BUNQ', 'SNSB', 'INGB'])),
  iban(['GB', 'ES'], createIban('LT', 16)),
  iban(['DE', 'ES'], createIban('BE', 12)),
  iban(['ES'], createIban('PT', 21)),
];
