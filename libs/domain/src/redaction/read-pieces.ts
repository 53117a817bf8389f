import { isEverydayNumber, isSpokenHundred } from './everyday-numbers.js';
import type { Label } from './find-labels.js';
import { hesitationAt, type Hesitation } from './hesitations.js';
import { isOh, isZeroAt, readNumber, startsNumber, type ReadNumber } from './read-number.js';
import { letterAt } from './kinds/read-code-at.js';
import type { Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';
import { endOfValueBefore } from './value-before-label.js';

/** Digits of a text that are not sorted into runs yet. */
export interface ReadDigits extends CharSpan {
  readonly kind: 'digits';
  readonly digits: string;
  readonly isSpoken: boolean;
  /** An amount, a year, a part of a date or of a longer code. */
  readonly isEveryday: boolean;
  /** "two hundred and forty nine": an amount, unless somebody asked for a number. */
  readonly isHundred: boolean;
  /** A "+" is before the digits. */
  readonly hasPlus: boolean;
  /** A mark other than a blank is before the digits. */
  readonly hasMark: boolean;
  /** A mark that numbers seldom hold, such as a slash or a colon, is before the digits. */
  readonly hasHardMark: boolean;
}

/** A part of a text: digits, a label, or a word between them. */
export type Piece =
  ReadDigits | { readonly kind: 'word'; readonly isFiller: boolean; readonly isCorrection: boolean } | LabelPiece;

export interface LabelPiece {
  readonly kind: 'label';
  readonly label: Label;
  /** A value may be directly before the label: "… is my phone number". */
  readonly followsValue: boolean;
}

const fillers = new Set(
  `um umm uh uhm uhh ehm er erm hmm mm mhm ah eh and then okay ok so next yeah yes yep right alright followed by dash hyphen
  space comma like well now got it again slash stroke dot point minus plus uhuh`.split(/\s+/),
);

/** Words with which a speaker corrects what he said. */
export const corrections = new Set([
  'sorry',
  'no',
  'wait',
  'actually',
  'mean',
  'correction',
  'oops',
  'again',
  'repeat',
  'scratch',
  'strike',
  'meant',
  'mistake',
  'whoops',
  'nope',
  'apologies',
  'pardon',
  'misread',
  'misspoke',
  'rather',
  'false',
]);

/** The digits, labels and words of a text in order. The tokens of e-mail addresses and of labelled values count as words. */
export function readPieces(
  text: string,
  tokens: readonly Token[],
  labels: readonly Label[],
  { values, harmless }: { readonly values: readonly CharSpan[]; readonly harmless: readonly CharSpan[] },
): Piece[] {
  const pieces: Piece[] = [];
  const labelAt = new Map(labels.map((label) => [label.from, label]));
  const isInValue = spanCheck(values);
  const isHarmless = spanCheck(harmless);
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index] as Token;
    const label = labelAt.get(index);
    if (label !== undefined) {
      pieces.push({ kind: 'label', label, followsValue: endOfValueBefore(tokens, label) !== null });
      index = label.to;
      continue;
    }
    const hesitation = longHesitationAt(tokens, index, labelAt);
    if (hesitation !== null) {
      const { isCorrection, to } = hesitation;
      pieces.push({ kind: 'word', isFiller: !isCorrection, isCorrection });
      index = to;
      continue;
    }
    const number = isInValue(token) ? null : numberAt(tokens, index, pieces);
    if (number === null) pieces.push(wordOf(token));
    else {
      const digits = digitsOf(text, tokens, index, number);
      pieces.push(isHarmless(token) ? { ...digits, isEveryday: true } : digits);
    }
    index = number?.next ?? index + 1;
  }
  return pieces;
}

/** A hesitation of several words, such as "hang on", which no label interrupts. */
function longHesitationAt(
  tokens: readonly Token[],
  index: number,
  labelAt: ReadonlyMap<number, Label>,
): Hesitation | null {
  const hesitation = isZeroAt(tokens, index) ? null : hesitationAt(tokens, index);
  if (hesitation === null || hesitation.to - index < 2) return null;
  for (let at = index + 1; at < hesitation.to; at++) if (labelAt.has(at)) return null;
  return hesitation;
}

const wordOf = ({ text }: Token): Piece => ({
  kind: 'word',
  isFiller: fillers.has(text),
  isCorrection: corrections.has(text),
});

/** Says for tokens in order whether they are in one of the spans, which are in the order of their start. */
function spanCheck(spans: readonly CharSpan[]): (token: Token) => boolean {
  let next = 0;
  let end = 0;
  return ({ start }) => {
    for (; (spans[next]?.start ?? Infinity) <= start; next++) end = Math.max(end, spans[next]?.end ?? 0);
    return start < end;
  };
}

const numberAt = (tokens: readonly Token[], index: number, pieces: readonly Piece[]): ReadNumber | null =>
  isOh(tokens[index]) && (isLetterO(tokens, index) || !hasNumberBeside(tokens, index, pieces))
    ? null
    : readNumber(tokens, index);

/** Most tokens of a letter with the word that explains it. */
const MAX_TOKENS_OF_LETTER = 4;

/** The "O" of "S O 594 593", or of "S as in sugar O 407". */
const isLetterO = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.text === 'o' &&
  tokens
    .slice(Math.max(0, index - MAX_TOKENS_OF_LETTER), index)
    .some(
      ({ text }, offset, { length }) =>
        /^[b-hj-np-z]$/.test(text) && letterAt(tokens, index - length + offset)?.to === index,
    );

function hasNumberBeside(tokens: readonly Token[], index: number, pieces: readonly Piece[]): boolean {
  // "Thirty six, let me see, oh": nothing follows a digit that is found late.
  const isLast = index === tokens.length - 1;
  const before = isLast
    ? pieces.findLast(({ kind, ...piece }) => kind !== 'word' || !('isFiller' in piece && piece.isFiller))
    : pieces.at(-1);
  if (before?.kind === 'digits') return true;
  let next = index + 1;
  while (isOh(tokens[next])) next++;
  return startsNumber(tokens, next) || (next - index >= 2 && next - index <= 19) || tokens.length === 1;
}

function digitsOf(text: string, tokens: readonly Token[], index: number, number: ReadNumber): ReadDigits {
  const { start, gap } = tokens[index] as Token;
  const { digits, isSpoken, next } = number;
  const place = { text, tokens, index, next };
  return {
    kind: 'digits',
    digits,
    start,
    end: tokens[next - 1]?.end ?? start,
    isSpoken,
    isEveryday: isEverydayNumber(number, place),
    isHundred: isSpokenHundred(number, place),
    hasPlus: text[start - 1] === '+' || tokens[index - 1]?.text === 'plus',
    hasMark: gap === 'mark',
    hasHardMark: gap === 'hard',
  };
}
