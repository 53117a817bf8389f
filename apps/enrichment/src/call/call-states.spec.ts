import { describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import { CallRedactor } from '@earshot/domain';
import { CapturingMetrics, ManualClock } from '@earshot/testing';
import { createEnrichmentMetrics } from '../enrichment.metrics.js';
import { CallStates } from './call-states.js';

const setUp = (maxCalls?: number) => {
  const clock = new ManualClock();
  const createRedactor = () => new CallRedactor({ defaultCountry: 'US' });
  const states = new CallStates({
    clock,
    createRedactor,
    metrics: createEnrichmentMetrics(new CapturingMetrics()),
    ...(maxCalls && { maxCalls }),
  });
  return { clock, states, of: (name: string) => states.of(name as CallId) };
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
});
