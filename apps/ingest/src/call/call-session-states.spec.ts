import { describe, expect, it } from '@jest/globals';
import { callSessionTransitions, type CallSessionState } from './call-session-states.js';

describe('callSessionTransitions', () => {
  it('reaches every state from the first, and none from the last', () => {
    const reached = new Set<CallSessionState>(['CONNECTED']);
    for (const state of reached) for (const next of callSessionTransitions[state]) reached.add(next);
    expect([...reached].sort()).toEqual(Object.keys(callSessionTransitions).sort());
    expect(callSessionTransitions.OVER).toEqual([]);
  });
});
