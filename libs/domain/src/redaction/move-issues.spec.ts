import { expect, it } from '@jest/globals';
import { exampleSpeaker, type SegmentId } from '@earshot/contracts';
import { CallRedactor } from './call-redactor.js';
import { moveIssues } from './move-issues.js';

const times = { startMs: 0, endMs: 900 };

it('an issue keeps its words when redaction changes the text before it, and covers what is hidden within it', () => {
  const text = 'my card is 4111 1111 1111 1111 and it does not work, nor does 4000 0000 0000 0002';
  const at = (part: string) => {
    const startChar = text.indexOf(part);
    return { startChar, endChar: startChar + part.length, ...times };
  };
  const issues = [
    at('my card'),
    at('does not work'),
    at('1111 and it'),
    at('nor does 4000 0000 0000 0002'),
    at('1111'),
  ];
  const { segment } = new CallRedactor({ defaultCountry: 'US' }).redact({
    segmentId: '0-0-0' as SegmentId,
    ...exampleSpeaker('CUSTOMER'),
    revision: 1,
    isPartial: false,
    ...times,
    text,
    words: [],
    engine: 'scripted',
    recognizedAtMs: 0,
    issues,
  });
  expect(segment.text).toBe('my card is [CARD] and it does not work, nor does [CARD]');
  expect(segment.issues?.map(({ startChar, endChar }) => segment.text.slice(startChar, endChar))).toEqual([
    'my card',
    'does not work',
    '[CARD] and it',
    'nor does [CARD]',
    '[CARD]',
  ]);
});

it('an issue beside a placeholder stays beside it', () => {
  const move = (startChar: number, endChar: number) => {
    const [moved] = moveIssues(
      [{ startChar, endChar, ...times }],
      [{ start: 4, end: 8 }],
      [{ startChar: 4, endChar: 10 }],
    );
    return [moved?.startChar, moved?.endChar];
  };
  expect([move(0, 4), move(8, 9), move(3, 5), move(7, 9), move(4, 8)]).toEqual([
    [0, 4],
    [10, 11],
    [3, 10],
    [4, 11],
    [4, 10],
  ]);
});
