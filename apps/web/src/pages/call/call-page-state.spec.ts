import { describe, expect, it } from '@jest/globals';
import type { CallDetailFragment } from '@earshot/graphql-api';
import type { Segment } from '../../call/transcript/segment-index.js';
import { type CallPageAction, loadingCallPage, reduceCallPage } from './call-page-state.js';
import { aSegment, byAgent } from '../../../test/support/builders.js';

const partial = (revision: number, text: string, over: Partial<Segment> = {}): Segment =>
  aSegment({ revision, text, isPartial: true, ...over });

const aCall = (over: Partial<CallDetailFragment> = {}): CallDetailFragment => ({
  id: 'call',
  version: 1,
  status: 'LIVE',
  silence: null,
  wordsBehindMs: null,
  pausedSince: null,
  name: null,
  queue: null,
  language: null,
  metadata: [],
  waitsForStart: false,
  isRecorded: true,
  hasAudio: true,
  pauseChanges: [],
  unrecorded: [],
  lostAtMs: null,
  legalHold: null,
  retainUntil: null,
  source: 'lca',
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 0,
  customerNumber: null,
  systemNumber: null,
  agentId: null,
  engine: 'scripted',
  engineReason: null,
  cost: null,
  participants: [],
  metrics: null,
  categories: [],
  categoryMatches: [],
  alertCount: 0,
  ledger: [],
  speechWithoutWords: [],
  problems: [],
  recording: null,
  ...over,
});

const push = (segment: Segment): CallPageAction => ({ type: 'segment-pushed', segment });
const page = (...segments: Segment[]): CallPageAction => ({ type: 'segments-fetched', segments });
const call = (over: Partial<CallDetailFragment>): CallPageAction => ({ type: 'call-received', call: aCall(over) });
const done: CallPageAction = { type: 'fetch-completed' };
const after = (...actions: CallPageAction[]) => actions.reduce(reduceCallPage, loadingCallPage);
const texts = (...actions: CallPageAction[]): string[] =>
  after(...actions).transcript.blocks.flatMap((block) => block.lines.map((line) => line.text));

describe('reduceCallPage: lines', () => {
  it('updates a partial in its row until it is final', () => {
    const key = after(push(partial(1, 'I'))).transcript.blocks[0]?.key;
    const state = after(
      push(partial(1, 'I')),
      push(partial(2, 'I want')),
      push(aSegment({ revision: 3, text: 'I want.' })),
    );
    expect(state.transcript.blocks).toHaveLength(1);
    expect(state.transcript.blocks[0]?.key).toBe(key);
    expect(state.transcript.blocks[0]?.lines.map((line) => line.text)).toEqual(['I want.']);
    expect(state.transcript.partials).toEqual([]);
  });

  it('ignores an older revision, the same one again, and a partial after its final', () => {
    const final = aSegment({ revision: 3, text: 'final' });
    const state = after(push(final));
    for (const late of [partial(1, 'old'), partial(3, 'same'), partial(9, 'newer partial'), final]) {
      expect(reduceCallPage(state, push(late))).toBe(state);
    }
  });

  it('accepts a final whose partial had the same or a higher revision', () => {
    expect(texts(push(partial(5, 'part')), push(aSegment({ revision: 5, text: 'whole' })))).toEqual(['whole']);
    expect(texts(push(partial(5, 'part')), push(aSegment({ revision: 2, text: 'whole' })))).toEqual(['whole']);
  });

  it('accepts a corrected final', () => {
    expect(texts(push(aSegment({ text: 'a' })), push(aSegment({ revision: 2, text: 'b' })))).toEqual(['b']);
  });

  it('orders lines by start in any order of arrival, by track at the same start', () => {
    const agent = aSegment({ id: '1-0-1', ...byAgent, text: 'agent' });
    const later = aSegment({ id: '0-5-2', startMs: 5, text: 'later' });
    const expected = ['hello', 'agent', 'later'];
    expect(texts(push(later), push(agent), push(aSegment()))).toEqual(expected);
    expect(texts(push(aSegment()), push(later), push(agent))).toEqual(expected);
  });

  it('moves a line whose start was corrected', () => {
    const second = aSegment({ id: '0-1', startMs: 1000, text: 'second' });
    const moving = partial(1, 'moving', { id: '1-1', ...byAgent, startMs: 500 });
    expect(texts(push(aSegment()), push(second), push(moving))).toEqual(['hello', 'moving', 'second']);
    expect(
      texts(push(aSegment()), push(second), push(moving), push({ ...moving, revision: 2, startMs: 1500 })),
    ).toEqual(['hello', 'second', 'moving']);
  });

  it('removes a partial that its engine abandoned and ignores a late copy', () => {
    const abandoned = partial(4, 'abandoned', { id: '0-100-1', startMs: 100 });
    const next = aSegment({ id: '0-900-2', startMs: 900, text: 'next' });
    expect(texts(push(abandoned), push(next), push({ ...abandoned, revision: 5 }))).toEqual(['next']);
  });

  it('keeps the other speaker’s partial', () => {
    const agent = partial(1, 'agent speaking', { id: '1-1', ...byAgent });
    const customer = aSegment({ id: '0-2', startMs: 50, text: 'customer' });
    expect(texts(push(agent), push(customer))).toEqual(['agent speaking', 'customer']);
  });
});

