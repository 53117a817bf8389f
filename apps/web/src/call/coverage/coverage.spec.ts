import { describe, expect, it } from '@jest/globals';
import { transcriptGapReasons } from '@earshot/contracts';
import { aLedger, byAgent } from '../../../test/support/builders.js';
import { coverageStatus, gapReasonLabel } from './coverage.js';

const ledger = (openMs: number, gapMs: number, isComplete = false) =>
  aLedger({ ...byAgent, transcribedMs: 10_000 - openMs - gapMs, openMs, gapMs, isComplete });

const complete = ledger(0, 0, true);
const withGap = ledger(0, 2_000);
const open = ledger(300, 2_000);
const twice = ledger(-300, 0);
/** The account ends before the call. */
const short = ledger(0, 0);

describe('coverageStatus', () => {
  it.each([
    [open, 'live', null, 'in-progress', 'transcribing 0.3 s'],
    [short, 'live', null, 'success', 'Up to date'],
    [withGap, 'live', null, 'warning', '2.0 s in gaps'],
    [complete, 'ended', null, 'success', 'Complete'],
    [withGap, 'ended', null, 'warning', '2.0 s in gaps'],
    [short, 'ended', null, 'warning', 'Shorter than the call'],
    [open, 'ended', null, 'error', '0.3 s missing'],
    [twice, 'live', null, 'success', 'Up to date'],
    [twice, 'ended', null, 'error', '0.3 s counted twice'],
    [short, 'interrupted', 10_000, 'warning', 'Call lost at 0:10'],
    [withGap, 'interrupted', 8_000, 'warning', 'Call lost at 0:08'],
    [complete, 'interrupted', 10_000, 'warning', 'Call lost at 0:10'],
    [complete, 'interrupted', null, 'warning', 'Call lost'],
    [short, 'interrupted', null, 'warning', 'Call lost'],
    [open, 'interrupted', 10_000, 'error', '0.3 s missing'],
  ] as const)('of %j, %s, lost at %s, is %s: %s', (given, progress, lostAtMs, type, label) => {
    expect(coverageStatus(given, progress, lostAtMs)).toEqual({ type, label });
  });
});

describe('gapReasonLabel', () => {
  it('has words for every reason of the contract', () => {
    for (const reason of transcriptGapReasons) expect(gapReasonLabel(reason)).toMatch(/^[A-Z][a-z ]+$/);
    expect(gapReasonLabel('NEW_REASON')).toBe('new reason');
  });
});
