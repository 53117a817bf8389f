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
    ['the call is complete', 'LIVE', 'ENDED', all],
    ['the source stayed away', 'LIVE', 'INTERRUPTED', { ...all, endReason: 'INTERRUPTED' }],
    ['the end is not announced', 'LIVE', 'LIVE', { ...all, endReason: null }],
    ['audio is missing', 'LIVE', 'LIVE', { ...all, audioDone: false }],
    ['words are missing', 'LIVE', 'LIVE', { ...all, transcriptDone: false }],
    ['the call was closed as interrupted before', 'INTERRUPTED', 'INTERRUPTED', all],
  ] as const)('when %s, the status after %s is %s', (_, current, next, completeness) => {
    expect(statusOf(current, completeness)).toBe(next);
  });
});
