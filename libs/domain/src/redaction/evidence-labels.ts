import { accountEvidence } from './account-evidence.js';
import { isNextToAccount } from './bare-account.js';
import { codeEvidence } from './code-evidence.js';
import { contactEvidence } from './contact-evidence.js';
import type { Evidence } from './evidence.js';
import type { Label, LabelKind } from './label-phrases.js';
import { findNumberGroups } from './number-groups.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** Most tokens from the first word of the evidence to the last one. */
const MAX_TOKENS = 14;

/** For each word the pieces of evidence that begin with it. */
const evidenceByWord = new Map<string, Evidence[]>();
for (const piece of [...contactEvidence, ...accountEvidence, ...codeEvidence])
  for (const word of piece.groups[0] ?? []) evidenceByWord.set(word, [...(evidenceByWord.get(word) ?? []), piece]);

/** Labels beside which others may have evidence. Each other label says what the utterance is about. */
const vague = new Set<LabelKind>(['CARD', 'CODE', 'END', 'NUMBER']);

/** The numbers of an utterance: how many digits all and the longest one have, and where that begins. */
interface Digits {
  readonly counts: readonly number[];
  readonly from: number;
  /** Several numbers are in the utterance. */
  readonly areSeveral: boolean;
}

/** The labels with one for each kind that the words of the utterance prove, where no phrase named a kind. */
export function withEvidence(tokens: readonly Token[], labels: readonly Label[]): readonly Label[] {
  const named = labels.filter(({ kind }) => !vague.has(kind));
  if (named.some(({ kind }) => kind !== 'SORT_CODE')) return labels;
  let digits: Digits | null = null;
  const readDigits = (): Digits => (digits ??= digitsOf(tokens));
  const search = { tokens, labels, named, readDigits };
  for (let index = 0; index < tokens.length; index++) {
    if (isNextToAccount(tokens, index) || isInCode(tokens, index)) continue;
    for (const piece of evidenceByWord.get(textAt(tokens, index)) ?? []) {
      const label =
        mayAccompany(piece, search) && !isMessage(piece, tokens, index) ? labelOf(piece, index, search) : null;
      if (label !== null) return [...labels, label].sort((a, b) => a.from - b.from);
    }
  }
  return labels;
}

/** "What number do you see in the text?" asks for no phone. */
const isMessage = ({ kind }: Evidence, tokens: readonly Token[], index: number): boolean =>
  kind === 'PHONE' && textAt(tokens, index) === 'text' && determiners.has(textAt(tokens, index - 1));

const determiners = new Set(['the', 'that', 'this', 'our', 'my']);

/** An utterance in which evidence is searched. */
interface EvidenceSearch {
  readonly tokens: readonly Token[];
  readonly labels: readonly Label[];
  /** Those that say what the utterance is about. */
  readonly named: readonly Label[];
  /** Reads the numbers once. */
  readonly readDigits: () => Digits;
}

function labelOf(piece: Evidence, index: number, { tokens, labels, readDigits }: EvidenceSearch): Label | null {
  const last =
    piece.digits === undefined
      ? lastOf(piece, tokens, index)
      : lastBeside(piece, tokens, { index, digits: readDigits() });
  return last === null ? null : (labelAt(piece.kind, last, labels) ?? labelAt(piece.kind, index, labels));
}

/** Whether the evidence counts beside the labels. A sort code has its account with it: "to 40213399, sort code 20 44 51". */
const mayAccompany = ({ kind, digits }: Evidence, { labels, named, readDigits }: EvidenceSearch): boolean =>
  digits === undefined
    ? named.length === 0
    : labels.every((label) => kind === 'OTP' && label.kind === 'CODE') ||
      (kind === 'ACCOUNT' && labels.length === named.length && readDigits().areSeveral);

function digitsOf(tokens: readonly Token[]): Digits {
  const groups = findNumberGroups(tokens);
  const longest = Math.max(0, ...groups.map(({ digits }) => digits.length));
  return {
    counts: [groups.reduce((sum, { digits }) => sum + digits.length, 0), longest],
    from: groups.find(({ digits }) => digits.length === longest)?.from ?? tokens.length,
    areSeveral: groups.length > 1,
  };
}

/** Index of the last word of the evidence before the first number; null when a group is missing. */
function lastOf({ groups }: Evidence, tokens: readonly Token[], index: number): number | null {
  const to = Math.min(tokens.length, index + MAX_TOKENS);
  const end = firstNumber(tokens, index, to);
  const places = groups.map((group) => findWord(tokens, group, { from: Math.max(0, index - MAX_TOKENS), end }));
  return lastOfAll(places, index);
}

/** The same for evidence before and after a number that has as many digits as values of the kind. */
function lastBeside(
  { groups, digits: [min, max] = [0, 0] }: Evidence,
  tokens: readonly Token[],
  { index, digits: { counts, from } }: { readonly index: number; readonly digits: Digits },
): number | null {
  if (!counts.some((count) => count >= min && count <= max)) return null;
  const start = Math.max(0, index - MAX_TOKENS);
  const end = Math.min(tokens.length, Math.max(index, from) + MAX_TOKENS);
  const places = groups.map(
    (group) => findWord(tokens, group, { from: start, end: from }) ?? findWord(tokens, group, { from, end }),
  );
  const last = lastOfAll(places, 0);
  const before = places.filter((at) => at !== null && at < from);
  return last === null || before.length === 0 ? last : lastOfAll(before, 0);
}

function lastOfAll(places: readonly (number | null)[], index: number): number | null {
  let last = index;
  for (const at of places) {
    if (at === null) return null;
    last = Math.max(last, at);
  }
  return last;
}

function findWord(
  tokens: readonly Token[],
  group: ReadonlySet<string>,
  { from, end }: { readonly from: number; readonly end: number },
): number | null {
  for (let at = from; at < end; at++) if (group.has(textAt(tokens, at)) && !isInCode(tokens, at)) return at;
  return null;
}

/** The letters of "HDFC0885630" and of "APP 290 098" are no word. */
const isInCode = (tokens: readonly Token[], index: number): boolean =>
  tokens[index + 1]?.gap === 'glued' || (textAt(tokens, index) === 'app' && tokens[index + 1]?.kind === 'digits');

function firstNumber(tokens: readonly Token[], from: number, to: number): number {
  for (let at = from; at < to; at++) if (startsNumber(tokens, at)) return at;
  return to;
}

/** A label at a word, unless a phrase is there. */
const labelAt = (kind: LabelKind, at: number, labels: readonly Label[]): Label | null =>
  labels.some(({ from, to }) => from <= at && at < to) ? null : { kind, from: at, to: at + 1 };
