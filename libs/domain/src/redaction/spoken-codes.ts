import { codeAt, isFiller } from './kinds/read-code-at.js';
import { scanTokens, type Token } from './scan-tokens.js';
import type { SegmentText } from './segment-text.js';

/** Whether a text ends with a digit or a letter that is spelled. */
export function endsInCode({ text }: SegmentText, tokens: readonly Token[]): boolean {
  let last = tokens.length - 1;
  while (last > 0 && isFiller(tokens[last])) last--;
  return codeAt(tokens, last, text) !== null;
}

/** "I have juliet golf": the beginning of a code. */
export function endsInLetters({ text }: SegmentText, tokens: readonly Token[]): boolean {
  const [before, last] = [2, 1].map((count) => codeAt(tokens, tokens.length - count, text));
  if (before?.to !== tokens.length - 1 || last == null) return false;
  return /[a-z]/.test(before.characters + last.characters);
}

/** "W K", "and the letter is C": a part of a code. */
export const isOnlyCode = ({ text }: SegmentText): boolean => {
  const tokens = scanTokens(text);
  return isAllCode(text, tokens, tokens.length);
};

/** Whether a text holds letters and digits that directly follow each other, as many as a part of a code has. */
export function holdsCode({ text }: SegmentText): boolean {
  const tokens = scanTokens(text);
  let code = '';
  for (let index = 0; index < tokens.length;) {
    const read = codeAt(tokens, index, text);
    code = read === null && !isFiller(tokens[index]) ? '' : code + (read?.characters ?? '');
    if (code.length >= MIN_CODE && /[a-z]/.test(code) && /\d{2}/.test(code)) return true;
    index = read?.to ?? index + 1;
  }
  return false;
}

/** Shortest part of a code. */
const MIN_CODE = 4;

/** Whether the tokens before the end are digits, letters that are spelled, and pauses. */
export function isAllCode(text: string, tokens: readonly Token[], end: number): boolean {
  for (let index = 0; index < end;) {
    const read = codeAt(tokens, index, text);
    if (read === null && !isFiller(tokens[index])) return false;
    index = read?.to ?? index + 1;
  }
  return end > 0;
}
