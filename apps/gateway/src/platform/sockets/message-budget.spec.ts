import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { MessageBudget } from './message-budget.js';

describe('MessageBudget', () => {
  it('allows a burst, then as many messages as the rate allows', async () => {
    const clock = new ManualClock();
    const budget = new MessageBudget(clock);
    const spent = () => Array.from({ length: 500 }, () => budget.spend()).filter(Boolean).length;
    expect(spent()).toBe(200);
    await clock.advance(1_000);
    expect(spent()).toBe(50);
    await clock.advance(60_000);
    expect(spent()).toBe(200);
  });
});
