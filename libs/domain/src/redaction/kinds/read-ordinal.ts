import type { Token } from '../scan-tokens.js';

const words =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );
const valueByWord = new Map<string, number>(words.map((word, index) => [word, index + 1]));
valueByWord.set('thirtieth', 30);
const tens = new Map([
  ['twenty', 20],
  ['thirty', 30],
]);
const suffixes = new Set(['st', 'nd', 'rd', 'th']);

/** A day of the month as an ordinal: "third", "twenty first", "21st". */
export function readOrdinal(tokens: readonly Token[], index: number): { to: number; digits: string } | null {
  const token = tokens[index];
  if (token === undefined) return null;
  const next = tokens[index + 1];
  if (token.kind === 'digits' && next?.gap === 'glued' && suffixes.has(next.text)) {
    return { to: index + 2, digits: token.text };
  }
  const single = valueByWord.get(token.text);
  if (single !== undefined) return { to: index + 1, digits: String(single) };
  const ten = tens.get(token.text);
  const unit = valueByWord.get(next?.text ?? '');
  return ten !== undefined && unit !== undefined && unit < 10 ? { to: index + 2, digits: String(ten + unit) } : null;
}
