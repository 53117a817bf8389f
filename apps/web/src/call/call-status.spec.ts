import { describe, expect, it } from '@jest/globals';
import { isInProgress, statusLabel, statusTitle } from './call-status.js';

const endedAt = '2026-01-01T00:00:00Z';
const silent = (isConnected: boolean) => ({ since: '2026-01-01T00:00:00Z', isConnected });

it.each([
  ['LIVE', null, null, 'In progress', true],
  ['LIVE', null, silent(true), 'No audio', true],
  ['LIVE', null, silent(false), 'Connection lost', true],
  ['LIVE', endedAt, null, 'Finishing', false],
  ['ENDED', endedAt, null, 'Ended', false],
  ['INTERRUPTED', endedAt, null, 'Interrupted', false],
] as const)(
  'shows a call that is %s with end %s and silence %j as %s',
  (status, endedAt, silence, label, inProgress) => {
    expect(
      statusLabel({ status, endedAt, silence, wordsBehindMs: null, pausedSince: null, waitsForStart: false }),
    ).toBe(label);
    expect(isInProgress({ status, endedAt })).toBe(inProgress);
  },
);

describe('a call in progress', () => {
  const live = { status: 'LIVE', endedAt: null, silence: null, pausedSince: null, waitsForStart: false } as const;

  it.each([
    [null, 'In progress', undefined],
    [9_999, 'In progress', undefined],
    [14_900, 'Words behind', 'Words are 14 s behind the audio'],
    [80_000, 'Words behind', 'Words are 1:20 min behind the audio'],
  ])('whose words are %s ms behind is shown as %s', (wordsBehindMs, label, title) => {
    const call = { ...live, wordsBehindMs };
    expect([statusLabel(call), statusTitle(call)]).toEqual([label, title]);
  });

  it('that waits for its start says so', () => {
    expect(statusLabel({ ...live, wordsBehindMs: null, waitsForStart: true })).toBe('Waiting to start');
  });

  it('that is paused says so before anything else', () => {
    const call = { ...live, silence: silent(true), wordsBehindMs: 14_000, pausedSince: endedAt };
    expect(statusLabel(call)).toBe('Paused');
  });

  it('without audio says so first', () => {
    const call = { ...live, silence: silent(true), wordsBehindMs: 14_000 };
    expect([statusLabel(call), statusTitle(call)]).toEqual(['No audio', undefined]);
  });
});
