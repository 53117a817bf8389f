import { describe, expect, it } from '@jest/globals';
import type { UtteranceEvent } from '@aws-sdk/client-transcribe-streaming';
import { normalizeCategories, normalizeUtterance } from './normalize-call-analytics.js';
import { normalizeEvent } from './normalize-event.js';

/** In the shape of the API reference of `UtteranceEvent`. */
const recorded: UtteranceEvent = {
  UtteranceId: 'd5a0-1',
  IsPartial: false,
  ParticipantRole: 'CUSTOMER',
  BeginOffsetMillis: 1_000,
  EndOffsetMillis: 4_000,
  Transcript: ' My bill is wrong, says Ann Lee.',
  Items: [
    { Type: 'pronunciation', Content: 'My', BeginOffsetMillis: 1_000, EndOffsetMillis: 1_200, Confidence: 0.9 },
    { Type: 'pronunciation', Content: 'bill', BeginOffsetMillis: 1_200, EndOffsetMillis: 1_500 },
    { Type: 'pronunciation', Content: 'is', BeginOffsetMillis: 1_500, EndOffsetMillis: 1_700 },
    { Type: 'pronunciation', Content: 'wrong', BeginOffsetMillis: 1_700, EndOffsetMillis: 2_300 },
    { Type: 'punctuation', Content: ',' },
    { Type: 'pronunciation', Content: 'says', BeginOffsetMillis: 2_400, EndOffsetMillis: 2_800 },
    { Type: 'pronunciation', Content: 'Ann', BeginOffsetMillis: 2_900, EndOffsetMillis: 3_300 },
    { Type: 'pronunciation', Content: 'Lee', BeginOffsetMillis: 3_300, EndOffsetMillis: 3_900 },
    { Type: 'punctuation', Content: '.' },
  ],
  Sentiment: 'NEGATIVE',
  IssuesDetected: [{ CharacterOffsets: { Begin: 4, End: 18 } }],
  Entities: [
    { Category: 'PII', Type: 'NAME', Content: 'Ann Lee', BeginOffsetMillis: 2_900, EndOffsetMillis: 3_900 },
    { Category: 'PII', Type: 'AGE', Content: 'says', BeginOffsetMillis: 2_400, EndOffsetMillis: 2_800 },
  ],
};

describe('an utterance of Call Analytics', () => {
  it('becomes words with the label, the issues and the private details, in places of the text', () => {
    const result = normalizeUtterance(recorded, 1, 'en-US');
    const text = 'My bill is wrong, says Ann Lee.';
    expect(result).toMatchObject({
      channel: 0,
      resultId: 'd5a0-1',
      isFinal: true,
      startMs: 1_000,
      endMs: 4_000,
      text,
      language: 'en-US',
    });
    expect(result.words.map((word) => word.text)).toEqual(['My', 'bill', 'is', 'wrong,', 'says', 'Ann', 'Lee.']);
    expect(result.insights).toEqual({
      sentiment: 'NEGATIVE',
      sentimentScore: -5,
      issues: [{ startChar: 3, endChar: 17, startMs: 1_200, endMs: 2_300 }],
      entities: [{ kind: 'NAME', startChar: 23, endChar: 31 }],
    });
    expect(text.slice(3, 17)).toBe('bill is wrong,');
  });

  it('gives the scores of LCA to the labels, and none to a mixed or an unknown one', () => {
    const insights = (Sentiment: string) =>
      normalizeUtterance({ ...recorded, Sentiment: Sentiment as never }, 1, undefined).insights;
    expect(insights('POSITIVE')).toMatchObject({ sentiment: 'POSITIVE', sentimentScore: 5 });
    expect(insights('NEUTRAL')).toMatchObject({ sentiment: 'NEUTRAL', sentimentScore: 0 });
    expect(insights('MIXED')).toMatchObject({ sentiment: 'MIXED', sentimentScore: undefined });
    expect(insights('toString')?.sentiment).toBeUndefined();
  });

  it('of a partial says nothing but its words, and the agent has the other channel', () => {
    const partial = normalizeUtterance({ ...recorded, IsPartial: true, ParticipantRole: 'AGENT' }, 1, undefined);
    expect(partial).toMatchObject({ isFinal: false, channel: 1 });
    expect(partial.insights).toBeUndefined();
    expect(normalizeUtterance({ ...recorded, ParticipantRole: 'AGENT' }, 0, undefined).channel).toBe(0);
  });

  it.each([
    { BeginOffsetMillis: 5_000 },
    { EndOffsetMillis: undefined },
    { ParticipantRole: 'SUPERVISOR' },
    { UtteranceId: 7 },
    { Transcript: { html: '<b>' } },
    { Items: [{ Type: 'pronunciation', Content: {} }] },
  ])('without sense fails, so that its audio is sent again: %j', (changes) => {
    expect(() => normalizeUtterance({ ...recorded, ...changes } as never, 1, undefined)).toThrow(
      expect.objectContaining({ code: 'SPEECH_RESULT_INVALID', retryable: true }),
    );
  });

  it('with issues outside its text keeps what is inside', () => {
    const issues = (...spans: (readonly [unknown, unknown])[]) =>
      normalizeUtterance(
        { ...recorded, IssuesDetected: spans.map(([Begin, End]) => ({ CharacterOffsets: { Begin, End } })) as never },
        1,
        undefined,
      ).insights?.issues;
    expect(issues([-4, 3], [18, 9_999], [900, 999], [5, 5], ['a', 3], [undefined, 4])).toEqual([
      { startChar: 0, endChar: 2, startMs: 1_000, endMs: 1_200 },
      { startChar: 17, endChar: 31, startMs: 2_400, endMs: 3_900 },
    ]);
  });
});

describe('a category of Call Analytics', () => {
  it('has an entry for each range that makes sense', () => {
    expect(
      normalizeCategories({
        MatchedCategories: ['Cancellation', 'Nowhere', '', 'x'.repeat(129)],
        MatchedDetails: {
          Cancellation: {
            TimestampRanges: [
              { BeginOffsetMillis: 100, EndOffsetMillis: 900 },
              { BeginOffsetMillis: 900, EndOffsetMillis: 100 },
              {},
            ],
          },
        },
      }),
    ).toEqual([{ category: 'Cancellation', startMs: 100, endMs: 900 }]);
    expect(normalizeCategories({})).toEqual([]);
  });

  it('and events that the service may add say nothing', () => {
    const by = { language: undefined, agentChannel: 1 } as const;
    const nothing = { results: [], categories: [] };
    expect(normalizeEvent('UtteranceEvent', {}, by)).toEqual(nothing);
    expect(normalizeEvent('SummaryEvent', { UtteranceId: 'x' }, by)).toEqual(nothing);
  });
});
