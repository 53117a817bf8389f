import { describe, expect, it } from '@jest/globals';
import { checkCall, type CallCheck } from '../src/check/check-call.js';
import type { StreamEntry } from '../src/check/call-evidence.js';
import { formatTable } from '../src/report/format-table.js';
import { measureRecoveryMs } from '../src/round/measure-recovery.js';
import { judgeRound } from '../src/round/judge-round.js';
import { buildPerfectCall, STARTED_AT_MS } from './perfect-call.js';

const fault = { name: 'kill-ingest', maxGapMs: 5_000 };
const perfect = (callId: string): CallCheck => checkCall(buildPerfectCall(callId));
const affected = new Set(['one']);

describe('judgeRound', () => {
  it('finds no violation if all calls are perfect', () => {
    const result = judgeRound(fault, affected, [perfect('one'), perfect('other')], 0);
    expect(result).toMatchObject({
      fault: 'kill-ingest',
      calls: 2,
      expected: 40,
      lost: 0,
      doubled: 0,
      othersAffected: 0,
      callsWithErrors: 0,
      violations: [],
    });
    expect(formatTable([result])).toContain('| held ');
  });

  it('allows affected calls to have gaps, problems and reconnects, up to the bound', () => {
    const affectedCall = {
      ...perfect('one'),
      gaps: 1,
      gapMs: 4_000,
      reconnects: 1,
      problems: ['ingest/CONNECTION_LOST'],
    };
    expect(judgeRound(fault, affected, [affectedCall, perfect('other')], 0)).toMatchObject({
      gaps: 1,
      gapMs: 4_000,
      violations: [],
    });
  });

  it.each([
    ['a lost final', 'one', { lost: 1 }, '1 finals lost'],
    ['a doubled final', 'one', { doubled: 1 }, '1 finals doubled'],
    ['updates out of order', 'one', { outOfOrder: 2 }, '2 updates out of order'],
    ['wrong words', 'one', { wrongWords: 1 }, '1 finals with wrong words'],
    [
      'a wrong status',
      'one',
      { otherErrors: ['the status is LIVE'] },
      '1 calls with a wrong status, ledger, recording or metrics',
    ],
    ['a gap that is too long', 'one', { gapMs: 5_001 }, '1 calls with gaps above 5 s'],
    ['a gap on another call', 'other', { gaps: 1 }, '1 other calls affected'],
    ['a problem on another call', 'other', { problems: ['x/Y'] }, '1 other calls affected'],
    ['a reconnect of another call', 'other', { reconnects: 1 }, '1 other calls affected'],
  ])('finds a violation: %s', (_, callId, change, violation) => {
    const result = judgeRound(fault, affected, [{ ...perfect(callId), ...change }], 0);
    expect(result.violations).toEqual([violation]);
    expect(formatTable([result])).toContain('BROKEN');
  });

  it('allows a gap to be as long as the restart took, and the bound more, if the fault stops every server', () => {
    const stopping = { ...fault, stopsEveryServer: true };
    const away = { ...perfect('one'), gaps: 1, reconnects: 1, withoutServerMs: 70_000 };
    expect(judgeRound(stopping, affected, [{ ...away, gapMs: 75_000 }], 0).violations).toEqual([]);
    expect(judgeRound(stopping, affected, [{ ...away, gapMs: 75_001 }], 0).violations).toEqual([
      '1 calls with gaps above 5 s besides the time without a server',
    ]);
    expect(judgeRound(fault, affected, [{ ...away, gapMs: 75_000 }], 0).violations).toEqual([
      '1 calls with gaps above 5 s',
    ]);
  });

  it('allows recorded audio without words only up to the bound of the fault', () => {
    const silent = { ...perfect('one'), gaps: 1, gapMs: 2_000, untranscribedMs: 2_000 };
    expect(judgeRound({ ...fault, maxUntranscribedMs: 2_000 }, affected, [silent], 0).violations).toEqual([]);
    expect(judgeRound({ ...fault, maxUntranscribedMs: 0 }, affected, [silent], 0).violations).toEqual([
      '1 calls whose recorded audio was not transcribed',
    ]);
  });

  it('finds a violation if no final was expected', () => {
    expect(judgeRound(fault, affected, [], 0).violations).toHaveLength(1);
  });
});

describe('measureRecoveryMs', () => {
  const evidence = buildPerfectCall();
  const faultAtMs = STARTED_AT_MS + 8_000;
  const delayUntil = (untilMs: number): StreamEntry[] =>
    evidence.stream.map((entry) => ({
      ...entry,
      atMs: entry.atMs < faultAtMs ? entry.atMs : Math.max(entry.atMs, untilMs),
    }));

  it('is 0 if no final was late', () => {
    expect(measureRecoveryMs([evidence], faultAtMs)).toBe(0);
  });

  it('ends with the last late final', () => {
    expect(measureRecoveryMs([evidence, { ...evidence, stream: delayUntil(faultAtMs + 9_000) }], faultAtMs)).toBe(
      9_000,
    );
  });

  it('includes a pause without finals, even if a gap explains it', () => {
    const silent = evidence.stream.filter(({ atMs }) => atMs < faultAtMs || atMs > faultAtMs + 7_000);
    const nextMs = silent.find(({ atMs }) => atMs > faultAtMs)?.atMs ?? 0;
    expect(measureRecoveryMs([{ ...evidence, stream: silent }], faultAtMs)).toBe(nextMs - faultAtMs);
  });
});
