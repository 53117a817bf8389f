import { describe, expect, it } from '@jest/globals';
import { PartitionLossSignals } from './partition-loss-signals.js';

describe('PartitionLossSignals', () => {
  it('aborts the signal of a lost partition only, and gives a new one when the partition returns', () => {
    const signals = new PartitionLossSignals();
    const three = signals.signalFor(3);
    const four = signals.signalFor(4);
    expect(signals.signalFor(3)).toBe(three);
    signals.abort([3, 9]);
    expect([three.aborted, four.aborted, signals.signalFor(3).aborted]).toEqual([true, false, false]);
    signals.abort([3]);
    expect(signals.signalFor(3).aborted).toBe(false);
  });
});
