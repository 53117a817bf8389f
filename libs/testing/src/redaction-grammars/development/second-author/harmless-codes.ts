import { completeWith, passesLuhnCheck } from '../../check-digits.js';
import type { HarmlessKind } from '../../grammar-kinds.js';
import { cutIntoGroups, type ValueGrammar } from '../../value-grammar.js';
import { createCard } from './card-grammars.js';
import { americanDigits, codeRenderings, commonwealthDigits } from './number-renderings.js';
import { american, commonwealth, everywhere } from './places.js';

type Create = ValueGrammar['create'];

const digits = [...americanDigits, ...commonwealthDigits];

/** How people talk about a number that has a name of its own, alone and beside private values. */
const namedFrames = (name: string): readonly string[] => [
  `C: I'm calling about ${name} {v}`,
  `A: (and|) do you happen to have the ${name} / C: (yes|I do), {v}`,
  `A: your ${name} will be {v} / C: (great|let me write that down)`,
  `C: the ${name} I was given is {v}`,
  `C: it says ${name} {v} at the top of the letter`,
  `C: one ${name} is {v} and the other ${name} is {v2}`,
  `C: the card number is {CARD} and the ${name} is {v}`,
  `C: my ${name} is {v} and my phone number is {PHONE}`,
  `A: can I take the card number / C: before that, the ${name} is {v}`,
  `A: what's your date of birth / C: {BIRTH_DATE} / A: thank you, and the ${name} / C: {v}`,
  `A: and the security code / C: {CVV} / A: lovely, that's gone through, your ${name} is {v}`,
  `A: I have your card ending {lastFour} and ${name} {v} / C: that's right`,
];

const named = (
  create: Create,
  renderings: ValueGrammar['renderings'],
  name: string,
  countries: ValueGrammar['countries'] = everywhere,
): ValueGrammar => ({ countries, create, renderings, frames: namedFrames(name) });

/** Numbers and codes that everybody may read. */
export const harmlessCodes = {
  order: [
    named(
      (random) => cutIntoGroups(random.number(random.integer(6, 9)), [3, 3, 3]),
      digits,
      '(order number|order|sales order|order reference)',
    ),
  ],
  tracking: [
    named(
      (random) => cutIntoGroups(random.number(random.pick([10, 12])), [4, 4, 4]),
      digits,
      '(tracking number|consignment number|tracking ID)',
    ),
    named(
      (random) => [random.letters(2), random.digits(9), 'GB'],
      codeRenderings,
      '(parcel number|tracking reference)',
      commonwealth,
    ),
  ],
  reference: [
    named(
      (random) => cutIntoGroups(random.number(random.integer(6, 10)), [3, 3, 4]),
      digits,
      '(reference number|complaint reference|claim reference|ref number)',
    ),
  ],
  ticket: [
    named(
      (random) => cutIntoGroups(random.number(random.integer(5, 9)), [3, 3, 3]),
      digits,
      '(case number|case ID|ticket number|ticket|incident)',
    ),
  ],
  invoice: [
    named(
      (random) => cutIntoGroups(random.number(random.integer(5, 8)), [4, 4]),
      digits,
      '(invoice number|invoice|bill number)',
    ),
  ],
  imei: [
    named(
      (random) =>
        cutIntoGroups(completeWith(`86${random.digits(12)}`, passesLuhnCheck), random.pick([[15], [2, 6, 6, 1]])),
      digits,
      '(IMEI|IMEI number|I M E I)',
    ),
  ],
  serial: [
    named(
      (random) => [random.letters(3), random.digits(4), random.digits(3)],
      codeRenderings,
      '(serial number|router serial number|device serial number)',
    ),
  ],
  meter: [
    named(
      (random) => [random.digits(random.pick([4, 5, 6]))],
      digits,
      '(meter reading|reading|electric meter reading|water meter reading)',
    ),
  ],
  zip: [
    named((random) => [random.digits(5)], americanDigits, '(zip code|zip|billing zip code)', american),
    named(
      (random) => [`${random.letters(2)}${random.integer(1, 20)}`, `${random.integer(1, 9)}${random.letters(2)}`],
      codeRenderings,
      '(postcode|post code)',
      ['GB'],
    ),
    named((random) => [random.number(6)], commonwealthDigits, '(area pin code|postal code)', ['IN']),
    named((random) => [random.number(4)], commonwealthDigits, 'postcode', ['AU']),
  ],
  store: [named((random) => [random.number(random.pick([3, 4]))], digits, '(store number|store|branch number)')],
  flight: [
    named(
      (random) => [random.letters(2), random.number(random.pick([2, 3, 4]))],
      codeRenderings,
      '(flight number|flight|connecting flight)',
    ),
  ],
  room: [named((random) => [random.number(random.pick([3, 4]))], digits, '(room number|room|apartment|unit number)')],
  promoCode: [
    named(
      (random) => [random.number(random.pick([4, 5]))],
      digits,
      '(promo code|voucher code|offer code|promotion code)',
    ),
  ],
  errorCode: [named((random) => [random.number(random.pick([3, 4]))], digits, '(error code|error|fault code)')],
  areaCode: [
    named((random) => [random.number(3)], americanDigits, 'area code', american),
    named((random) => [`01${random.number(random.pick([2, 3]))}`], commonwealthDigits, '(area code|dialling code)', [
      'GB',
    ]),
  ],
  partCode: [
    named(
      (random) => [random.letters(2), random.number(random.pick([3, 4]))],
      codeRenderings,
      '(model number|model|part number)',
    ),
  ],
  version: [
    named(
      (random) => [`${random.integer(1, 20)}.${random.integer(0, 9)}.${random.integer(0, 40)}`],
      [(groups) => [...groups], ([text = '']) => [text.replaceAll('.', ' point ')]],
      '(software version|firmware version|version|policy version)',
    ),
  ],
  lastFour: [
    {
      countries: everywhere,
      create: (random) => [createCard(random).join('').slice(-4)],
      renderings: [...americanDigits.slice(0, 4), ...commonwealthDigits.slice(0, 3)],
      frames: [
        'A: the card we have ends in {v} / C: (yes|that one)',
        'A: shall I put it on the Visa ending {v} / C: please do',
        'A: is it the card ending in {v} or the one ending in {v2} / C: the first one',
        'C: you charged my card, the one ending in {v}',
        'A: the refund of {amount} went back to the card ending in {v}',
        'A: I can see a Mastercard with the last four digits {v} / C: (yes|correct)',
        'A: I will use the card ending {v}, I just need the security code / C: {CVV}',
      ],
    },
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
