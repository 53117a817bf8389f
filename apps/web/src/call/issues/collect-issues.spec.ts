import { expect, it } from '@jest/globals';
import { aSegment } from '../../../test/support/builders.js';
import { emptyTranscript, mergeSegment } from '../transcript/transcript.js';
import { areSameIssues, collectIssues } from './collect-issues.js';

const issue = (text: string, startChar: number) => ({
  text,
  startChar,
  endChar: startChar + text.length,
  startMs: startChar,
});
const late = aSegment({ id: '0-0-2', startMs: 5_000, issues: [issue('too late', 0)] });
const early = aSegment({ id: '0-0-1', startMs: 1_000, issues: [issue('broken', 3), issue('[CARD]', 12)] });

it('collects the issues of all lines in their order', () => {
  const transcript = [late, early, aSegment({ id: '0-0-3', startMs: 9_000 })].reduce(mergeSegment, emptyTranscript);
  expect(collectIssues(transcript).map(({ segmentId, text }) => [segmentId, text])).toEqual([
    ['0-0-1', 'broken'],
    ['0-0-1', '[CARD]'],
    ['0-0-2', 'too late'],
  ]);
});

it('sees that a correction changes an issue, and that a partial changes none', () => {
  const before = mergeSegment(emptyTranscript, early);
  const grown = mergeSegment(before, aSegment({ id: '0-0-4', startMs: 8_000, isPartial: true }));
  expect(areSameIssues(collectIssues(before), collectIssues(grown))).toBe(true);
  const corrected = mergeSegment(before, { ...early, revision: 2, issues: [issue('[NAME]', 3), issue('[CARD]', 12)] });
  expect(areSameIssues(collectIssues(before), collectIssues(corrected))).toBe(false);
});
