import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { CostBudgets } from './cost-budgets.js';

describe('CostBudgets', () => {
  it('allows the cost of a minute at once, then as much as refills', async () => {
    const clock = new ManualClock();
    const budgets = new CostBudgets(clock, 60_000);
    expect(budgets.spend('a', 60_000)).toBe(0);
    expect(budgets.spend('a', 10_000)).toBe(10_000);
    await clock.advance(9_999);
    expect(budgets.spend('a', 10_000)).toBe(1);
    await clock.advance(1);
    expect(budgets.spend('a', 10_000)).toBe(0);
    await clock.advance(3_600_000);
    expect(budgets.spend('a', 60_001)).toBeGreaterThan(0);
    expect(budgets.spend('a', 60_000)).toBe(0);
  });

  it('does not let one client spend the budget of another', () => {
    const budgets = new CostBudgets(new ManualClock(), 600);
    expect(budgets.spend('a', 600)).toBe(0);
    expect(budgets.spend('a', 1)).toBeGreaterThan(0);
    expect(budgets.spend('b', 600)).toBe(0);
  });
});
