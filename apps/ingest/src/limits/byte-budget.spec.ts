import { describe, expect, it } from '@jest/globals';
import { ByteBudget } from './byte-budget.js';

describe('ByteBudget', () => {
  it('reduces the limit of each call while all calls together hold too much', () => {
    const budget = new ByteBudget(1_000_000, 2_000_000);
    budget.add(2_000_000);
    expect(budget.limitBytesOfACall).toBe(1_000_000);
    budget.add(1);
    expect(budget.limitBytesOfACall).toBe(65_536);
    budget.add(-500_000);
    expect(budget.limitBytesOfACall).toBe(1_000_000);
  });
});
