import type { Label } from './label-phrases.js';
import { speaksOfPaper } from './paper-talk.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const ends = words('number numbers digits front');
const linksToPaper = words('with shows showing has says bearing');
const determiners = words('your the my a our');
const papers = words('policy policies membership certificate');

/**
 * Leaves out the names of cards that mean something else where the speakers talk of a paper: "the long number on your policy", "the
 * card with your policy number".
 */
export function withoutCardOfPaper(
  labels: readonly Label[],
  tokens: readonly Token[],
  { isAnswer }: { readonly isAnswer: boolean },
): readonly Label[] {
  const cards = labels.filter(({ kind }) => kind === 'CARD');
  if (cards.length === 0) return labels;
  if (cards.some(({ to }) => showsPaper(tokens, to))) return labels.filter(({ kind }) => kind !== 'CARD');
  const isLongNumber = cards.some(({ to }) => ends.has(textAt(tokens, to - 1)));
  const isOfPaper = isLongNumber && (isAnswer || speaksOfPaper(tokens));
  return isOfPaper && !tokens.some(({ text }) => /^cards?$/.test(text))
    ? labels.filter(({ kind }) => kind !== 'CARD')
    : labels;
}

/** "The card with your policy on it", "the card says policy". */
function showsPaper(tokens: readonly Token[], to: number): boolean {
  if (!linksToPaper.has(textAt(tokens, to))) return false;
  return papers.has(textAt(tokens, determiners.has(textAt(tokens, to + 1)) ? to + 2 : to + 1));
}
