import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words directly before "ID" where it is a paper that says who somebody is, and no number of a thing such as "order ID". */
const wordsBeforeId =
  words(`your my his her their our the some any an photo picture government official valid national state personal plastic physical what which
  spanish german french italian portuguese dutch belgian polish irish british indian canadian australian european eu foreign`);
const wordsAfterId = words('of for in at to from with');
const namesOfId = words('id identification');

/** Whether "your ID", "any photo ID" or "some identification" stands at the token; the index after it, or null. */
export function endOfIdentityPaper(tokens: readonly Token[], index: number): number | null {
  if (!namesOfId.has(textAt(tokens, index)) || !wordsBeforeId.has(textAt(tokens, index - 1))) return null;
  const next = textAt(tokens, index + 1);
  const hasNoun = next === 'number' || next === 'card' || next === 'document';
  return wordsAfterId.has(textAt(tokens, hasNoun ? index + 2 : index + 1)) ? null : index + (hasNoun ? 2 : 1);
}
