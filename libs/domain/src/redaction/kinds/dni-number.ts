const LETTERS = 'trwagmyfpdxbnjzsqvhlcke';

/**
 * Whether the characters are a Spanish DNI or NIE: the letter at the end is the number's rest mod 23. The X, Y or Z of an
 * NIE counts as 0, 1 or 2 (Real Decreto 1553/2005; Orden INT/2058/2008).
 */
export function isDni(characters: string): boolean {
  if (!/^[xyz\d]\d{7}[a-z]$/.test(characters)) return false;
  const digits = characters.slice(0, 8).replace(/^[xyz]/, (first) => String('xyz'.indexOf(first)));
  return LETTERS[Number(digits) % 23] === characters[8];
}
