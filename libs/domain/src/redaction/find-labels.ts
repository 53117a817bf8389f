import { endOfAskedThing, endOfIntroducedThing, endOfNamedNumber } from './harmless-labels.js';
import type { LabelledKind } from './kinds/labelled-kind.js';
import { labelledKinds } from './kinds/labelled-kinds.js';
import { isSentSecurityCode, receivesCode } from './kinds/otp.js';
import { labelPhrases, otherAfter, otherBefore, type LabelKind } from './label-phrases.js';
import { endOfPhoneRequest } from './phone-requests.js';
import type { Token } from './scan-tokens.js';

export type { LabelKind } from './label-phrases.js';

export interface Label {
  readonly kind: LabelKind;
  /** Index of its first token. */
  readonly from: number;
  /** Index after its last token. */
  readonly to: number;
}

const byFirstWord = new Map<string, { words: readonly string[]; kind: LabelKind }[]>();

function addPhrases(kind: LabelKind, list: string): void {
  for (const phrase of list.split('|')) {
    const words = phrase.trim().split(/\s+/);
    const first = words[0] ?? '';
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { words, kind }]);
  }
}

// Of two equal phrases the first counts.
for (const { kind, phrases: list } of labelledKinds) addPhrases(kind, list);
for (const [kind, list] of Object.entries(labelPhrases) as [LabelKind, string][]) addPhrases(kind, list);
for (const entries of byFirstWord.values()) entries.sort((a, b) => b.words.length - a.words.length);
const kindOfLabel = new Map<LabelKind, LabelledKind>(labelledKinds.map((one) => [one.kind, one]));

/** The labels of an utterance in order. When several phrases match at one word, the longest counts. */
export function findLabels(tokens: readonly Token[]): Label[] {
  const labels: Label[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const label = phraseAt(tokens, index) ?? phoneRequestAt(tokens, index) ?? harmlessNameAt(tokens, index);
    if (label === null) continue;
    if (!isPartOfName(tokens, labels.at(-1), label)) labels.push(label);
    index = label.to - 1;
  }
  return labels;
}

/** "the IMEI of the phone": the device belongs to the name before it. */
function isPartOfName(tokens: readonly Token[], before: Label | undefined, { from, to }: Label): boolean {
  if (before?.kind !== 'NEUTRAL' || to - from > 1 || !devices.has(tokens[from]?.text ?? '')) return false;
  const words = tokens.slice(before.to, from).map(({ text }) => text);
  return words.length <= 2 && namePrepositions.has(words[0] ?? '');
}

const devices = new Set(['phone', 'mobile', 'cell', 'cellphone', 'telephone', 'card']);
const namePrepositions = new Set(['of', 'on', 'for', 'from']);

function phraseAt(tokens: readonly Token[], index: number): Label | null {
  const first = tokens[index]?.text ?? '';
  const match = (byFirstWord.get(first) ?? byFirstWord.get(withoutIs(first)))?.find(
    ({ words, kind }) =>
      words.every((word, offset) => isWord(tokens[index + offset], word, offset === words.length - 1)) &&
      !isSomethingElse(tokens, index, index + words.length, kind),
  );
  if (match === undefined) return null;
  const label = { kind: match.kind, from: index, to: index + match.words.length };
  return label.kind === 'CVV' && isSentSecurityCode(tokens, label) ? { ...label, kind: 'OTP' } : label;
}

/** Whether a token is a word of a label. The last one may hold the verb: "my account number's …". */
const isWord = (token: Token | undefined, word: string, isLast: boolean): boolean =>
  token !== undefined && (token.text === word || (isLast && withoutIs(token.text) === word));

const withoutIs = (word: string): string => (word.endsWith("'s") ? word.slice(0, -2) : word);

function phoneRequestAt(tokens: readonly Token[], index: number): Label | null {
  const to = endOfPhoneRequest(tokens, index);
  return to === null ? null : { kind: 'PHONE', from: index, to };
}

/** "locker number", and "what's your room?". */
function harmlessNameAt(tokens: readonly Token[], index: number): Label | null {
  const to = endOfNamedNumber(tokens, index) ?? endOfAskedThing(tokens, index) ?? endOfIntroducedThing(tokens, index);
  return to === null ? null : { kind: 'NEUTRAL', from: index, to };
}

function isSomethingElse(tokens: readonly Token[], from: number, to: number, kind: LabelKind): boolean {
  if (hasOtherWord(otherBefore, kind, tokens[from - 1]) || hasOtherWord(otherAfter, kind, tokens[to])) return true;
  if (isReceivingPhone(tokens, { kind, from, to })) return true;
  return kindOfLabel.get(kind)?.isSomethingElse?.(tokens, from, to) ?? false;
}

/** "the code that we sent to your phone". */
const isReceivingPhone = (tokens: readonly Token[], { kind, from, to }: Label): boolean =>
  kind === 'PHONE' && to - from === 1 && receivesCode(tokens, from);

const hasOtherWord = (others: typeof otherBefore, kind: LabelKind, token: Token | undefined): boolean =>
  token !== undefined && others[kind]?.has(token.text) === true;
