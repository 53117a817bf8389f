/** Letters that do not decompose into a base letter and an accent. */
const BASE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const LETTERS_TO_REPLACE = new RegExp(`[${Object.keys(BASE_LETTERS).join('')}]`, 'g');
/** Accents. The marks of other scripts change the word, so they stay. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Text without upper case and accents, so that `muller` finds `Müller`. */
export const foldText = (text: string): string =>
  text
    .normalize('NFD')
    .replace(ACCENTS, '')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(LETTERS_TO_REPLACE, (letter) => BASE_LETTERS[letter] ?? letter)
    .normalize('NFC');

/** The parts of a call that a text search reads. */
export interface SearchedFields {
  readonly id: string;
  readonly agentId: string | null;
  readonly customerNumber: string | null;
  readonly systemNumber: string | null;
  /** The id by which the contact centre knows the call. */
  readonly name?: string | null;
}

/**
 * What a text search reads: one field in each line, so that a match stays within one field; the name is behind the id. A number with
 * punctuation also has a line with its digits alone.
 */
export function searchText({ id, agentId, customerNumber, systemNumber, name }: SearchedFields): string {
  const lines = [name ? `${id}\t${name}` : id, agentId ?? '', customerNumber ?? '', systemNumber ?? ''].map(toLine);
  for (const number of [customerNumber, systemNumber]) {
    const digits = digitsOf(number ?? '');
    if (digits !== '' && !toLine(number ?? '').includes(digits)) lines.push(digits);
  }
  return lines.join('\n');
}

/** Characters that people write between the digits of a phone number. */
export const NUMBER_SHAPE = /^[\s\d().+/-]+$/;

/**
 * A call matches a search when its `searchText` contains any of these. A search that looks like a phone number also
 * matches by its digits alone, so `(206) 555-0100` finds `+12065550100`. `00` for `+` at its start does not count.
 */
export function searchPatterns(search: string): readonly string[] {
  const text = toLine(search);
  const digits = NUMBER_SHAPE.test(search) ? digitsOf(search.trim().replace(/^00/, '')) : '';
  return digits === '' || digits === text ? [text] : [text, digits];
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '');

export const toLine = (text: string): string => foldText(text).replaceAll('\n', '\r');
