import { completeWith, passesLuhnCheck } from '../check-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { allDigits, codes, commonGrammar, everywhere, fewDigits, learnedDigits, nativeDigits } from './say-numbers.js';

type Create = ValueGrammar['create'];
const digitsOf =
  (...lengths: readonly number[]): Create =>
  (random) => [random.number(random.pick(lengths))];
const codeOf =
  (letters: number, digits: number): Create =>
  (random) => [random.letters(letters), random.digits(digits)];
const parts =
  (...lengths: readonly number[]): Create =>
  (random) =>
    lengths.map((length) => random.digits(length));

const codesAndDigits = (frames: readonly string[], digits: Create, code: Create): readonly ValueGrammar[] => [
  commonGrammar(digits, allDigits, frames),
  commonGrammar(code, codes, frames),
];

const postcodeFrames = [
  'A: {label} of the property you are buying / C: {v}',
  "C: there's no signal at all in {label} {v}",
  'A: let me check coverage, {label} please / C: {v}',
  'C: I live in {v}, that is the {label}, and the bins were not collected',
  'A: what {label} is the charging station in / C: I think {v}',
  'A: name and {label} / C: Ray Dunn, {v}',
];
const postcode = (
  countries: ValueGrammar['countries'],
  label: string,
  create: Create,
  renderings: ValueGrammar['renderings'],
): ValueGrammar => ({ countries, create, renderings, label, frames: postcodeFrames });

