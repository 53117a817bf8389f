import { describe, expect, it } from '@jest/globals';
import { type TimedCall, shownDurationMs } from './call-duration.js';

const startMs = Date.UTC(2026, 0, 1, 12);
const at = (ms: number): string => new Date(startMs + ms).toISOString();
const aCall = (over: Partial<TimedCall>): TimedCall => ({
  status: 'LIVE',
  startedAt: at(0),
  endedAt: null,
  updatedAt: at(60_000),
  durationMs: 58_000,
  silence: null,
  ...over,
});

describe('shownDurationMs', () => {
  it('counts on while a call is in progress', () => {
    expect(shownDurationMs(aCall({}), startMs + 65_000)).toBe(65_000);
    expect(shownDurationMs(aCall({}), startMs + 90_000)).toBe(90_000);
  });

  it('stands still when nothing of the call is stored any more', () => {
    expect(shownDurationMs(aCall({}), startMs + 90_001)).toBe(60_000);
    expect(shownDurationMs(aCall({}), startMs + 3_600_000)).toBe(60_000);
  });

  it('counts on while a connected source is silent, and stands still while the connection is lost', () => {
    const silence = (isConnected: boolean) => ({ silence: { since: at(59_000), isConnected } });
    expect(shownDurationMs(aCall(silence(true)), startMs + 65_000)).toBe(65_000);
    expect(shownDurationMs(aCall(silence(false)), startMs + 65_000)).toBe(59_000);
  });

  it.each([
    { status: 'ENDED', endedAt: at(58_000) },
    { status: 'INTERRUPTED', endedAt: at(58_000) },
    { status: 'INTERRUPTED' },
    { status: 'LIVE', endedAt: at(58_000) },
  ] as const)('is the stored length of a call that is over: %j', (over) => {
    expect(shownDurationMs(aCall(over), startMs + 65_000)).toBe(58_000);
  });

  it('never goes backwards when the clock of the server is behind', () => {
    expect(shownDurationMs(aCall({}), startMs)).toBe(60_000);
  });
});
