import { findPhoneNumbersInText, type CountryCode } from 'libphonenumber-js';

/** A group of digits in the search for phone numbers. */
export interface DigitGroup {
  readonly digits: string;
  /** Whether the group is apart from the one before: "555-0199", not "5 5 5 0 1 9 9". */
  readonly isApart: boolean;
}

export const MIN_PHONE_DIGITS = 7;
/** E.164 allows 15 digits. The speaker may repeat a group. */
export const MAX_PHONE_DIGITS = 17;
/** How North Americans group the digits of a phone number, with and without the country code. */
const shapes = new Set(['3,3,4', '1,3,3,4', '3,4', '3,7']);

/** What is known about a number besides its digits. */
export interface PhoneHints {
  readonly defaultCountry: CountryCode;
  /** A "+" is before the number. */
  readonly hasPlus: boolean;
  /** A speaker called it a phone number or asked for one. */
  readonly isExpected: boolean;
  /** A speaker called it something else. */
  readonly isOther: boolean;
}

/** For each group whether it belongs to a phone number; null when none does. */
export function findPhones(groups: readonly DigitGroup[], hints: PhoneHints): boolean[] | null {
  const total = groups.reduce((sum, { digits }) => sum + digits.length, 0);
  if (total < MIN_PHONE_DIGITS || (hints.isOther && !hints.hasPlus)) return null;
  const all = () => groups.map(() => true);
  if (hints.isExpected && total - repeatedDigits(groups) <= MAX_PHONE_DIGITS) return all();
  const shape = lengthsOf(groups);
  if (shapes.has(shape) && (total >= 10 || hints.isExpected)) return all();
  if (hasNationalForm(groups, hints.defaultCountry)) return all();
  return numbersInText(groups, hints);
}

/** How many digits a speaker says twice: "0091 91036 91036 81870". */
function repeatedDigits(groups: readonly DigitGroup[]): number {
  const again = groups.filter(({ digits }, index) => digits.length > 2 && digits === groups[index - 1]?.digits);
  return again.reduce((sum, { digits }) => sum + digits.length, 0);
}

/** The form of a country's national numbers, wider than its numbering plan: engines mishear digits. */
const nationalForms: Partial<Record<CountryCode, RegExp>> = {
  US: /^1?[2-9]\d{2}[2-9]\d{6}$/,
  CA: /^1?[2-9]\d{2}[2-9]\d{6}$/,
  GB: /^0[12378]\d{9}$/,
};

const hasNationalForm = (groups: readonly DigitGroup[], country: CountryCode): boolean =>
  nationalForms[country]?.test(groups.map(({ digits }) => digits).join('')) ?? false;

/** "415-555-0134", with or without the country code. */
export const isGroupedPhone = (groups: readonly DigitGroup[]): boolean => /^(1,)?3,3,4$/.test(lengthsOf(groups));

function lengthsOf(groups: readonly DigitGroup[]): string {
  const lengths: number[] = [];
  for (const { digits, isApart } of groups) {
    if (isApart || lengths.length === 0) lengths.push(digits.length);
    else lengths.push((lengths.pop() ?? 0) + digits.length);
  }
  return lengths.join();
}

/** libphonenumber knows the numbering plan of every country but no spoken digits, so it gets the digits alone. */
function numbersInText(groups: readonly DigitGroup[], hints: PhoneHints): boolean[] | null {
  let text = hints.hasPlus ? '+' : '';
  const starts: number[] = [];
  for (const { digits, isApart } of groups) {
    if (isApart && starts.length > 0) text += ' ';
    starts.push(text.length);
    text += digits;
  }
  if (text.length > 250) return null;
  const found = findPhoneNumbersInText(text, hints.defaultCountry);
  if (found.length === 0) return null;
  return starts.map((start) => found.some((number) => start >= number.startsAt - 1 && start < number.endsAt));
}
