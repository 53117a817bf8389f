import { describe, expect, it } from '@jest/globals';
import { callStatuses, callTransitions, mayBecome, statusOf, type CallStatus } from './call-status.js';

describe('callTransitions', () => {
  it('reaches every status from LIVE and never returns to LIVE', () => {
    const reached = new Set<CallStatus>(['LIVE']);
    for (const status of reached) for (const next of callTransitions[status]) reached.add(next);
    expect([...reached].sort()).toEqual([...callStatuses].sort());
    for (const status of callStatuses) expect(mayBecome(status, 'LIVE')).toBe(false);
  });

  it('names only statuses that exist', () => {
    expect(Object.keys(callTransitions)).toEqual([...callStatuses]);
  });
});

describe('statusOf', () => {
  const all = { endReason: 'ENDED', audioDone: true, transcriptDone: true } as const;
  it.each([
    ['the call is complete', 'LIVE', all, 'ENDED'],
    ['the source stayed away', 'LIVE', { ...all, endReason: 'INTERRUPTED' }, 'INTERRUPTED'],
    ['the end is not announced', 'LIVE', { ...all, endReason: null }, 'LIVE'],
    ['audio is missing', 'LIVE', { ...all, audioDone: false }, 'LIVE'],
    ['words are missing', 'LIVE', { ...all, transcriptDone: false }, 'LIVE'],
    ['the call was closed as interrupted before', 'INTERRUPTED', all, 'INTERRUPTED'],
  ] as const)('when %s: %s becomes', (_, from, pieces, to) => {
    expect(statusOf(from, pieces)).toBe(to);
  });
});
