import type { Label, LabelKind } from './label-phrases.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const conjunctions = words('and then also plus next now okay ok so thanks great lovely right alright perfect');
const determiners = words('the your his her their');
const closingWords = words('please too then as well number code digits for me sir madam there now again next');

/** Names that are a question only when the utterance holds nothing else: "and account", "the back please". */
const names: ReadonlyMap<string, LabelKind> = new Map<string, LabelKind>([
  ['account', 'ACCOUNT'],
  ['sort', 'SORT_CODE'],
  ['branch', 'SORT_CODE'],
  ['routing', 'ROUTING'],
  ['back', 'BACK'],
  ['reverse', 'BACK'],
  ['security', 'BACK'],
  ['expiration', 'EXPIRY'],
  ['birth', 'BIRTH_DATE'],
  ['licence', 'LICENCE'],
  ['license', 'LICENCE'],
  ...['departure', 'arrival', 'return', 'pickup', 'collection', 'delivery'].map((event) => [event, 'NEUTRAL'] as const),
]);

/** Kinds whose name may be the whole question: "account". */
const wholeNames = new Set<LabelKind>(['ACCOUNT', 'SORT_CODE', 'ROUTING', 'LICENCE', 'EXPIRY', 'NEUTRAL']);

/** The name in an utterance that asks for the next value of the same matter; null for another utterance. */
export function ellipticalLabelAt(tokens: readonly Token[], index: number): Label | null {
  const kind = names.get(textAt(tokens, index));
  if (kind === undefined || (index === 0 && !wholeNames.has(kind))) return null;
  const before = tokens.slice(0, index).every(({ text }) => conjunctions.has(text) || determiners.has(text));
  const after = tokens.slice(index + 1).every(({ text }) => closingWords.has(text));
  return before && after ? { kind, from: index, to: index + 1 } : null;
}
