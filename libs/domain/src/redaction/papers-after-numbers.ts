import { countDigits, isOh, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';
import type { TokenSpan } from './spoken-dates.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const papers = words(
  "policy policies policy's claim claims certificate certificates membership memberships contract contracts warranty",
);
const links =
  words(`is are was were isn't it it's that's that this the a an my your our his her of for on under as like look looks what's what which
  one called cancelled canceled any more anymore still old new other home car motor pet dog cat travel life house van bike`);
/** Words that say what else the number is. */
const otherNames =
  words(`phone telephone mobile cell landline call called calling ring rang reach text contact fax card account social passport licence
  license holder holders number's`);
const MAX_LINKS = 8;
/** Fewer digits are an amount or a part of a date. */
const MIN_DIGITS = 5;

/** The number before the paper that it belongs to: "I said 312 555 0147 for the policy". Null when the words name none. */
export function numberBeforePaper(
  tokens: readonly Token[],
  { from: first, to: last }: { readonly from: number; readonly to: number },
): TokenSpan | null {
  const paper = first + tokens.slice(first, last).findIndex(({ text }) => papers.has(text));
  if (paper < first) return null;
  let to = paper;
  while (paper - to < MAX_LINKS && links.has(textAt(tokens, to - 1)) && !endsNumber(tokens, to - 1)) to--;
  if (to === paper) return null;
  let from = to;
  while (endsNumber(tokens, from - 1)) from--;
  if (from === to || countDigits(tokens, from) < MIN_DIGITS) return null;
  const isOther = tokens.some(
    ({ text }, index) => otherNames.has(text) || (index > paper && startsLong(tokens, index)),
  );
  return isOther ? null : { from, to };
}

/** Whether a number before it belongs to the paper at a token; the index after the paper, or null. */
export const endOfPaperAfterNumber = (tokens: readonly Token[], index: number): number | null =>
  papers.has(textAt(tokens, index)) && numberBeforePaper(tokens, { from: index, to: index + 1 }) !== null
    ? index + 1
    : null;

const endsNumber = (tokens: readonly Token[], index: number): boolean =>
  index >= 0 && (startsNumber(tokens, index) || isOh(tokens[index])) && textAt(tokens, index) !== 'one';

const startsLong = (tokens: readonly Token[], index: number): boolean =>
  startsNumber(tokens, index) && countDigits(tokens, index) >= MIN_DIGITS;
