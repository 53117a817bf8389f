import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import { CallRedactor } from '@earshot/domain';
import { CapturingMetrics, ManualClock } from '@earshot/testing';
import { createEnrichmentMetrics } from '../enrichment.metrics.js';
import { CallState } from './call-state.js';
import { CallStates } from './call-states.js';
import { Past } from '../takeover/past.js';

const setUp = (maxCalls?: number) => {
  const clock = new ManualClock();
  const fresh = () => new CallState(() => new CallRedactor({ defaultCountry: 'US' }), new Past(true));
  const states = new CallStates({
    clock,
    metrics: createEnrichmentMetrics(new CapturingMetrics()),
    ...(maxCalls && { maxCalls }),
  });
  const of = (name: string) => states.get(name as CallId) ?? states.add(name as CallId, fresh());
  return { clock, states, fresh, of };
};

describe('CallStates', () => {
  it('keeps a complete call for ten minutes, a live one as long as it speaks', async () => {
    const { clock, states, of } = setUp();
    const first = of('complete');
    states.completed('complete' as CallId);
    await clock.advance(9 * 60_000);
    expect(of('complete')).toBe(first);
    const live = of('live');
    await clock.advance(11 * 60_000);
    expect(of('live')).toBe(live);
    expect(states.size).toBe(1);
    expect(of('complete')).not.toBe(first);
  });

  it('lets the longest silent go beyond its bound, complete calls first', () => {
    const { states, of } = setUp(3);
    const a = of('a');
    of('b');
    of('c');
    states.completed('c' as CallId);
    of('d');
    expect(of('a')).toBe(a);
    expect(states.size).toBe(3);
    of('e');
    expect(states.size).toBe(3);
  });

  it('leaves nothing of a call that went on the signal of its partition', async () => {
    const { clock, states, fresh } = setUp();
    const partition = new AbortController();
    for (let at = 0; at < 50; at++) {
      states.add(`call-${at}` as CallId, fresh(), partition.signal);
      states.completed(`call-${at}` as CallId);
    }
    expect(getEventListeners(partition.signal, 'abort')).toHaveLength(50);
    await clock.advance(11 * 60_000);
    states.add('later' as CallId, fresh(), partition.signal);
    expect(getEventListeners(partition.signal, 'abort')).toHaveLength(1);
  });

  it('drops what is lost to another process, live or over, and keeps what it took over again', () => {
    const { states, fresh } = setUp();
    const [lost, other] = [new AbortController(), new AbortController()];
    const gone = states.add('gone' as CallId, fresh(), lost.signal);
    states.add('over' as CallId, fresh(), lost.signal);
    states.completed('over' as CallId);
    states.add('back' as CallId, fresh(), lost.signal);
    const back = states.add('back' as CallId, fresh(), other.signal);
    states.add('stays' as CallId, fresh(), other.signal);
    lost.abort();
    expect(['gone', 'over', 'stays'].map((name) => states.get(name as CallId) !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
    expect(states.get('back' as CallId)).toBe(back);
    return expect(gone.outbox.flush(undefined as never)).rejects.toMatchObject({ code: 'CALL_HANDED_OVER' });
  });
});
