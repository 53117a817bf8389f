import { endOfAskedThing, endOfIntroducedThing, endOfNamedNumber } from './harmless-labels.js';
import type { LabelledKind } from './kinds/labelled-kind.js';
import { labelledKinds } from './kinds/labelled-kinds.js';
import { labelPhrases, otherAfter, otherBefore, type LabelKind } from './label-phrases.js';
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
    const label = phraseAt(tokens, index) ?? harmlessNameAt(tokens, index);
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
  const match = byFirstWord
    .get(tokens[index]?.text ?? '')
    ?.find(
      ({ words, kind }) =>
        words.every((word, offset) => tokens[index + offset]?.text === word) &&
        !isSomethingElse(tokens, index, index + words.length, kind),
    );
  return match === undefined ? null : { kind: match.kind, from: index, to: index + match.words.length };
}

/** "locker number", and "what's your room?". */
function harmlessNameAt(tokens: readonly Token[], index: number): Label | null {
  const to = endOfNamedNumber(tokens, index) ?? endOfAskedThing(tokens, index) ?? endOfIntroducedThing(tokens, index);
  return to === null ? null : { kind: 'NEUTRAL', from: index, to };
}

function isSomethingElse(tokens: readonly Token[], from: number, to: number, kind: LabelKind): boolean {
  const before = tokens[from - 1]?.text ?? '';
  const after = tokens[to]?.text ?? '';
  if (otherBefore[kind]?.has(before) === true || otherAfter[kind]?.has(after) === true) return true;
  return kindOfLabel.get(kind)?.isSomethingElse?.(tokens, from, to) ?? false;
}
