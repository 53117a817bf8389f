import { beforeEach, describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type EventOf, type SegmentId } from '@earshot/contracts';
import type { Sentiment, SentimentEngine } from '@earshot/ports';
import { restartSegments, segment, setUp } from './set-up.js';

beforeEach(restartSegments);

describe('enrichment', () => {
  it('publishes partials without sentiment, and finals with sentiment, categories and metrics', async () => {
    const { bus, event, deliver } = setUp({ rules: [{ name: 'Cancel', alert: true, any: { keywords: ['cancel*'] } }] });
    const id = '0-0-0' as SegmentId;
    await deliver(event('transcript.segment', segment('i want to', { segmentId: id, revision: 1, isPartial: true })));
    await deliver(event('transcript.segment', segment('i want to cancel my account', { segmentId: id })));
    expect(bus.events().map(({ type }) => type)).toEqual([
      'segment.enriched',
      'segment.enriched',
      'category.matched',
      'metrics.changed',
    ]);
    const [partial, final, category, metrics] = bus.events('calls.insight') as [
      EventOf<'segment.enriched'>,
      EventOf<'segment.enriched'>,
      EventOf<'category.matched'>,
      EventOf<'metrics.changed'>,
    ];
    expect(partial.data).toMatchObject({ isPartial: true, text: 'i want to', redactions: [] });
    expect(partial.data.sentiment).toBeUndefined();
    expect(final.data).toMatchObject({ sentiment: 'NEGATIVE', revision: 2, segmentId: id });
    expect(final.data.sentimentScore).toBeLessThan(0);
    expect(category.data).toMatchObject({ category: 'Cancel', isAlert: true, segmentId: id });
    expect(metrics.data.participants.find(({ role }) => role === 'CUSTOMER')).toMatchObject({
      words: 6,
      talkMs: 800,
    });
  });

  it('concludes nothing from words that the engine itself doubts', async () => {
    const rules = [{ name: 'Cancel', alert: true, any: { keywords: ['cancel*'] } }];
    const said = (confidence: number) => {
      const data = segment('i want to cancel my account');
      return { ...data, words: data.words.map((word) => ({ ...word, confidence })) };
    };
    const { bus, event, deliver } = setUp({ rules, settings: { EARSHOT_MIN_CONFIDENCE: '0.4' } });
    await deliver(event('transcript.segment', said(0.39)));
    await deliver(event('transcript.segment', said(0.4)));
    expect(bus.events().map(({ type }) => type)).toEqual([
      'segment.enriched',
      'metrics.changed',
      'segment.enriched',
      'category.matched',
      'metrics.changed',
    ]);
    const [doubted, sure] = bus
      .events('calls.insight')
      .filter(({ type }) => type === 'segment.enriched') as EventOf<'segment.enriched'>[];
    expect(doubted?.data).toMatchObject({ text: 'i want to cancel my account' });
    expect(doubted?.data.sentiment).toBeUndefined();
    expect(sure?.data.sentiment).toBe('NEGATIVE');
  });

  it('passes on a partial without text, which withdraws the partial before it', async () => {
    const { bus, event, deliver } = setUp({});
    const id = '0-0-0' as SegmentId;
    for (const [n, text] of ['thank you', '', 'hello'].entries()) {
      const partial = { segmentId: id, revision: n + 1, isPartial: true };
      await deliver(event('transcript.segment', { ...segment(text, partial), ...(text === '' && { words: [] }) }));
    }
    const published = bus.events('calls.insight') as EventOf<'segment.enriched'>[];
    expect(published.map(({ data }) => data)).toMatchObject([
      { revision: 1, isPartial: true, text: 'thank you' },
      { revision: 2, isPartial: true, text: '', words: [], redactions: [] },
      { revision: 3, isPartial: true, text: 'hello' },
    ]);
  });

  it('counts and matches audio once that two owners of the call transcribed, as the store keeps it once', async () => {
    const { bus, event, deliver } = setUp({ rules: [{ name: 'Cancel', alert: true, any: { keywords: ['cancel'] } }] });
    const said = [
      segment('i want', { segmentId: '0-0-0' as SegmentId, startMs: 0, endMs: 4_000 }),
      segment('to cancel', { segmentId: '0-0-1' as SegmentId, startMs: 4_000, endMs: 9_000 }),
      segment('cancel it', { segmentId: '0-4200-0' as SegmentId, startMs: 4_200, endMs: 9_050 }),
      segment('now', { segmentId: '0-4200-1' as SegmentId, startMs: 9_050, endMs: 12_000 }),
    ];
    for (const one of said) await deliver(event('transcript.segment', one));
    // A correction of the refused final does not count either.
    await deliver(event('transcript.segment', { ...(said[2] as (typeof said)[number]), text: 'cancel', revision: 9 }));
    const events = bus.events('calls.insight');
    const metrics = events.filter((one) => one.type === 'metrics.changed').at(-1) as EventOf<'metrics.changed'>;
    expect(metrics.data.participants).toMatchObject([{ words: 5, talkMs: 11_950 }]);
    expect(events.filter((one) => one.type === 'category.matched')).toHaveLength(1);
  });

  it('counts, redacts and matches each of three participants separately', async () => {
    const { bus, event, deliver } = setUp({
      rules: [{ name: 'Takes over', role: 'SUPERVISOR', any: { keywords: ['take'] } }],
    });
    const said = [
      ['AGENT', 'i take the card number now'],
      ['CUSTOMER', 'it is 4111 1111'],
      ['SUPERVISOR', 'hello i take over'],
      ['CUSTOMER', '1111 1111'],
    ] as const;
    for (const [role, text] of said) await deliver(event('transcript.segment', segment(text, exampleSpeaker(role))));
    const events = bus.events('calls.insight');
    const finals = new Map(
      events.flatMap((one) => (one.type === 'segment.enriched' ? [[one.data.segmentId, one.data]] : [])),
    );
    expect(
      [...finals.values()].map(({ track, participantId, role, text }) => [track, participantId, role, text]),
    ).toEqual([
      [1, 'agent', 'AGENT', 'i take the card number now'],
      [0, 'customer', 'CUSTOMER', 'it is [CARD]'],
      [2, 'supervisor', 'SUPERVISOR', 'hello i take over'],
      [0, 'customer', 'CUSTOMER', '[CARD]'],
    ]);
    const matches = events.flatMap((one) => (one.type === 'category.matched' ? [one.data] : []));
    expect(matches).toMatchObject([
      { category: 'Takes over', track: 2, participantId: 'supervisor', role: 'SUPERVISOR' },
    ]);
    const metrics = events.flatMap((one) => (one.type === 'metrics.changed' ? [one.data] : [])).at(-1);
    expect(metrics?.participants.map(({ participantId, role, words }) => [participantId, role, words])).toEqual([
      ['agent', 'AGENT', 6],
      ['customer', 'CUSTOMER', 4],
      ['supervisor', 'SUPERVISOR', 4],
    ]);
  });

  it('relays other events unchanged and in order', async () => {
    const { bus, event, deliver } = setUp();
    const selected = event('transcript.engine-selected', { engine: 'scripted', reason: 'asked for' });
    const covered = event('transcript.covered', { track: 0, fromMs: 0, toMs: 900, engine: 'scripted' });
    const gap = event('transcript.gap', { track: 1, fromMs: 0, toMs: 900, reason: 'ENGINE_FAILED' });
    const completed = event('transcript.completed', { durationMs: 900 });
    await deliver(selected);
    await deliver(event('transcript.segment', segment('hello')));
    for (const relayed of [covered, gap, completed]) await deliver(relayed);
    expect(bus.events().map(({ type }) => type)).toEqual([
      'transcript.engine-selected',
      'segment.enriched',
      'metrics.changed',
      'transcript.covered',
      'transcript.gap',
      'transcript.completed',
    ]);
    expect(bus.events().filter(({ type }) => type.startsWith('transcript'))).toEqual([
      selected,
      covered,
      gap,
      completed,
    ]);
  });

  it('publishes no digit of a card, security code or phone number and no part of an address, in partials and finals, across turns', async () => {
    const { bus, logger, event, deliver } = setUp();
    const talk: [string, 'CUSTOMER' | 'AGENT'][] = [
      ['can i have the card number please', 'AGENT'],
      ['sure it is four one one one', 'CUSTOMER'],
      ['okay', 'AGENT'],
      ['5329 8877', 'CUSTOMER'],
      ['uh huh', 'AGENT'],
      ['double six oh three', 'CUSTOMER'],
      ['and the security code', 'AGENT'],
      ['nine eight seven', 'CUSTOMER'],
      ['and your phone number', 'AGENT'],
      ['it is four one five five five five two six seven one', 'CUSTOMER'],
      ['my social is 123456789 and my email is john dot smith at example dot com', 'CUSTOMER'],
    ];
    for (const [text, role] of talk) {
      const words = text.split(' ');
      const final = segment(text, exampleSpeaker(role));
      for (let count = 1; count < words.length; count++) {
        await deliver(
          event('transcript.segment', {
            ...final,
            text: words.slice(0, count).join(' '),
            words: final.words.slice(0, count),
            revision: count,
            isPartial: true,
          }),
        );
      }
      await deliver(event('transcript.segment', { ...final, revision: words.length }));
    }
    const texts = bus
      .events()
      .flatMap((one) =>
        one.type === 'segment.enriched' ? [one.data.text, ...one.data.words.map((word) => word.text)] : [],
      );
    const shown = texts.join('\n');
    for (const secret of [
      '5329',
      '8877',
      'four one one one',
      'double six',
      'nine eight',
      'five five five',
      '123456789',
      'john',
      'smith',
      'example',
    ]) {
      expect(shown).not.toContain(secret);
    }
    for (const placeholder of ['[CARD]', '[CVV]', '[PHONE]', '[SSN]', '[EMAIL]']) expect(shown).toContain(placeholder);
    expect(JSON.stringify(logger.lines)).not.toContain('8877');
  });

  it('corrects earlier finals with a higher revision, keeps their sentiment and ignores their old revision', async () => {
    const { bus, event, deliver } = setUp();
    const first = segment('this is awful 4111 1111');
    await deliver(event('transcript.segment', first));
    await deliver(
      event('transcript.segment', segment('okay', { ...exampleSpeaker('AGENT'), segmentId: '1-0-1' as SegmentId })),
    );
    await deliver(event('transcript.segment', segment('1111 1111')));
    const revisions = bus
      .events()
      .flatMap((one) => (one.type === 'segment.enriched' && one.data.segmentId === first.segmentId ? [one.data] : []));
    expect(revisions.map(({ text, revision, sentiment }) => [text, revision, sentiment])).toEqual([
      ['this is awful 4111 1111', 2, 'NEGATIVE'],
      ['this is awful [CARD]', 3, 'NEGATIVE'],
    ]);
    const count = bus.messages.length;
    await deliver(event('transcript.segment', first));
    expect(bus.messages.length).toBe(count);
  });

  it('corrects an answer when its question arrives after it, and gives the times of what is hidden', async () => {
    const { bus, event, deliver } = setUp();
    const question = segment('the security code please', exampleSpeaker('AGENT'));
    const answer = segment('seven seven two');
    await deliver(event('transcript.segment', answer));
    await deliver(event('transcript.segment', question));
    const revisions = bus
      .events()
      .flatMap((one) => (one.type === 'segment.enriched' && one.data.segmentId === answer.segmentId ? [one.data] : []));
    expect(revisions.map(({ text, revision }) => [text, revision])).toEqual([
      ['seven seven two', 2],
      ['[CVV]', 3],
    ]);
    expect(revisions[1]?.redactions).toEqual([
      { kind: 'CVV', startChar: 0, endChar: 5, startMs: answer.startMs, endMs: answer.startMs + 3 },
    ]);
  });

  it('hides the kinds that the settings name, and what the engine marks', async () => {
    const { bus, event, deliver } = setUp({ settings: { EARSHOT_REDACTION_TEXT: 'all,-PHONE' } });
    const entities = [{ kind: 'NAME' as const, startChar: 5, endChar: 8 }];
    await deliver(
      event('transcript.segment', segment('i am Ann call me at 415-555-0134 or ann@example.com', { entities })),
    );
    const [final] = bus.events() as [EventOf<'segment.enriched'>];
    expect(final.data.text).toBe('i am [NAME] call me at 415-555-0134 or [EMAIL]');
    expect(final.data).not.toHaveProperty('entities');
  });

  it('counts a redelivered segment once', async () => {
    const { bus, metrics, event, deliver } = setUp({ rules: [{ name: 'x', any: { keywords: ['hello'] } }] });
    const one = event('transcript.segment', segment('hello there'));
    await deliver(one);
    const before = bus.text();
    await deliver(one);
    await deliver(event('transcript.segment', { ...one.data, revision: 1 }));
    await deliver(event('transcript.segment', { ...one.data, revision: 1, isPartial: true }));
    expect(bus.text()).toBe(before);
    expect(metrics.values.get('earshot_enrichment_redelivered_total')).toBe(3);
  });

  it.each([0, 1, 2, 3])(
    'continues a redelivered message after the %d publications that the bus accepted, and doubles nothing',
    async (acceptBeforeRefusing) => {
      const { bus, event, deliver } = setUp({ rules: [{ name: 'x', any: { keywords: ['hello'] } }] });
      const one = event('transcript.segment', segment('hello there'));
      Object.assign(bus, { acceptBeforeRefusing, refuseNext: 1 });
      const attempts: unknown[] = [];
      for (let attempt = 0; attempt < 2; attempt++) await deliver(one).catch((error: unknown) => attempts.push(error));
      for (const error of attempts)
        expect(error).toMatchObject({ retryable: true, message: expect.not.stringContaining('hello') });
      await deliver(event('transcript.completed', { durationMs: 1 })).catch(() =>
        deliver(event('transcript.completed', { durationMs: 1 })),
      );
      const types = bus.events().map(({ type }) => type);
      expect(types.slice(0, 3)).toEqual(['segment.enriched', 'category.matched', 'metrics.changed']);
      expect(types.filter((type) => type !== 'transcript.completed')).toHaveLength(3);
    },
  );

  it('publishes a message that is too large for the bus without its word times', async () => {
    const { bus, event, deliver } = setUp();
    bus.maxBytes = 1_500;
    await deliver(event('transcript.segment', segment('word '.repeat(100).trim())));
    const [final] = bus.events() as [EventOf<'segment.enriched'>];
    expect(final.data.words).toEqual([]);
    expect(final.data.text).toHaveLength(499);
  });

  it('publishes [UNREADABLE] and a problem of the call, but no raw word, when redaction fails', async () => {
    const createRedactor = () => ({
      recall: () => undefined,
      redact: (one: { text: string }): never => {
        throw new Error(`broken by ${one.text}`);
      },
    });
    const { bus, logger, event, deliver } = setUp({ createRedactor });
    await deliver(event('transcript.segment', segment('secret words', { isPartial: true, revision: 1 })));
    await deliver(event('transcript.segment', segment('secret words')));
    expect(bus.text() + JSON.stringify(logger.lines)).not.toContain('secret');
    expect(bus.events().map(({ type }) => type)).toEqual(['processing.failed', 'segment.enriched', 'metrics.changed']);
    expect(bus.events()[1]).toMatchObject({ data: { text: '[UNREADABLE]', words: [], isPartial: false } });
    expect(bus.events()[0]).toMatchObject({ data: { stage: 'enrichment', code: 'REDACTION_FAILED' } });
  });

  it('publishes a final without sentiment when the engine fails, is too slow or returns no number', async () => {
    let answer: () => Promise<Sentiment> = () => Promise.reject(new Error('down'));
    const sentiment: SentimentEngine = { name: 'fickle', score: () => answer() };
    const { bus, clock, metrics, event, deliver } = setUp({ sentiment });
    await deliver(event('transcript.segment', segment('one')));
    answer = () => new Promise(() => {});
    const slow = deliver(event('transcript.segment', segment('two')));
    await new Promise<void>((resolve) => setImmediate(resolve));
    await clock.advance(250);
    await slow;
    answer = () => Promise.resolve({ label: 'POSITIVE', score: NaN });
    await deliver(event('transcript.segment', segment('three')));
    const finals = bus.events().flatMap((one) => (one.type === 'segment.enriched' ? [one.data] : []));
    expect(finals.map(({ text, sentiment: label }) => [text, label])).toEqual([
      ['one', undefined],
      ['two', undefined],
      ['three', undefined],
    ]);
    expect(metrics.values.get('earshot_enrichment_without_sentiment_total')).toBe(3);
  });

  it('uses changed categories from the next final on', async () => {
    const { bus, event, deliver, useRules } = setUp();
    await deliver(event('transcript.segment', segment('hello')));
    useRules({ name: 'Greeting', any: { keywords: ['hello'] } });
    await deliver(event('transcript.segment', segment('hello')));
    expect(bus.events().filter(({ type }) => type === 'category.matched')).toHaveLength(1);
  });

  it('without a store, publishes no metrics of a call whose beginning it missed, and reports that once', async () => {
    const { bus, event, deliver } = setUp();
    for (const startMs of [600_000, 605_000])
      await deliver(event('transcript.segment', segment('hello', { startMs, endMs: startMs + 900 })));
    expect(bus.events().map(({ type }) => type)).toEqual(['processing.failed', 'segment.enriched', 'segment.enriched']);
    expect(bus.events()[0]).toMatchObject({ data: { code: 'FIGURES_INCOMPLETE' } });
  });

  it('publishes as many events and bytes for the 10,000th final as for the first', async () => {
    const { bus, event, deliver } = setUp({ rules: [{ name: 'x', any: { keywords: ['hello'] } }] });
    const bytes: number[] = [];
    const ms: number[] = [];
    for (let block = 0; block < 10; block++) {
      const started = performance.now();
      for (let index = 0; index < 1_000; index++) {
        const speaker = exampleSpeaker(index % 2 === 0 ? 'CUSTOMER' : 'AGENT');
        const at = (block * 1_000 + index) * 900;
        await deliver(
          event(
            'transcript.segment',
            segment('hello my order number is 4829 and it is bad', { ...speaker, startMs: at, endMs: at + 1_000 }),
          ),
        );
      }
      ms.push(performance.now() - started);
      bytes.push(bus.messages.reduce((sum, one) => sum + one.bytes.length, 0));
      expect(bus.messages.length).toBe(3_000);
      bus.messages.length = 0;
    }
    expect(Math.max(...bytes) / Math.min(...bytes.slice(1))).toBeLessThan(1.1);
    console.info(
      `finals 9,001-10,000 against 1,001-2,000: ${((ms[9] ?? 0) / (ms[1] ?? 1)).toFixed(2)} x; ${((ms[9] ?? 0) / 1_000).toFixed(3)} ms each`,
    );
  }, 60_000);
});