/** Numbers of orders, letters, devices and places. */
export const harmlessNumbers = {
  order: codesAndDigits(
    [
      'C: order {v}, where are my tablets, I ordered them a week ago',
      'A: might I have your order number / C: you might, {v}',
      'A: which order is it about / C: {v}',
      'C: my router came with order number {v} on the slip, {again}',
      'A: I placed the repeat prescription, your order number is {v} / C: thank you',
      'C: the card I paid with is {CARD} and the order is {v}',
    ],
    digitsOf(6, 8, 9),
    codeOf(2, 6),
  ),
  tracking: codesAndDigits(
    [
      'A: the new SIM is in the post, the tracking number is {v} / C: okay',
      'C: I track the parcel with {v} and it says unknown',
      'A: tracking number / C: {v}',
      'C: what does tracking {v} say, quickly please',
    ],
    parts(4, 4, 4),
    (random) => [random.letters(2), random.digits(9), random.pick(['GB', 'DE', 'US'])],
  ),
  reference: codesAndDigits(
    [
      'C: council tax letter, reference {v}',
      'A: kindly quote the reference in the top right corner / C: {v}',
      'A: your complaint has the reference {v} / C: fine',
      'C: my hotel booking, reference number {v}, two nights',
      "A: do you have a case reference / C: yes, it's {v}",
      'C: the application reference of my mortgage is {v}',
    ],
    digitsOf(6, 7, 8),
    codeOf(3, 5),
  ),
  ticket: codesAndDigits(
    [
      'C: you opened ticket {v} on Friday and nobody called',
      'A: the ticket number, sir / C: {v}',
      'A: I have raised ticket {v} with the engineers / C: at last',
      'C: I already have a ticket for this outage, number {v}',
    ],
    digitsOf(5, 6, 7),
    codeOf(3, 6),
  ),
  invoice: codesAndDigits(
    [
      'A: which invoice do you dispute / C: {v}',
      'C: invoice {v} for the school trip is paid already',
      "A: I'm looking at invoice number {v}, dated last month / C: that one",
      'C: on my bill, the invoice no {v}, there are two roaming charges',
    ],
    digitsOf(6, 8),
    codeOf(2, 7),
  ),
  policy: codesAndDigits(
    [
      'C: life cover for the mortgage, policy {v}',
      'A: policy number, if you would / C: {v}',
      'A: your home insurance came with the loan, policy number {v} / C: I see',
      'C: is policy {v} still running',
    ],
    digitsOf(8, 9),
    codeOf(3, 7),
  ),
  imei: [
    commonGrammar(
      (random) => completeWith(`86${random.digits(12)}`, passesLuhnCheck).match(/.{1,5}/g) ?? [],
      allDigits,
      [
        'A: dial star hash zero six hash and read me the IMEI / C: {v}',
        'C: my phone is stolen, block it, the IMEI is {v}',
        'A: is the IMEI of the handset {v} / C: it is',
        'A: IMEI number, please, it is on the box / C: {v}',
      ],
    ),
  ],
  serial: codesAndDigits(
    [
      'A: the serial number of the router is on the bottom / C: {v}',
      'C: charger serial number {v}, it will not start',
      'A: serial number and model / C: {v}, the small white one',
      'C: it says S N {v} on my glucose meter',
    ],
    parts(4, 4, 3),
    codeOf(4, 7),
  ),
  meter: [
    commonGrammar(digitsOf(5, 6), allDigits, [
      'A: to switch you I need an opening meter reading / C: {v}',
      'C: the electricity meter shows {v}',
      'A: and the gas reading today / C: {v}',
      'C: your reading is wrong, the meter says {v} and not {v2}',
      'A: what are the digits on the meter display / C: {v}',
    ]),
  ],
  zip: [
    postcode(['US'], 'zip code', (random) => [random.digits(5)], nativeDigits),
    postcode(
      ['GB'],
      'postcode',
      (random) => [
        random.pick(['LS', 'CF', 'BN', 'NE']) + String(random.integer(1, 20)),
        random.digits(1) + random.letters(2),
      ],
      codes,
    ),
    postcode(['IN'], '(pincode|pin code)', (random) => [random.number(3), random.digits(3)], learnedDigits),
    postcode(['AU'], 'postcode', digitsOf(4), nativeDigits),
    postcode(['DE', 'ES'], '(postal code|post code)', digitsOf(5), learnedDigits),
  ],
  store: [
    commonGrammar(digitsOf(3, 4), fewDigits, [
      'A: which branch of the pharmacy / C: store {v}, at the station',
      'C: I picked it up at store number {v}',
      'A: I can reserve it in shop number {v} / C: please do',
      'C: the manager of branch {v} was very rude',
    ]),
  ],
  flight: [
    commonGrammar(
      (random) => [random.pick(['BA', 'LH', 'IB', 'QF', 'AI', 'UA']), random.number(random.pick([3, 4]))],
      [...codes.slice(0, 2), ...codes.slice(3, 6)],
      [
        'A: what time do you land, for the taxi / C: flight {v}, around noon',
        'C: pick me up from flight {v}',
        'A: your flight number / C: {v}',
        'C: our school group is on flight {v} to Rome',
      ],
    ),
  ],
  room: [
    commonGrammar(digitsOf(3, 4), fewDigits, [
      'C: this is room {v}, the heating is broken',
      'A: which room are you in / C: {v}',
      'A: room number and surname, please / C: {v}, Haddad',
      'C: can you put me through to room {v}',
      'A: the parents meeting is in room {v} / C: okay',
    ]),
  ],
  lastFour: [
    commonGrammar(digitsOf(4), fewDigits, [
      'A: I see a card ending {v} on file, use that / C: yes',
      'C: what is this charge on my Visa ending in {v}',
      'A: only the last four digits of the card, please / C: {v}',
      'A: we refunded the Mastercard that ends with {v} / C: thanks',
    ]),
  ],
  promoCode: [
    commonGrammar(
      (random) => [random.pick(['RIDE', 'SPRING', 'SWITCH', 'GIVE']), random.number(2)],
      codes.slice(0, 2),
      [
        'C: my voucher code {v} is not accepted',
        'A: do you have a promo code / C: {v}',
        'A: take ten pounds off the next ride with code {v}, that is a discount code / C: nice',
        'C: the leaflet says discount code {v}',
      ],
    ),
  ],
  errorCode: [
    commonGrammar((random) => [random.pick(['E', 'F', 'ERR']), random.number(random.pick([2, 3]))], codes.slice(0, 5), [
      'A: what error does the charger show / C: {v}',
      'C: my box says error {v} since the storm',
      'A: is there an error code on the screen / C: yes, {v}',
      'C: the app crashes, error code {v}',
    ]),
    commonGrammar(digitsOf(3, 4), fewDigits, [
      'C: the dial in says error {v} and hangs up',
      'A: read me the error code / C: {v}',
      'C: your tax website shows error number {v}',
    ]),
  ],
  areaCode: [
    {
      countries: ['US', 'CA'],
      create: digitsOf(3),
      renderings: fewDigits,
      frames: [
        'A: which area code would you like for the new line / C: {v}',
        'C: somebody from area code {v} calls me every night',
        'A: do you want to keep the {v} area code / C: yes',
      ],
    },
    {
      countries: ['GB', 'AU', 'DE'],
      create: (random) => [`0${random.number(3)}`],
      renderings: fewDigits,
      frames: [
        'C: the dialling code is {v} here',
        'A: what is your dialling code / C: {v}',
        'A: is the local area code still {v} / C: it is',
      ],
    },
  ],
  partCode: [
    commonGrammar(codeOf(2, 4), codes, [
      'A: which cable do you need / C: part number {v}',
      'C: is part {v} the right filter for the machine',
      'A: model number of the handset, please / C: {v}',
      'C: the model is {v}, does it fit a type two socket',
    ]),
  ],
} satisfies Record<string, readonly ValueGrammar[]>;

/** Where people talk about a date with the month first, and elsewhere. */
export const monthFirstCountries = ['US', 'CA'] as const;
export const dayFirstCountries = everywhere.filter((country) => country !== 'US' && country !== 'CA');
