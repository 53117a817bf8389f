import { describe, expect, it } from '@jest/globals';
import { checkCall, type CallCheck } from '../src/check/check-call.js';
import type { StreamEntry } from '../src/check/observed.js';
import { table } from '../src/report/table.js';
import { recoveryMs } from '../src/round/recovery.js';
import { judge } from '../src/round/verdict.js';
import { aPerfectCall, STARTED_AT_MS } from './perfect-call.js';

const fault = { name: 'kill-ingest', maxGapMs: 5_000 };
const perfect = (callId: string): CallCheck => checkCall(aPerfectCall(callId));
const touched = new Set(['one']);

describe('the verdict on a fault', () => {
  it('is that it was survived where nothing is wrong', () => {
    const row = judge(fault, touched, [perfect('one'), perfect('other')], 0);
    expect(row).toMatchObject({
      fault: 'kill-ingest',
      calls: 2,
      expected: 40,
      lost: 0,
      doubled: 0,
      othersAffected: 0,
      faulty: 0,
      broken: [],
    });
    expect(table([row])).toContain('| held ');
  });

  it('lets the calls that are touched have gaps, problems and reconnects, within bounds', () => {
    const hurt = { ...perfect('one'), gaps: 1, gapMs: 4_000, reconnects: 1, problems: ['ingest/CONNECTION_LOST'] };
    expect(judge(fault, touched, [hurt, perfect('other')], 0)).toMatchObject({ gaps: 1, gapMs: 4_000, broken: [] });
  });

  it.each([
    ['a final lost', 'one', { lost: 1 }, '1 finals lost'],
    ['a final doubled', 'one', { doubled: 1 }, '1 finals doubled'],
    ['disorder', 'one', { outOfOrder: 2 }, '2 out of order'],
    ['other words', 'one', { differing: 1 }, '1 finals with other words'],
    ['a wrong account', 'one', { faulty: ['its status is LIVE'] }, '1 calls with a wrong account'],
    ['a gap that is too long', 'one', { gapMs: 5_001 }, '1 calls with more missing than 5 s'],
    ['a gap on another call', 'other', { gaps: 1 }, '1 calls affected that should not be'],
    ['a problem on another call', 'other', { problems: ['x/Y'] }, '1 calls affected that should not be'],
    ['a reconnect of another call', 'other', { reconnects: 1 }, '1 calls affected that should not be'],
  ])('is broken by %s', (_, callId, change, says) => {
    const row = judge(fault, touched, [{ ...perfect(callId), ...change }], 0);
    expect(row.broken).toEqual([says]);
    expect(table([row])).toContain('BROKEN');
  });

  it('is broken where nothing could be proven', () => {
    expect(judge(fault, touched, [], 0).broken).toHaveLength(1);
  });
});

describe('the time of recovery', () => {
  const evidence = aPerfectCall();
  const faultAtMs = STARTED_AT_MS + 8_000;
  const held = (untilMs: number): StreamEntry[] =>
    evidence.stream.map((entry) => ({
      ...entry,
      atMs: entry.atMs < faultAtMs ? entry.atMs : Math.max(entry.atMs, untilMs),
    }));

  it('is 0 where no final came late', () => {
    expect(recoveryMs([evidence], faultAtMs)).toBe(0);
  });

  it('lasts until the last late final', () => {
    expect(recoveryMs([evidence, { ...evidence, stream: held(faultAtMs + 9_000) }], faultAtMs)).toBe(9_000);
  });

  it('lasts as long as nothing comes, also where what did not come is a gap', () => {
    const silent = evidence.stream.filter(({ atMs }) => atMs < faultAtMs || atMs > faultAtMs + 7_000);
    const nextMs = silent.find(({ atMs }) => atMs > faultAtMs)?.atMs ?? 0;
    expect(recoveryMs([{ ...evidence, stream: silent }], faultAtMs)).toBe(nextMs - faultAtMs);
  });
});
