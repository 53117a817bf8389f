import { describe, expect, it } from '@jest/globals';
import { eventDefinitions, participantIdSchema } from '@earshot/contracts';
import type { EngineWords } from './engine-result.js';
import { firstRevision } from './first-revision.js';
import { SegmentAssembler } from './segment-assembler.js';

const schema = eventDefinitions['transcript.segment'].data;
const said = (text: string, startMs: number, endMs: number, isFinal = false): EngineWords => ({
  isFinal,
  startMs,
  endMs,
  text,
  words: text.split(' ').map((word, index, all) => {
    const length = (endMs - startMs) / all.length;
    return { text: word, startMs: startMs + index * length, endMs: startMs + (index + 1) * length };
  }),
});
const run = (startMs: number) => ({ startMs, engine: 'test:one' });

const customer = { id: participantIdSchema.parse('customer'), role: 'CUSTOMER' } as const;
const agent = { id: participantIdSchema.parse('agent'), role: 'AGENT' } as const;
/** The agent comes to the track at 10 s. */
const timeline = { speakerAt: (ms: number) => (ms < 10_000 ? customer : agent) };

describe('SegmentAssembler', () => {
  it('passes on the language that an engine knows, and none when it knows none', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(0);
    const german = assembler.accept({ ...said('guten Tag', 100, 700, true), language: 'de-DE' }, run(0), 5);
    expect(schema.parse(german).language).toBe('de-DE');
    const unknown = assembler.accept(said('good morning', 900, 1_500, true), run(0), 5);
    expect(unknown).not.toHaveProperty('language');
  });

  it('passes on what the engine says about a final, on the call clock and within its text', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(5_000);
    const insights = {
      sentiment: 'NEGATIVE',
      sentimentScore: -5,
      issues: [
        { startChar: 0, endChar: 4, startMs: 100, endMs: 400 },
        { startChar: 5, endChar: 99, startMs: 100, endMs: 400 },
      ],
      entities: [
        { kind: 'NAME', startChar: 5, endChar: 12 },
        { kind: 'NAME', startChar: 12, endChar: 13 },
      ],
    } as const;
    const result = { insights: { ...insights, issues: [...insights.issues], entities: [...insights.entities] } };
    const partial = assembler.accept({ ...said('good morning', 100, 600), ...result }, run(5_000), 5);
    expect(partial).not.toHaveProperty('sentiment');
    const final = assembler.accept({ ...said('good morning', 100, 700, true), ...result }, run(5_000), 5);
    expect(schema.parse(final)).toMatchObject({
      sentiment: 'NEGATIVE',
      sentimentScore: -5,
      sentimentEngine: 'test:one',
      issues: [{ startChar: 0, endChar: 4, startMs: 5_100, endMs: 5_400 }],
      entities: [{ kind: 'NAME', startChar: 5, endChar: 12 }],
    });
  });

  it('finds the final of a span, or the one before it', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(0);
    expect(assembler.findFinal(0, 100)).toBeNull();
    const ids = [100, 1_000, 2_000].map(
      (ms) => assembler.accept(said('good morning', ms, ms + 500, true), run(0), 5)?.segmentId,
    );
    const find = (fromMs: number, toMs: number) => ids.indexOf(assembler.findFinal(fromMs, toMs)?.segmentId);
    expect([find(1_100, 1_300), find(300, 1_200), find(1_600, 1_900), find(9_000, 9_500), find(0, 50)]).toEqual([
      1, 1, 1, 2, -1,
    ]);
  });

  it('passes on that word times are estimates', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(0);
    const estimated = { ...said('good morning', 100, 700, true), areWordTimesEstimated: true };
    expect(schema.parse(assembler.accept(estimated, run(0), 5)).areWordTimesEstimated).toBe(true);
    const exact = assembler.accept(said('good morning', 900, 1_500, true), run(0), 5);
    expect(exact).not.toHaveProperty('areWordTimesEstimated');
  });

  it('keeps one id from the first partial to the final and counts the revisions', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(0);
    const results = [
      said('good', 100, 300),
      said('good morning', 100, 700),
      said('good morning', 100, 800),
      said('good morning', 100, 800, true),
      said('how', 900, 1_000),
      said('how are you', 900, 1_500, true),
    ].map((result) => assembler.accept(result, run(0), 5));
    expect(results.map((one) => one && [one.segmentId, one.revision, one.isPartial, one.text])).toEqual([
      ['0-0-0', 1, true, 'good'],
      ['0-0-0', 2, true, 'good morning'],
      null,
      ['0-0-0', 3, false, 'good morning'],
      ['0-0-1', 1, true, 'how'],
      ['0-0-1', 2, false, 'how are you'],
    ]);
    for (const one of results) if (one) expect(schema.safeParse(one).success).toBe(true);
  });

  it('places times on the call clock', () => {
    const assembler = new SegmentAssembler(1, timeline);
    assembler.beginStint(12_345.75);
    expect(assembler.accept(said('yes', 100, 300, true), run(12_345.75), 5)).toMatchObject({
      segmentId: '1-12345-0',
      track: 1,
      participantId: 'agent',
      role: 'AGENT',
      startMs: 12_445.75,
      endMs: 12_645.75,
      words: [{ text: 'yes', startMs: 12_445.75, endMs: 12_645.75 }],
    });
  });

  it('gives an utterance to whoever was on the track when it began', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(0);
    const spoken = [said('one', 9_000, 12_000, true), said('two', 12_100, 13_000, true)];
    expect(spoken.map((result) => assembler.accept(result, run(0), 5)?.role)).toEqual(['CUSTOMER', 'AGENT']);
  });

  it('keeps the id of an open utterance in the next run of the same stint', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(0);
    assembler.accept(said('one', 0, 500, true), run(0), 1);
    assembler.accept(said('two', 600, 900), run(0), 2);
    expect(assembler.accept(said('two three', 100, 900, true), run(500), 3)).toMatchObject({
      segmentId: '0-0-1',
      revision: 2,
      startMs: 600,
    });
  });

  it('names a new stint by its start, and keeps counting when two stints would share one', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(0);
    expect(assembler.accept(said('one', 0, 100), run(0), 1)?.segmentId).toBe('0-0-0');
    assembler.beginStint(0.4);
    expect(assembler.accept(said('two', 0, 100, true), run(0.4), 1)).toMatchObject({ segmentId: '0-0-1', revision: 1 });
    assembler.beginStint(7_000);
    expect(assembler.accept(said('three', 0, 100, true), run(7_000), 1)).toMatchObject({
      segmentId: '0-7000-0',
      revision: 1,
    });
  });

  it('withdraws the partial of an utterance without words, and gives its id to the next one', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(0);
    assembler.accept(said('mm', 0, 100), run(0), 1);
    const nothing = { ...said('', 0, 100, true), words: [] };
    const withdrawal = assembler.accept(nothing, run(0), 1);
    expect(withdrawal).toMatchObject({ segmentId: '0-0-0', revision: 2, isPartial: true, text: '', words: [] });
    expect(schema.safeParse(withdrawal).success).toBe(true);
    expect(assembler.accept(nothing, run(0), 1)).toBeNull();
    expect(assembler.accept(said('hello', 900, 1_000, true), run(0), 1)).toMatchObject({
      segmentId: '0-0-0',
      revision: 3,
      isPartial: false,
    });
    expect(assembler.accept(nothing, run(0), 1)).toBeNull();
  });

  it('cuts text and drops words that exceed the limits of the event', () => {
    const assembler = new SegmentAssembler(0, timeline);
    assembler.beginStint(0);
    const segment = assembler.accept(said('word '.repeat(5_000).trim(), 0, 100_000, true), run(0), 1);
    expect(segment?.text).toHaveLength(20_000);
    expect(segment?.words).toEqual([]);
    expect(schema.safeParse(segment).success).toBe(true);
  });

  it('starts at the given revision', () => {
    const assembler = new SegmentAssembler(0, timeline, 100);
    assembler.beginStint(0);
    expect(assembler.accept(said('one', 0, 100, true), run(0), 1)?.revision).toBe(100);
    expect(assembler.accept(said('two', 200, 300, true), run(0), 1)?.revision).toBe(100);
  });

  it('continues where an earlier assembler stopped', () => {
    const former = new SegmentAssembler(0, timeline, 10_001);
    former.beginStint(7_000);
    former.accept(said('one', 0, 100, true), run(7_000), 1);
    former.accept(said('two', 200, 300), run(7_000), 1);
    const successor = new SegmentAssembler(0, timeline, 20_001, former.next);
    expect(former.next).toEqual({ stintStartMs: 7_000, nextOrdinal: 1 });
    expect(successor.accept(said('two', 200, 300, true), run(7_000), 1)).toMatchObject({
      segmentId: '0-7000-1',
      revision: 20_001,
    });
  });

  it('keeps its last revision for the final', () => {
    const assembler = new SegmentAssembler(0, timeline, 10_001);
    assembler.beginStint(0);
    const partials = Array.from({ length: 10_500 }, (_, n) => assembler.accept(said(`w${n}`, 0, 100), run(0), 1));
    expect(partials.filter((one) => one !== null).at(-1)?.revision).toBe(19_998);
    expect(assembler.accept(said('all', 0, 100, true), run(0), 1)?.revision).toBe(19_999);
    expect(firstRevision(2, 'live')).toBeGreaterThan(19_999);
  });
});