describe('reduceCallPage: subscribe, then fetch', () => {
  const stored = [1, 2, 3].map((n) => aSegment({ id: `0-${n}`, startMs: n * 1000, text: `line ${n}` }));

  it('gives the same lines whether one is pushed before, during or after its page', () => {
    const [one, two, three] = stored as [Segment, Segment, Segment];
    const expected = ['line 1', 'line 2', 'line 3'];
    expect(texts(push(three), page(one, two), done)).toEqual(expected);
    expect(texts(page(one, two), push(two), push(three), page(three), done)).toEqual(expected);
    expect(texts(page(...stored), done, push(one), push(three))).toEqual(expected);
  });

  it('keeps a pushed correction when an older page arrives later', () => {
    expect(texts(push(aSegment({ revision: 2, text: 'corrected' })), page(aSegment()))).toEqual(['corrected']);
  });

  it('fills the gap of a lost connection by fetching again', () => {
    const [one, two, three] = stored as [Segment, Segment, Segment];
    const hanging = partial(2, 'line', { id: '0-2', startMs: 2000 });
    const before = [page(one), done, push(hanging)];
    expect(texts(...before)).toEqual(['line 1', 'line']);
    expect(texts(...before, push(three), page(one, two, three), done)).toEqual(['line 1', 'line 2', 'line 3']);
  });

  it('removes partials when the call has ended and everything is fetched, and accepts no more', () => {
    const hanging = partial(2, 'hanging', { id: '0-9', startMs: 9000 });
    const state = [call({}), page(...stored), done, push(hanging), call({ version: 2, status: 'ENDED' })];
    expect(texts(...state)).toContain('hanging');
    expect(texts(...state, page(...stored), done, push({ ...hanging, revision: 3 }))).toEqual([
      'line 1',
      'line 2',
      'line 3',
    ]);
  });

  it('accepts finals that are transcribed after the call', () => {
    const filled = aSegment({ id: '0-1500', startMs: 1500, text: 'filled in' });
    expect(texts(call({ status: 'ENDED' }), page(...stored), done, push(filled))).toEqual([
      'line 1',
      'filled in',
      'line 2',
      'line 3',
    ]);
  });

  it('announces the last few pushed finals only', () => {
    const many = Array.from({ length: 9 }, (_, n) =>
      push(aSegment({ id: `p-${n}`, startMs: 9000 + n, text: `p${n}` })),
    );
    const state = after(page(...stored), push(partial(1, 'part', { id: 'x', startMs: 8000 })), ...many);
    expect(state.announced.map((line) => line.text)).toEqual(['p5', 'p6', 'p7', 'p8']);
  });
});

describe('reduceCallPage: call', () => {
  it('keeps the highest version', () => {
    expect(after(call({ version: 3, agentId: 'new' }), call({ version: 2, agentId: 'old' })).call?.agentId).toBe('new');
  });

  it('shows a call that was pushed although an earlier query missed it', () => {
    expect(after({ type: 'call-missing' }).phase).toBe('missing');
    expect(after({ type: 'call-missing' }, call({})).phase).toBe('ready');
    expect(after(call({}), { type: 'call-missing' }).phase).toBe('ready');
  });

  it('forgets an erased call, and everything that comes late', () => {
    const erased = after(call({}), page(aSegment()), { type: 'call-erased' });
    expect(erased).toMatchObject({ phase: 'erased', call: null });
    for (const late of [call({ version: 9 }), { type: 'call-missing' } as const, push(aSegment())])
      expect(reduceCallPage(erased, late)).toBe(erased);
  });

  it('keeps the call when a fetch fails', () => {
    const failed: CallPageAction = { type: 'fetch-failed', message: 'no network' };
    expect(after(failed).phase).toBe('failed');
    expect(after(call({}), failed)).toMatchObject({ phase: 'ready', failure: 'no network' });
    expect(after(call({}), failed, done).failure).toBeNull();
  });
});
