import {
  completeWith,
  dniLetter,
  ibanCheckDigits,
  passesAbaCheck,
  passesIso7064Check,
  passesLuhnCheck,
  passesTfnCheck,
  passesVerhoeffCheck,
} from './check-digits.js';
import { cutIntoGroups, type ValueGrammar } from './value-grammar.js';

/** A card number that begins with one of these prefixes, in groups of these lengths. */
export const createCard =
  (prefixes: readonly string[], lengths: readonly number[]): ValueGrammar['create'] =>
  (random) => {
    const prefix = random.pick(prefixes);
    const count = lengths.reduce((sum, length) => sum + length, 0) - prefix.length - 1;
    return cutIntoGroups(completeWith(prefix + random.digits(count), passesLuhnCheck), lengths);
  };

/** Year, month and day. Only year and month are said. */
export const createExpiry: ValueGrammar['create'] = (random) =>
  [random.integer(2025, 2032), random.integer(1, 12), 1].map(String);

/** An IBAN whose account is one of these banks and then digits. */
export const createIban =
  (country: string, digits: number, banks: readonly string[] = ['']): ValueGrammar['create'] =>
  (random) => {
    const account = random.pick(banks) + random.digits(digits);
    return `${country}${ibanCheckDigits(country, account)}${account}`.match(/.{1,4}/g) ?? [];
  };

export const createRoutingNumber: ValueGrammar['create'] = (random) =>
  cutIntoGroups(
    completeWith(random.pick(['02', '04', '07', '11', '12', '31']) + random.digits(6), passesAbaCheck),
    [3, 3, 3],
  );

export const createImei: ValueGrammar['create'] = (random) =>
  cutIntoGroups(completeWith(random.pick(['35', '86', '01']) + random.digits(12), passesLuhnCheck), [2, 6, 6, 1]);

export const createNino: ValueGrammar['create'] = (random) => [
  random.pick(['AA', 'CE', 'JS', 'NH', 'PB', 'WK']),
  random.digits(2),
  random.digits(2),
  random.digits(2),
  random.pick(['A', 'B', 'C', 'D']),
];

export const createSocialInsurance: ValueGrammar['create'] = (random) =>
  cutIntoGroups(completeWith(random.integer(1, 7) + random.digits(7), passesLuhnCheck), [3, 3, 3]);

export const createAadhaar: ValueGrammar['create'] = (random) =>
  cutIntoGroups(completeWith(random.integer(2, 9) + random.digits(10), passesVerhoeffCheck), [4, 4, 4]);

export const createTaxFileNumber: ValueGrammar['create'] = (random) => {
  for (;;) {
    const number = random.number(9);
    if (passesTfnCheck(number)) return cutIntoGroups(number, [3, 3, 3]);
  }
};

export const createTaxId: ValueGrammar['create'] = (random) =>
  cutIntoGroups(completeWith(random.number(10), passesIso7064Check), [2, 3, 3, 3]);

export const createDni: ValueGrammar['create'] = (random) => {
  const digits = random.number(8);
  return [...cutIntoGroups(digits, [2, 3, 3]), dniLetter(digits)];
};

export const createNie: ValueGrammar['create'] = (random) => {
  const first = random.integer(0, 2);
  const digits = random.digits(7);
  return ['XYZ'.charAt(first) + digits.slice(0, 4), digits.slice(4) + dniLetter(`${first}${digits}`)];
};

/** A whole number between the bounds, with one of the units. */
export const between =
  (from: number, to: number, units: readonly string[] = []): ValueGrammar['create'] =>
  (random) => [String(random.integer(from, to)), ...(units.length === 0 ? [] : [random.pick(units)])];

/** Digits in groups of three, as many as one of these lengths. */
export const digitsOf =
  (...lengths: readonly number[]): ValueGrammar['create'] =>
  (random) =>
    cutIntoGroups(random.number(random.pick(lengths)), [3, 3, 3, 3, 3, 3]);

/** One of the prefixes, then digits in groups, as many as one of these lengths. */
export const afterPrefix =
  (prefixes: readonly string[], ...lengths: readonly number[]): ValueGrammar['create'] =>
  (random) => [random.pick(prefixes), ...cutIntoGroups(random.digits(random.pick(lengths)), [3, 3, 4])];

export const createBritishLicence: ValueGrammar['create'] = (random) => [
  random.letters(5),
  random.digits(1) + random.pick(['02', '07', '11', '52', '58']) + random.digits(3),
  `${random.letters(2)}9${random.letters(2)}`,
];

export const createGermanLicence: ValueGrammar['create'] = (random) => [
  random.letters(1) + random.digits(3),
  random.letters(2) + random.digits(2),
  random.letters(1) + random.digits(2),
];

export const createIndianLicence: ValueGrammar['create'] = (random) => [
  random.pick(['MH', 'KA', 'TN', 'GJ']) + random.digits(2),
  `20${random.digits(2)}`,
  random.digits(7),
];

export const createLicenceOfDigits: ValueGrammar['create'] = (random) =>
  cutIntoGroups(random.number(random.pick([8, 9])), [3, 3, 3]);

/** Year, month and day of a date in one of these years. Each month has the day. */
export const createDateBetween =
  (fromYear: number, toYear: number): ValueGrammar['create'] =>
  (random) =>
    [random.integer(fromYear, toYear), random.integer(1, 12), random.integer(1, 28)].map(String);
