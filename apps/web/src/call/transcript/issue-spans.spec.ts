import { describe, expect, it } from '@jest/globals';
import { isInIssue, splitAtIssues } from './issue-spans.js';

const issue = (startChar: number, endChar: number) => ({ text: '', startChar, endChar, startMs: 0 });

describe('splitAtIssues', () => {
  it.each([
    ['no issue', [], ['no issue']],
    ['all of it', [issue(0, 9)], ['<all of it>']],
    ['it is broken again', [issue(6, 12)], ['it is ', '<broken>', ' again']],
    ['it is broken again', [issue(0, 5), issue(6, 12)], ['<it is>', ' ', '<broken>', ' again']],
    ['it is broken again', [issue(0, 8), issue(6, 12)], ['<it is broken>', ' again']],
    ['it is broken again', [issue(0, 12), issue(6, 8)], ['<it is broken>', ' again']],
    ['your [CARD] failed', [issue(5, 18)], ['your ', '<[CARD] failed>']],
  ])('splits %j at %j', (text, issues, parts) => {
    expect(splitAtIssues(text, issues).map((part) => (part.isIssue ? `<${part.text}>` : part.text))).toEqual(parts);
  });
});

it.each([
  [0, 5, false],
  [0, 7, true],
  [6, 12, true],
  [8, 9, true],
  [12, 18, false],
])('says of the characters from %d to %d that they lie in the issue: %s', (startChar, endChar, isIssue) => {
  expect(isInIssue([issue(6, 12)], startChar, endChar)).toBe(isIssue);
});
