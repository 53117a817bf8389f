import { describe, expect, it } from '@jest/globals';
import { liveCallTransitions, type LiveCallState } from './live-call-states.js';

describe('liveCallTransitions', () => {
  it('reaches every state from the first, and none from the last', () => {
    const reached = new Set<LiveCallState>(['CONNECTED']);
    for (const state of reached) for (const next of liveCallTransitions[state]) reached.add(next);
    expect([...reached].sort()).toEqual(Object.keys(liveCallTransitions).sort());
    expect(liveCallTransitions.OVER).toEqual([]);
  });
});
