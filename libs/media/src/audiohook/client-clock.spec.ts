import { describe, expect, it } from '@jest/globals';
import { ClientClock } from './client-clock.js';

const aClock = () => new ClientClock(16_000, 0);

describe('the media clock of an AudioHook client', () => {
  it('finds nothing missing while the audio keeps up with the position, and half a second may be under way', () => {
    const clock = aClock();
    clock.receiveAudio(8_000);
    expect(clock.takeMissingUntil(16_000 + 8_000, false, 1_000)).toEqual({ samples: 0, isImpossible: false });
    expect(clock.takeMissingUntil(16_000 + 12_000, false, 1_500)).toEqual({ samples: 0, isImpossible: false });
  });

  it('counts a jump of the position once', () => {
    const clock = aClock();
    expect(clock.takeMissingUntil(16_000 + 8_000, false, 1_000).samples).toBe(8_000);
    expect(clock.takeMissingUntil(16_000 + 8_000, false, 1_000).samples).toBe(0);
  });

  it('counts every sample of a pause', () => {
    const clock = aClock();
    expect(clock.takeMissingUntil(16_001, true, 1_000).samples).toBe(1);
  });

  it('never counts more than the time since the session began allows', () => {
    const clock = aClock();
    expect(clock.takeMissing(1e9, 10_000)).toEqual({ samples: 40 * 8_000, isImpossible: true });
    expect(clock.takeMissing(1, 10_000)).toEqual({ samples: 0, isImpossible: true });
  });

  it('notices a position that goes back', () => {
    const clock = aClock();
    expect([clock.notePosition(17_000), clock.notePosition(17_000), clock.notePosition(16_999)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
