import type { RawSegment } from './segment-text.js';

type Issues = NonNullable<RawSegment['issues']>;

interface Hidden {
  readonly start: number;
  readonly end: number;
}
interface Placeholder {
  readonly startChar: number;
  readonly endChar: number;
}

/** Issues in the redacted text. `hidden[n]` of the raw text became `placeholders[n]`. An issue that begins or ends within it covers it. */
export function moveIssues(issues: Issues, hidden: readonly Hidden[], placeholders: readonly Placeholder[]): Issues {
  const move = (char: number, isStart: boolean): number => {
    let moved = char;
    for (const [n, { startChar, endChar }] of placeholders.entries()) {
      const { start = 0, end = 0 } = hidden[n] ?? {};
      if (char >= end) moved = endChar + char - end;
      else if (char > start) return isStart ? startChar : endChar;
    }
    return moved;
  };
  return issues.map((issue) => ({
    ...issue,
    startChar: move(issue.startChar, true),
    endChar: move(issue.endChar, false),
  }));
}
