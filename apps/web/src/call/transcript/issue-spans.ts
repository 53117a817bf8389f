import type { Segment } from './segment-index.js';

type Issues = Segment['issues'];

/** A part of a line that is an issue, or that is none. */
export interface LinePart {
  readonly text: string;
  readonly isIssue: boolean;
}

/** Splits a line at the ends of its issues, which are in the order of the text. Issues that overlap become one part. */
export function splitAtIssues(text: string, issues: Issues): LinePart[] {
  const parts: LinePart[] = [];
  let at = 0;
  for (const { startChar, endChar } of mergeIssues(issues)) {
    if (startChar > at) parts.push({ text: text.slice(at, startChar), isIssue: false });
    parts.push({ text: text.slice(startChar, endChar), isIssue: true });
    at = endChar;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isIssue: false });
  return parts;
}

function mergeIssues(issues: Issues): { startChar: number; endChar: number }[] {
  const merged: { startChar: number; endChar: number }[] = [];
  for (const { startChar, endChar } of issues) {
    const last = merged.at(-1);
    if (last !== undefined && startChar < last.endChar) last.endChar = Math.max(last.endChar, endChar);
    else merged.push({ startChar, endChar });
  }
  return merged;
}

/** Whether a piece of the text lies in an issue, wholly or in part. */
export const isInIssue = (issues: Issues, startChar: number, endChar: number): boolean =>
  issues.some((issue) => startChar < issue.endChar && endChar > issue.startChar);
