import { describe, expect, it } from '@jest/globals';
import { transcriptGapReasons } from '@earshot/contracts';
import { byAgent } from '../../../test/support/builders.js';
import { coverageStatus, gapReasonLabel, unaccountedMs } from './coverage.js';

const ledger = (receivedMs: number, transcribedMs: number, gapMs: number) =>
  ({ ...byAgent, receivedMs, transcribedMs, gapMs, gaps: [] }) as const;

const complete = ledger(10_000, 10_000, 0);
const withGap = ledger(10_000, 8_000, 2_000);
const open = ledger(10_000, 7_700, 2_000);
const twice = ledger(10_000, 10_300, 0);

describe('unaccountedMs', () => {
  it.each([
    [complete, 0],
    [withGap, 0],
    [ledger(0.3, 0.1, 0.2), 0],
    [ledger(10_000, 7_000, 2_000), 1_000],
    [ledger(10_000, 11_000, 0), -1_000],
  ])('of %j', (given, ms) => {
    expect(unaccountedMs(given)).toBe(ms);
  });
});

describe('coverageStatus', () => {
  it.each([
    [open, 'live', 'in-progress', 'transcribing 0.3 s'],
    [complete, 'live', 'success', 'Up to date'],
    [twice, 'live', 'success', 'Up to date'],
    [withGap, 'live', 'warning', '2.0 s in gaps'],
    [complete, 'ended', 'success', 'Complete'],
    [withGap, 'ended', 'warning', '2.0 s in gaps'],
    [open, 'ended', 'error', '0.3 s missing'],
    [twice, 'ended', 'error', '0.3 s counted twice'],
    [complete, 'interrupted', 'warning', 'Call lost here at 0:10'],
    [open, 'interrupted', 'error', '0.3 s missing'],
  ] as const)('of %j, %s, is %s: %s', (given, progress, type, label) => {
    expect(coverageStatus(given, progress)).toEqual({ type, label });
  });
});

describe('gapReasonLabel', () => {
  it('has words for every reason of the contract', () => {
    for (const reason of transcriptGapReasons) expect(gapReasonLabel(reason)).toMatch(/^[A-Z][a-z ]+$/);
    expect(gapReasonLabel('NEW_REASON')).toBe('new reason');
  });
});
