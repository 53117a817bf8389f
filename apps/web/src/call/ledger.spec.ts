import { describe, expect, it } from '@jest/globals';
import { transcriptGapReasons } from '@earshot/contracts';
import { gapReason, unaccountedMs } from './ledger.js';

const ledger = (receivedMs: number, transcribedMs: number, gapMs: number) =>
  ({ channel: 'AGENT', receivedMs, transcribedMs, gapMs, gaps: [] }) as const;

describe('unaccountedMs', () => {
  it.each([
    [ledger(10_000, 8_000, 2_000), 0],
    [ledger(0.3, 0.1, 0.2), 0],
    [ledger(10_000, 7_000, 2_000), 1_000],
    [ledger(10_000, 11_000, 0), -1_000],
  ])('%j', (given, ms) => {
    expect(unaccountedMs(given)).toBe(ms);
  });
});

describe('gapReason', () => {
  it('has words for every reason of the contract', () => {
    for (const reason of transcriptGapReasons) expect(gapReason(reason)).toMatch(/^[A-Z][a-z ]+$/);
    expect(gapReason('NEW_REASON')).toBe('new reason');
  });
});
