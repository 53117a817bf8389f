import type { SegmentText } from './call-redactor.js';
import type { CharSpan } from './find-emails.js';
import type { Label } from './find-labels.js';
import { isOh, readNumber, startsNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';

/** Digits read from a text, before it is known what they belong to. */
export interface ReadDigits {
  readonly kind: 'digits';
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  readonly isSpoken: boolean;
  readonly isEveryday: boolean;
  readonly hasPlus: boolean;
  /** A mark other than a blank stands before. */
  readonly hasMark: boolean;
  /** Written marks that seldom stand inside a number, such as a slash or a colon. */
  readonly hasHardMark: boolean;
}

/** What a text is made of, as far as numbers are concerned. */
export type Piece =
  | ReadDigits
  | { readonly kind: 'word'; readonly isFiller: boolean }
  | { readonly kind: 'label'; readonly label: Label };

const fillers = new Set(
  `um umm uh uhm uhh er erm hmm mm mhm ah eh and then okay ok so next yeah yes yep right alright followed by dash hyphen
  space comma like well now got it again`.split(/\s+/),
);
const unitsOfAmounts = new Set(
  `dollar dollars bucks cent cents euro euros pound pounds percent minutes minute hours hour days day weeks week months month
  years year times am pm gig gigs gigabytes megabits megabyte megs miles thousand million grand st nd rd th usd
  o'clock degrees inches feet points items people k`.split(/\s+/),
);
const beforeYears = new Set(
  `in since until till year of by before after january february march april may june july august september october november
  december`.split(/\s+/),
);

/** The digits, labels and words of a text in order; what lies in an e-mail address counts as words. */
export function readPieces(
  source: SegmentText,
  tokens: readonly Token[],
  labels: readonly Label[],
  emails: readonly CharSpan[],
): Piece[] {
  const pieces: Piece[] = [];
  let nextLabel = 0;
  let nextEmail = 0;
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index] as Token;
    const label = labels[nextLabel];
    if (label !== undefined && label.from === index) {
      pieces.push({ kind: 'label', label });
      nextLabel++;
      index = label.to;
      continue;
    }
    while ((emails[nextEmail]?.end ?? Infinity) <= token.start) nextEmail++;
    const inEmail = (emails[nextEmail]?.start ?? Infinity) <= token.start;
    const number =
      inEmail || (isOh(token) && !hasNumberBeside(tokens, index, pieces.at(-1))) ? null : readNumber(tokens, index);
    const last = number === null ? undefined : tokens[number.next - 1];
    if (number === null || last === undefined) {
      pieces.push({ kind: 'word', isFiller: fillers.has(token.text) });
      index++;
      continue;
    }
    pieces.push(digitsPiece(source.text, tokens, index, { ...number, end: last.end }));
    index = number.next;
  }
  return pieces;
}

function hasNumberBeside(tokens: readonly Token[], index: number, before: Piece | undefined): boolean {
  if (before?.kind === 'digits') return true;
  let next = index + 1;
  while (isOh(tokens[next])) next++;
  return startsNumber(tokens, next) || (next - index >= 2 && next - index <= 19) || tokens.length === 1;
}

function digitsPiece(
  text: string,
  tokens: readonly Token[],
  index: number,
  number: { digits: string; next: number; isSpoken: boolean; end: number },
): ReadDigits {
  const token = tokens[index] as Token;
  const after = tokens[number.next];
  const before = tokens[index - 1];
  const { digits, isSpoken, end } = number;
  const isAmount =
    token.currency ||
    text[end] === '%' ||
    unitsOfAmounts.has(after?.text ?? '') ||
    isDecimal(text, tokens, index, number.next);
  const isYear =
    /^(19|20)\d\d$/.test(digits) &&
    (token.gap === 'hard' || beforeYears.has(before?.text ?? '') || after?.gap === 'hard');
  const isInCode = !isSpoken && (token.gap === 'glued' || (after?.gap === 'glued' && after.kind === 'word'));
  return {
    kind: 'digits',
    digits,
    start: token.start,
    end,
    isSpoken,
    isEveryday: isAmount || isYear || isInCode,
    hasPlus: text[token.start - 1] === '+' || before?.text === 'plus',
    hasMark: token.gap === 'mark',
    hasHardMark: token.gap === 'hard',
  };
}

/** "12.50" and "1,234.56": a part of an amount, neither group going on as a longer number. */
function isDecimal(text: string, tokens: readonly Token[], index: number, next: number): boolean {
  const token = tokens[index] as Token;
  const after = tokens[next];
  const before = tokens[index - 1];
  const endsInCents = (first: Token | undefined, second: Token | undefined, third: Token | undefined): boolean =>
    first?.kind === 'digits' &&
    second?.kind === 'digits' &&
    first.text.length <= 4 &&
    second.text.length === 2 &&
    text.slice(first.end, second.start) === '.' &&
    !(third?.kind === 'digits' && text.slice(second.end, third.start) === '.');
  return endsInCents(token, after, tokens[next + 1]) || endsInCents(before, token, after);
}
