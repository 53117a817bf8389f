/** Lengths of the IBANs of the countries that use one most (SWIFT IBAN registry). */
const lengths: Readonly<Record<string, number>> = {
  ad: 24,
  ae: 23,
  at: 20,
  be: 16,
  bg: 22,
  ch: 21,
  cy: 28,
  cz: 24,
  de: 22,
  dk: 18,
  ee: 20,
  es: 24,
  fi: 18,
  fr: 27,
  gb: 22,
  gi: 23,
  gr: 27,
  hr: 21,
  hu: 28,
  ie: 22,
  il: 23,
  is: 26,
  it: 27,
  li: 21,
  lt: 20,
  lu: 20,
  lv: 21,
  mc: 27,
  mt: 31,
  nl: 18,
  no: 15,
  pl: 28,
  pt: 25,
  ro: 24,
  sa: 24,
  se: 24,
  si: 19,
  sk: 24,
  sm: 27,
  tr: 26,
};

export const MAX_IBAN_LENGTH = 34;
export const MIN_IBAN_LENGTH = 15;

/** The length of a country's IBANs; null when the country is unknown. */
export const ibanLength = (country: string): number | null => lengths[country] ?? null;

/** Whether the characters are an IBAN: a known country, its length, and the check digits (ISO 13616, mod 97 is 1). */
export function isIban(characters: string): boolean {
  if (!/^[a-z]{2}\d{2}[a-z0-9]+$/.test(characters)) return false;
  if (ibanLength(characters.slice(0, 2)) !== characters.length) return false;
  let rest = 0;
  for (const char of characters.slice(4) + characters.slice(0, 4)) {
    const value = parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
