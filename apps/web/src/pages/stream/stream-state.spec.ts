import { describe, expect, it } from '@jest/globals';
import { holdsSound, idleStream, reduceStream, type StreamEvent } from './stream-state.js';

const after = (...events: StreamEvent[]) => events.reduce(reduceStream, idleStream);
const asked = { kind: 'asked' } as const;
const captured = { kind: 'captured', callId: 'c1' } as const;
const live = { kind: 'live' } as const;
const running = { kind: 'live', callId: 'c1', isPaused: false, isReconnecting: false, lostSources: [] };

describe('reduceStream', () => {
  it('goes from the question to the call', () => {
    expect(after(asked)).toEqual({ kind: 'asking' });
    expect(after(asked, captured)).toEqual({ kind: 'connecting', callId: 'c1' });
    expect(after(asked, captured, live)).toEqual(running);
  });

  it('keeps what else it knows while the connection is away', () => {
    const paused = { kind: 'paused', isPaused: true } as const;
    const lost = { kind: 'source-lost', source: 'tab' } as const;
    const away = after(asked, captured, live, paused, lost, lost, { kind: 'reconnecting' });
    expect(away).toEqual({ ...running, isPaused: true, isReconnecting: true, lostSources: ['tab'] });
    expect(reduceStream(away, live)).toMatchObject({ isReconnecting: false, isPaused: true });
  });

  it('ends, and remembers the call', () => {
    const ending = after(asked, captured, live, { kind: 'end-asked' });
    expect(ending).toEqual({ kind: 'ending', callId: 'c1' });
    expect(reduceStream(ending, { kind: 'reconnecting' })).toBe(ending);
    expect(reduceStream(ending, { kind: 'ended' })).toEqual({ kind: 'ended', callId: 'c1' });
  });

  it('holds sound until Earshot has the end of the call', () => {
    const ending = after(asked, captured, live, { kind: 'end-asked' });
    expect([after(asked, captured), after(asked, captured, live), ending].map(holdsSound)).toEqual([true, true, true]);
    expect([idleStream, after(asked), reduceStream(ending, { kind: 'ended' })].map(holdsSound)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('names the call of a refusal only if it has begun', () => {
    const refused = { kind: 'refused', code: 'SERVICE_BUSY' } as const;
    expect(after(asked, { kind: 'capture-failed', reason: 'DENIED' })).toMatchObject({
      reason: 'DENIED',
      callId: null,
    });
    expect(after(asked, captured, refused)).toMatchObject({ reason: 'SERVICE_BUSY', callId: null });
    expect(after(asked, captured, live, refused)).toMatchObject({ callId: 'c1' });
  });
});
