import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import { CallRedactor } from '@earshot/domain/redaction';
import { CapturingMetrics, ManualClock } from '@earshot/testing';
import { createEnrichmentMetrics } from '../enrichment.metrics.js';
import { TakeoverProgress } from '../takeover/takeover-progress.js';
import { CallEventFactory } from './call-event-factory.js';
import { CallRoles } from './call-roles.js';
import { EnrichedCall } from './enriched-call.js';
import { EnrichedCalls } from './enriched-calls.js';

const setUp = (maxCalls?: number) => {
  const clock = new ManualClock();
  const createCall = (callId: CallId) =>
    new EnrichedCall(
      new CallEventFactory(callId, clock, () => 'id'),
      () => new CallRedactor({ defaultCountry: 'US' }),
      new TakeoverProgress(true),
      new CallRoles(0),
    );
  const calls = new EnrichedCalls(clock, createEnrichmentMetrics(new CapturingMetrics()), maxCalls);
  const add = (name: string, lost?: AbortSignal) => calls.addCall(name as CallId, createCall(name as CallId), lost);
  const find = (name: string) => calls.findCall(name as CallId);
  const complete = (name: string) => calls.markCompleted(name as CallId);
  return { clock, calls, add, find, complete };
};

describe('EnrichedCalls', () => {
  it('keeps a completed call for ten minutes and an active one for longer', async () => {
    const { clock, calls, add, find, complete } = setUp();
    const completed = add('completed');
    complete('completed');
    await clock.advance(9 * 60_000);
    expect(find('completed')).toBe(completed);
    const active = add('active');
    await clock.advance(11 * 60_000);
    expect(find('active')).toBe(active);
    expect(calls.size).toBe(1);
    expect(find('completed')).toBeUndefined();
  });

  it('drops the call that was silent longest beyond its limit, completed calls first', () => {
    const { calls, add, find, complete } = setUp(3);
    const first = add('a');
    add('b');
    add('c');
    complete('c');
    add('d');
    expect(find('a')).toBe(first);
    expect(calls.size).toBe(3);
    add('e');
    expect(calls.size).toBe(3);
  });

  it('removes the listener of a dropped call from the signal of its partition', async () => {
    const { clock, add, complete } = setUp();
    const partition = new AbortController();
    for (let at = 0; at < 50; at++) {
      add(`call-${at}`, partition.signal);
      complete(`call-${at}`);
    }
    expect(getEventListeners(partition.signal, 'abort')).toHaveLength(50);
    await clock.advance(11 * 60_000);
    add('later', partition.signal);
    expect(getEventListeners(partition.signal, 'abort')).toHaveLength(1);
  });

  it('drops active and completed calls of a lost partition, and keeps a call that it took over again', () => {
    const { add, find, complete } = setUp();
    const [lost, other] = [new AbortController(), new AbortController()];
    const dropped = add('dropped', lost.signal);
    add('completed', lost.signal);
    complete('completed');
    add('back', lost.signal);
    const back = add('back', other.signal);
    add('stays', other.signal);
    lost.abort();
    expect(['dropped', 'completed', 'stays'].map((name) => find(name) !== undefined)).toEqual([false, false, true]);
    expect(find('back')).toBe(back);
    return expect(dropped.unpublished.publishEvents(undefined as never)).rejects.toMatchObject({
      code: 'CALL_HANDED_OVER',
    });
  });
});
