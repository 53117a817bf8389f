import { beforeEach, describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type EventData, type SegmentId } from '@earshot/contracts';
import { MemoryHistory, storedFinal } from './memory-history.js';
import { restartSegments, segment, setUp } from './set-up.js';

beforeEach(restartSegments);

const rules = [{ name: 'x', any: { keywords: ['hello'] } }];
const metricsOn = (bus: ReturnType<typeof setUp>['bus']): EventData<'metrics.changed'>[] =>
  bus.events().flatMap((one) => (one.type === 'metrics.changed' ? [one.data] : []));
const id = (text: string) => text as SegmentId;

describe('a call that another process may have enriched before', () => {
  it('queries the store once for a new call', async () => {
    const history = new MemoryHistory();
    const { event, deliver } = setUp({ history });
    await deliver(event('transcript.engine-selected', { engine: 'scripted', reason: 'asked for' }));
    const early = segment('before', { segmentId: id('0-0-0') });
    const one = event('transcript.segment', early);
    await deliver({ ...one, occurredAtMs: one.occurredAtMs + 200_000 });
    expect(history.queryCount).toBe(1);
    for (let ordinal = 1; ordinal < 20; ordinal++)
      await deliver(event('transcript.segment', segment('hello', { segmentId: id(`0-0-${ordinal}`) })));
    expect(history.queryCount).toBe(1);
  });

  it('does not wait for late finals on a bus that ends with its process', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('0-0-0') }));
    const { bus, clock, event, deliver } = setUp({ history, isDurable: false });
    for (const ordinal of [2, 3]) {
      await deliver(event('transcript.segment', segment('hello', { segmentId: id(`0-0-${ordinal}`) })));
      await clock.advance(5_000);
    }
    await deliver(event('transcript.completed', { durationMs: 1 }));
    expect(history.queryCount).toBe(1);
    expect(metricsOn(bus).map(({ revision }) => revision)).toEqual([2, 3]);
  });

  it('continues the metrics and revisions of all stored pages and recalls the words that redaction needs', async () => {
    const history = new MemoryHistory();
    for (let ordinal = 0; ordinal < 1_201; ordinal++)
      history.finals.push(storedFinal('well said', { segmentId: id(`0-0-${ordinal}`), revision: 10_002 }));
    history.finals.push(storedFinal('the card is 4111 1111', { segmentId: id('0-0-1201'), revision: 10_002 }));
    const { bus, event, deliver, metrics } = setUp({ history });
    const next = segment('1111 1111 okay', { segmentId: id('0-0-1202'), revision: 20_001 });
    await deliver(event('transcript.segment', next));
    expect(bus.events().map(({ type }) => type)).toEqual(['segment.enriched', 'segment.enriched', 'metrics.changed']);
    expect(bus.events()).toMatchObject([
      { data: { segmentId: '0-0-1201', revision: 10_003, text: 'the card is [CARD]', sentiment: 'NEUTRAL' } },
      { data: { segmentId: '0-0-1202', revision: 20_001, text: '[CARD] okay' } },
      { data: { revision: 1_203, participants: [{ words: 1_201 * 2 + 4 + 2 }] } },
    ]);
    expect(metrics.values.get('earshot_enrichment_taken_over_calls_total')).toBe(1);
  });

  it('keeps every placeholder of a stored final that is corrected', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('mail [EMAIL] and 4111 1111', { segmentId: id('0-0-0') }));
    const { bus, event, deliver } = setUp({ history });
    await deliver(event('transcript.segment', segment('1111 1111', { segmentId: id('0-0-1') })));
    expect(bus.events()[0]).toMatchObject({
      data: { text: 'mail [EMAIL] and [CARD]', redactions: [{ kind: 'EMAIL', startChar: 5 }, { kind: 'CARD' }] },
    });
  });

  it('says of a corrected final that its word times are estimates, whether this or another process enriched it first', async () => {
    const history = new MemoryHistory();
    const estimated = { areWordTimesEstimated: true };
    history.finals.push(storedFinal('it is 4111 1111', { segmentId: id('0-0-0'), ...estimated }));
    const { bus, event, deliver } = setUp({ history });
    for (const [n, text] of ['1111 1111 thanks', 'and the other is 4111 1111', '1111 1111'].entries())
      await deliver(event('transcript.segment', segment(text, { segmentId: id(`0-0-${n + 1}`), ...estimated })));
    const enriched = bus.events().flatMap((one) => (one.type === 'segment.enriched' ? [one.data] : []));
    const corrected = enriched.filter(({ text }) => /^(it|and the other) is \[CARD\]$/.test(text));
    expect(new Set(corrected.map(({ segmentId }) => segmentId))).toEqual(new Set(['0-0-0', '0-0-2']));
    expect(enriched.map(({ areWordTimesEstimated }) => areWordTimesEstimated)).toEqual(enriched.map(() => true));
  });

  it('waits while the store is unavailable; loses no word and publishes no unredacted partial', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('0-0-0') }));
    history.isUnavailable = true;
    const { bus, event, deliver } = setUp({ history, rules });
    const next = event('transcript.segment', segment('hello again', { segmentId: id('0-0-1') }));
    for (let attempt = 1; attempt < 30; attempt++)
      await expect(deliver(next, attempt)).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE', retryable: true });
    await deliver(event('transcript.covered', { track: 0, fromMs: 0, toMs: 900, engine: 'scripted' }));
    expect(bus.events().map(({ type }) => type)).toEqual(['transcript.covered']);
    history.isUnavailable = false;
    await deliver(next, 30);
    expect(metricsOn(bus)).toMatchObject([{ revision: 2 }]);
  });

  it('waits three attempts for the final before the first segment', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('0-0-0') }));
    const { event, deliver } = setUp({ history });
    const next = event('transcript.segment', segment('later', { segmentId: id('0-0-2') }));
    for (const attempt of [1, 2, 3])
      await expect(deliver(next, attempt)).rejects.toMatchObject({ code: 'HISTORY_BEHIND', retryable: true });
    await deliver(next, 4);
  });

  it('counts late finals with the next final, and does not wait for a store that is unavailable', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('0-0-0') }));
    const { bus, clock, event, deliver } = setUp({ history });
    await deliver(event('transcript.segment', segment('hello again', { segmentId: id('0-0-1') })));
    const late = storedFinal('late but true', { ...exampleSpeaker('AGENT'), segmentId: id('1-0-0') });
    await clock.advance(1_000);
    history.isUnavailable = true;
    await deliver(event('transcript.segment', segment('third', { segmentId: id('0-0-2') })));
    await clock.advance(1_000);
    history.isUnavailable = false;
    history.finals.push(late);
    await deliver(event('transcript.segment', segment('fourth', { segmentId: id('0-0-3') })));
    expect(metricsOn(bus).map(({ revision }) => revision)).toEqual([2, 3, 4]);
    history.finals.push(storedFinal('hello again', { segmentId: id('0-0-1') }));
    await clock.advance(1_000);
    await deliver(event('transcript.segment', segment('fifth', { segmentId: id('0-0-4') })));
    expect(metricsOn(bus).at(-1)).toMatchObject({ revision: 6, participants: [{}, { words: 3 }] });
    const { queryCount } = history;
    await clock.advance(10_000);
    await deliver(event('transcript.segment', segment('sixth', { segmentId: id('0-0-5') })));
    await deliver(event('transcript.completed', { durationMs: 1 }));
    expect(history.queryCount).toBe(queryCount);
  });

  it('waits for late finals at the end of the call, then reports incomplete metrics', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('0-0-0') }));
    const { bus, event, deliver } = setUp({ history });
    await deliver(event('transcript.segment', segment('hello again', { segmentId: id('0-0-1') })));
    const end = event('transcript.completed', { durationMs: 1 });
    for (let attempt = 1; attempt < 12; attempt++)
      await expect(deliver(end, attempt)).rejects.toMatchObject({ code: 'HISTORY_BEHIND', retryable: true });
    await deliver(end, 12);
    expect(bus.events().slice(-2)).toMatchObject([
      { type: 'processing.failed', data: { code: 'FIGURES_INCOMPLETE' } },
      { type: 'transcript.completed' },
    ]);
  });

  it('repeats the follow-ups of a stored final once when its message comes again', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('0-0-0'), revision: 2 }));
    const { bus, event, deliver } = setUp({ history, rules });
    const again = event('transcript.segment', segment('hello', { segmentId: id('0-0-0'), revision: 2 }));
    await deliver(again);
    await deliver(again);
    expect(bus.events().map(({ type }) => type)).toEqual(['category.matched', 'metrics.changed']);
  });

  it('publishes no metrics of a call that is too long to read, and reports that once', async () => {
    const history = new MemoryHistory();
    const one = storedFinal('hello', { segmentId: id('0-0-0') });
    history.finals = Array.from({ length: 25_001 }, (_, at) => ({ ...one, id: id(`0-0-${at}`), startMs: at * 3_000 }));
    const { bus, event, deliver } = setUp({ history });
    for (const ordinal of [25_001, 25_002])
      await deliver(event('transcript.segment', segment('more', { segmentId: id(`0-0-${ordinal}`) })), 4);
    expect(bus.events().map(({ type }) => type)).toEqual(['processing.failed', 'segment.enriched', 'segment.enriched']);
  });

  it('publishes nothing for a call whose partition was lost, not even what was in progress', async () => {
    const history = new MemoryHistory();
    let answer = () => {};
    const sentiment = {
      name: 'slow',
      score: () =>
        new Promise<{ label: 'NEUTRAL'; score: number }>((resolve) => {
          answer = () => resolve({ label: 'NEUTRAL', score: 0 });
        }),
    };
    const { bus, event, deliver, losePartition } = setUp({ history, sentiment });
    const inProgress = deliver(event('transcript.segment', segment('hello', { segmentId: id('0-0-0') })));
    await new Promise<void>((resolve) => setImmediate(resolve));
    losePartition();
    answer();
    await expect(inProgress).rejects.toMatchObject({ code: 'CALL_HANDED_OVER', retryable: true });
    const later = event('transcript.segment', segment('hello', { segmentId: id('0-0-1') }));
    await expect(deliver(later, 4)).rejects.toMatchObject({ code: 'CALL_HANDED_OVER' });
    expect(bus.messages).toEqual([]);
  });
});
