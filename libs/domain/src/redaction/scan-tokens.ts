/** What is between a token and the one before it: nothing, blanks, a mark, or a mark that numbers seldom hold. */
export type TokenGap = 'glued' | 'space' | 'mark' | 'hard';

/** A run of letters or of digits. Digits of other scripts become 0 to 9. */
export interface Token {
  readonly kind: 'word' | 'digits';
  /** Lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly gap: TokenGap;
  /** A currency sign is directly before the token. */
  readonly currency: boolean;
}

/** The text of a token; empty where none is. */
export const textAt = (tokens: readonly Token[], index: number): string => tokens[index]?.text ?? '';

const HARD_MARKS = new Set('/:;|&=<>@\\%^~');
const CURRENCY = new Set('$£€¥₹');
/** Code point of zero in the scripts that speech engines and people write: ASCII, Arabic, Persian, Devanagari, full width. */
const DIGIT_ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0xff10];

/** The value of a digit's code unit; -1 for anything else. */
function digitValue(code: number): number {
  if (code < 0x80) return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1;
  for (const zero of DIGIT_ZEROS) if (code >= zero && code <= zero + 9) return code - zero;
  return -1;
}

const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 0xc0 && digitValue(code) < 0 && !isPunctuation(code));

const isPunctuation = (code: number): boolean =>
  (code >= 0x2000 && code <= 0x20cf) ||
  (code >= 0x3000 && code <= 0x303f) ||
  code === 0xfeff ||
  (code >= 0xff00 && code <= 0xff0f);

const isApostrophe = (code: number): boolean => code === 39 || code === 0x2019;

/** Splits a text into words and digit groups in one pass. Positions are UTF-16 units of the text. */
export function scanTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  let lastEnd = 0;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    const isDigits = digitValue(code) >= 0;
    if (!isDigits && !isLetter(code)) {
      position++;
      continue;
    }
    const start = position;
    position = isDigits ? endOfDigits(text, start) : endOfWord(text, start);
    const raw = text.slice(start, position);
    const { gap, currency } = between(text, lastEnd, start);
    const said = isDigits ? plainDigits(raw) : plainWord(raw);
    tokens.push({ kind: isDigits ? 'digits' : 'word', text: said, start, end: position, gap, currency });
    lastEnd = position;
  }
  return tokens;
}

function endOfDigits(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && digitValue(text.charCodeAt(end)) >= 0) end++;
  return end;
}

function endOfWord(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    const inner = isApostrophe(code) && end + 1 < text.length && isLetter(text.charCodeAt(end + 1));
    if (!inner && !isLetter(code)) break;
    end++;
  }
  return end;
}

const plainWord = (raw: string): string => {
  const lower = raw.toLowerCase();
  return lower.includes('’') ? lower.replaceAll('’', "'") : lower;
};

function plainDigits(raw: string): string {
  const first = raw.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39 && !/[^0-9]/.test(raw)) return raw;
  let digits = '';
  for (let index = 0; index < raw.length; index++) digits += digitValue(raw.charCodeAt(index));
  return digits;
}

const SPACE = { gap: 'space', currency: false } as const;

function between(text: string, from: number, to: number): { gap: TokenGap; currency: boolean } {
  if (from === to) return { gap: from === 0 ? 'space' : 'glued', currency: false };
  if (to - from === 1 && text.charCodeAt(from) === 0x20) return SPACE;
  const currency = CURRENCY.has(text[to - 1] ?? '');
  let gap: TokenGap = 'space';
  for (let index = from; index < to; index++) {
    const char = text[index] ?? '';
    if (HARD_MARKS.has(char)) return { gap: 'hard', currency };
    if (char.trim() !== '') gap = 'mark';
  }
  return { gap, currency };
}
