import { beforeEach, describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type EventOf, type SegmentId } from '@earshot/contracts';
import { MemoryHistory, storedFinal } from './memory-history.js';
import { restartSegments, segment, setUp } from './set-up.js';

beforeEach(restartSegments);

const id = '0-0-0' as SegmentId;
const label = { sentiment: 'NEGATIVE', sentimentScore: -5, sentimentEngine: 'amazon-transcribe' } as const;

describe('what the speech engine itself says about a final', () => {
  it('stands: its sentiment is not scored again and counts in the metrics', async () => {
    const { bus, event, deliver } = setUp();
    await deliver(event('transcript.segment', segment('thank you that is perfect', { segmentId: id, ...label })));
    const [final, metrics] = bus.events('calls.insight') as [EventOf<'segment.enriched'>, EventOf<'metrics.changed'>];
    expect(final.data).toMatchObject(label);
    expect(metrics.data.participants[0]?.averageSentiment).toBe(-5);
  });

  it('may be a label without a score', async () => {
    const { bus, event, deliver } = setUp();
    const mixed = { sentiment: 'MIXED', sentimentEngine: 'amazon-transcribe' } as const;
    await deliver(event('transcript.segment', segment('thank you that is perfect', { segmentId: id, ...mixed })));
    const [final] = bus.events('calls.insight') as [EventOf<'segment.enriched'>];
    expect(final.data).toMatchObject(mixed);
    expect(final.data).not.toHaveProperty('sentimentScore');
  });

  it('keeps its issues in place when words before them are hidden', async () => {
    const { bus, event, deliver } = setUp();
    const text = 'my card 4111 1111 1111 1111 does not work';
    const issue = { startChar: text.indexOf('does'), endChar: text.length, startMs: 500, endMs: 800 };
    await deliver(event('transcript.segment', segment(text, { segmentId: id, issues: [issue] })));
    const [{ data }] = bus.events('calls.insight') as [EventOf<'segment.enriched'>];
    expect(data.text).toBe('my card [CARD] does not work');
    expect(data.issues).toMatchObject([{ startMs: 500, endMs: 800 }]);
    expect(data.issues?.map(({ startChar, endChar }) => data.text.slice(startChar, endChar))).toEqual([
      'does not work',
    ]);
  });

  it.each([
    ['this process', []],
    ['another process', ['it does not take 4111 1111']],
  ])('keeps its issues when a final of %s is corrected', async (_who, earlier) => {
    const issue = { startChar: 3, endChar: 16, startMs: 500, endMs: 800 };
    const history = new MemoryHistory();
    for (const text of earlier) history.finals.push(storedFinal(text, { segmentId: id, issues: [issue] }));
    const { bus, event, deliver } = setUp({ history });
    const texts = ['it does not take 4111 1111', '1111 1111 it said'].slice(earlier.length);
    for (const [n, text] of texts.entries())
      await deliver(
        event(
          'transcript.segment',
          segment(text, {
            segmentId: `0-0-${n + earlier.length}` as SegmentId,
            ...(n + earlier.length === 0 && { issues: [issue] }),
          }),
        ),
      );
    const corrected = bus
      .events()
      .flatMap((one) => (one.type === 'segment.enriched' && one.data.segmentId === id ? [one.data] : []))
      .at(-1);
    expect(corrected?.text).toBe('it does not take [CARD]');
    expect(corrected?.issues).toEqual([issue]);
  });

  it('passes on its categories, after the final that they belong to', async () => {
    const { bus, event, deliver } = setUp();
    const match = { category: 'Cancellation', isAlert: true, segmentId: id, ...exampleSpeaker('CUSTOMER'), atMs: 400 };
    await deliver(event('transcript.segment', segment('i want to leave', { segmentId: id })));
    await deliver(event('category.matched', match));
    const events = bus.events('calls.insight');
    expect(events.map(({ type }) => type)).toEqual(['segment.enriched', 'metrics.changed', 'category.matched']);
    expect(events.at(-1)).toMatchObject({ data: match });
  });
});
