import { isDocument } from './harmless-documents.js';
import type { Label, LabelKind } from './label-phrases.js';
import { textAt, type Token } from './scan-tokens.js';

const prepositions = new Set(['on', 'in', 'off', 'from', 'at', 'for']);
const determiners = new Set(['the', 'my', 'your', 'our', 'his', 'her', 'that', 'this']);

/** Leaves out a paper on which somebody finds the private number that he was asked for: "it's on the invoice, 4471 8820". */
export function withoutPaperAsPlace(
  labels: readonly Label[],
  tokens: readonly Token[],
  asked: readonly LabelKind[],
): readonly Label[] {
  if (asked.length === 0 || asked.includes('NEUTRAL') || labels.some(({ kind }) => kind !== 'NEUTRAL')) return labels;
  return labels.filter(({ from, to }) => to - from > 1 || !isPlace(tokens, from));
}

const isPlace = (tokens: readonly Token[], index: number): boolean =>
  isDocument(textAt(tokens, index)) &&
  determiners.has(textAt(tokens, index - 1)) &&
  prepositions.has(textAt(tokens, index - 2));
