import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EventData, SegmentId } from '@earshot/contracts';
import { MemoryHistory, storedFinal } from './memory-history.js';
import { resetTime, segment, setUp } from './set-up.js';

beforeEach(resetTime);

const rules = [{ name: 'x', any: { keywords: ['hello'] } }];
const figuresIn = (bus: ReturnType<typeof setUp>['bus']): EventData<'metrics.changed'>[] =>
  bus.events().flatMap((one) => (one.type === 'metrics.changed' ? [one.data] : []));
const id = (text: string) => text as SegmentId;

describe('a call that another process may have had', () => {
  it('new: asks once, goes on from memory', async () => {
    const history = new MemoryHistory();
    const { event, say } = setUp({ history });
    await say(event('transcript.engine-selected', { engine: 'scripted', reason: 'asked for' }));
    const early = segment('before', { segmentId: id('c-0-0') });
    const one = event('transcript.segment', early);
    await say({ ...one, occurredAtMs: one.occurredAtMs + 200_000 });
    expect(history.questions).toBe(1);
    for (let ordinal = 1; ordinal < 20; ordinal++)
      await say(event('transcript.segment', segment('hello', { segmentId: id(`c-0-${ordinal}`) })));
    expect(history.questions).toBe(1);
  });

  it('on a bus that ends with its process: nothing is on its way to the store, and nothing is waited for', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('c-0-0') }));
    const { bus, clock, event, say } = setUp({ history, isDurable: false });
    for (const ordinal of [2, 3]) {
      await say(event('transcript.segment', segment('hello', { segmentId: id(`c-0-${ordinal}`) })));
      await clock.advance(5_000);
    }
    await say(event('transcript.completed', { durationMs: 1 }));
    expect(history.questions).toBe(1);
    expect(figuresIn(bus).map(({ revision }) => revision)).toEqual([2, 3]);
  });

  it('goes on with the figures and revisions of all stored pages, and forgets no words that redaction needs', async () => {
    const history = new MemoryHistory();
    for (let ordinal = 0; ordinal < 1_201; ordinal++)
      history.finals.push(storedFinal('well said', { segmentId: id(`c-0-${ordinal}`), revision: 10_002 }));
    history.finals.push(storedFinal('the card is 4111 1111', { segmentId: id('c-0-1201'), revision: 10_002 }));
    const { bus, event, say, metrics } = setUp({ history });
    const next = segment('1111 1111 okay', { segmentId: id('c-0-1202'), revision: 20_001 });
    await say(event('transcript.segment', next));
    expect(bus.events().map(({ type }) => type)).toEqual(['segment.enriched', 'segment.enriched', 'metrics.changed']);
    expect(bus.events()).toMatchObject([
      { data: { segmentId: 'c-0-1201', revision: 10_003, text: 'the card is [CARD]', sentiment: 'NEUTRAL' } },
      { data: { segmentId: 'c-0-1202', revision: 20_001, text: '[CARD] okay' } },
      { data: { revision: 1_203, channels: [{ words: 1_201 * 2 + 4 + 2 }, {}] } },
    ]);
    expect(metrics.values.get('earshot_enrichment_taken_over_calls_total')).toBe(1);
  });

  it('keeps every placeholder of a stored final that is corrected', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('mail [EMAIL] and 4111 1111', { segmentId: id('c-0-0') }));
    const { bus, event, say } = setUp({ history });
    await say(event('transcript.segment', segment('1111 1111', { segmentId: id('c-0-1') })));
    expect(bus.events()[0]).toMatchObject({
      data: { text: 'mail [EMAIL] and [CARD]', redactions: [{ kind: 'EMAIL', startChar: 5 }, { kind: 'CARD' }] },
    });
  });

  it('waits while the store is away, without a word lost or a partial shown unredacted', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('c-0-0') }));
    history.isAway = true;
    const { bus, event, say } = setUp({ history, rules });
    const next = event('transcript.segment', segment('hello again', { segmentId: id('c-0-1') }));
    for (let attempt = 1; attempt < 30; attempt++)
      await expect(say(next, attempt)).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE', retryable: true });
    await say(event('transcript.covered', { channel: 'CUSTOMER', fromMs: 0, toMs: 900, engine: 'scripted' }));
    expect(bus.events().map(({ type }) => type)).toEqual(['transcript.covered']);
    history.isAway = false;
    await say(next, 30);
    expect(figuresIn(bus)).toMatchObject([{ revision: 2 }]);
  });

  it('waits a little for the final before the one it is met by, and not for ever', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('c-0-0') }));
    const { event, say } = setUp({ history });
    const next = event('transcript.segment', segment('later', { segmentId: id('c-0-2') }));
    for (const attempt of [1, 2, 3])
      await expect(say(next, attempt)).rejects.toMatchObject({ code: 'HISTORY_BEHIND', retryable: true });
    await say(next, 4);
  });

  it('counts what was stored late with the next final; a store that is away by then costs nothing', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('c-0-0') }));
    const { bus, clock, event, say } = setUp({ history });
    await say(event('transcript.segment', segment('hello again', { segmentId: id('c-0-1') })));
    const late = storedFinal('late but true', { channel: 'AGENT', segmentId: id('a-0-0') });
    await clock.advance(1_000);
    history.isAway = true;
    await say(event('transcript.segment', segment('third', { segmentId: id('c-0-2') })));
    await clock.advance(1_000);
    history.isAway = false;
    history.finals.push(late);
    await say(event('transcript.segment', segment('fourth', { segmentId: id('c-0-3') })));
    expect(figuresIn(bus).map(({ revision }) => revision)).toEqual([2, 3, 4]);
    history.finals.push(storedFinal('hello again', { segmentId: id('c-0-1') }));
    await clock.advance(1_000);
    await say(event('transcript.segment', segment('fifth', { segmentId: id('c-0-4') })));
    expect(figuresIn(bus).at(-1)).toMatchObject({ revision: 6, channels: [{}, { words: 3 }] });
    const { questions } = history;
    await clock.advance(10_000);
    await say(event('transcript.segment', segment('sixth', { segmentId: id('c-0-5') })));
    await say(event('transcript.completed', { durationMs: 1 }));
    expect(history.questions).toBe(questions);
  });

  it('at its end waits for what was said before, then says that figures are incomplete', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('c-0-0') }));
    const { bus, event, say } = setUp({ history });
    await say(event('transcript.segment', segment('hello again', { segmentId: id('c-0-1') })));
    const end = event('transcript.completed', { durationMs: 1 });
    for (let attempt = 1; attempt < 12; attempt++)
      await expect(say(end, attempt)).rejects.toMatchObject({ code: 'HISTORY_BEHIND', retryable: true });
    await say(end, 12);
    expect(bus.events().slice(-2)).toMatchObject([
      { type: 'processing.failed', data: { code: 'FIGURES_INCOMPLETE' } },
      { type: 'transcript.completed' },
    ]);
  });

  it('makes up for what a stored final led to when its message comes again, once', async () => {
    const history = new MemoryHistory();
    history.finals.push(storedFinal('hello', { segmentId: id('c-0-0'), revision: 2 }));
    const { bus, event, say } = setUp({ history, rules });
    const again = event('transcript.segment', segment('hello', { segmentId: id('c-0-0'), revision: 2 }));
    await say(again);
    await say(again);
    expect(bus.events().map(({ type }) => type)).toEqual(['category.matched', 'metrics.changed']);
  });

  it('leaves the figures of a call that is too long to read, and says so once', async () => {
    const history = new MemoryHistory();
    const one = storedFinal('hello', { segmentId: id('c-0-0') });
    history.finals = Array.from({ length: 25_001 }, (_, at) => ({ ...one, id: id(`c-0-${at}`), startMs: at * 3_000 }));
    const { bus, event, say } = setUp({ history });
    for (const ordinal of [25_001, 25_002])
      await say(event('transcript.segment', segment('more', { segmentId: id(`c-0-${ordinal}`) })), 4);
    expect(bus.events().map(({ type }) => type)).toEqual(['processing.failed', 'segment.enriched', 'segment.enriched']);
  });

  it('publishes nothing more of a call that is lost, whatever is under way, and begins anew when it comes back', async () => {
    const history = new MemoryHistory();
    let answer = () => {};
    const sentiment = {
      name: 'slow',
      score: () =>
        new Promise<{ label: 'NEUTRAL'; score: number }>((resolve) => {
          answer = () => resolve({ label: 'NEUTRAL', score: 0 });
        }),
    };
    const { bus, event, say, lose } = setUp({ history, sentiment });
    const underWay = say(event('transcript.segment', segment('hello', { segmentId: id('c-0-0') })));
    await new Promise<void>((resolve) => setImmediate(resolve));
    lose();
    answer();
    await expect(underWay).rejects.toMatchObject({ code: 'CALL_HANDED_OVER', retryable: true });
    const later = event('transcript.segment', segment('hello', { segmentId: id('c-0-1') }));
    await expect(say(later, 4)).rejects.toMatchObject({ code: 'CALL_HANDED_OVER' });
    expect(bus.messages).toEqual([]);
  });
});
