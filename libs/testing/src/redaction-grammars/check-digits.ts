/** Appends the check digit that makes the number pass: tries all ten digits. */
export function completeWith(body: string, passes: (number: string) => boolean): string {
  for (let check = 0; check < 10; check++) if (passes(`${body}${check}`)) return `${body}${check}`;
  throw new Error('No digit completes the number.');
}

/** Luhn, ISO/IEC 7812-1: cards, Canadian SIN, IMEI. */
export function passesLuhnCheck(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

const weightedSum = (number: string, weights: readonly number[]): number =>
  [...number].reduce((sum, digit, index) => sum + Number(digit) * (weights[index] ?? 0), 0);

/** ABA routing number: weights 3, 7, 1. */
export const passesAbaCheck = (number: string): boolean => weightedSum(number, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;

/** Australian tax file number of nine digits. */
export const passesTfnCheck = (number: string): boolean => weightedSum(number, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

const VERHOEFF_PRODUCT = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const VERHOEFF_PERMUTATION = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Verhoeff's check over the dihedral group D5: Aadhaar. */
export function passesVerhoeffCheck(number: string): boolean {
  const rest = [...number].reverse().reduce((state, digit, index) => {
    const permuted = VERHOEFF_PERMUTATION[index % 8]?.[Number(digit)] ?? '0';
    return VERHOEFF_PRODUCT[Number(state)]?.[Number(permuted)] ?? '0';
  }, '0');
  return rest === '0';
}

/** ISO 7064, MOD 11,10: German tax ID. */
export function passesIso7064Check(number: string): boolean {
  const product = [...number.slice(0, -1)].reduce((previous, digit) => {
    const sum = (Number(digit) + previous) % 10;
    return ((sum === 0 ? 10 : sum) * 2) % 11;
  }, 10);
  return (11 - product) % 10 === Number(number.slice(-1));
}

/** The check digits of an IBAN, ISO 13616: mod 97 of the rearranged number is 1. */
export function ibanCheckDigits(country: string, account: string): string {
  const digits = [...`${account}${country}00`].map((char) => parseInt(char, 36)).join('');
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return String(98 - rest).padStart(2, '0');
}

/** The letter of a Spanish DNI or NIE (the first letter of an NIE counts as 0, 1, 2). */
export const dniLetter = (digits: string): string => 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(Number(digits) % 23);
