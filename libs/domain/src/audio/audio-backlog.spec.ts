import { describe, expect, it } from '@jest/globals';
import { AudioBacklog } from './audio-backlog.js';

const piece = (value: number, length = 10): Int16Array => new Int16Array(length).fill(value);

describe('AudioBacklog', () => {
  it('reads whole pieces, the rest of a piece, and nothing at the end', () => {
    const backlog = new AudioBacklog<'LOST'>(100);
    backlog.append(piece(1));
    backlog.append(piece(2));
    expect(backlog.read(100)).toEqual({ kind: 'audio', fromSample: 100, toSample: 110, samples: piece(1) });
    expect(backlog.read(107)).toEqual({ kind: 'audio', fromSample: 107, toSample: 110, samples: piece(1, 3) });
    expect(backlog.read(110)).toMatchObject({ fromSample: 110, samples: piece(2) });
    expect(backlog.read(120)).toBeNull();
    expect(backlog.endSample).toBe(120);
  });

  it('reads gaps where audio is missing', () => {
    const backlog = new AudioBacklog<'LOST'>(0);
    backlog.append(piece(1));
    backlog.appendGap(50, 'LOST');
    backlog.appendGap(40, 'LOST');
    backlog.append(piece(2));
    expect(backlog.read(10)).toEqual({ kind: 'gap', fromSample: 10, toSample: 50, reason: 'LOST' });
    expect(backlog.read(30)).toEqual({ kind: 'gap', fromSample: 30, toSample: 50, reason: 'LOST' });
    expect(backlog.read(50)).toMatchObject({ kind: 'audio', toSample: 60 });
  });

  it('keeps only what was not released, however long it runs', () => {
    const backlog = new AudioBacklog<'LOST'>(0);
    let mostHeld = 0;
    for (let index = 0; index < 10_000; index++) {
      backlog.append(piece(index % 7));
      backlog.release(backlog.endSample - 15);
      mostHeld = Math.max(mostHeld, backlog.heldSamples);
    }
    expect(mostHeld).toBeLessThanOrEqual(20);
    expect(backlog.read(99_985)).toMatchObject({ kind: 'audio', fromSample: 99_985 });
    expect((Reflect.get(backlog, 'entries') as unknown[]).length).toBeLessThan(300);
  });

  it('drops whole pieces from a position and leaves no hole', () => {
    const backlog = new AudioBacklog<'LOST' | 'OVERLOADED'>(0);
    for (let index = 0; index < 6; index++) backlog.append(piece(index));
    expect(backlog.drop(15, 25, 'OVERLOADED')).toBe(30);
    expect(backlog.heldSamples).toBe(30);
    expect(backlog.read(10)).toMatchObject({ kind: 'audio', toSample: 20 });
    expect(backlog.read(20)).toEqual({ kind: 'gap', fromSample: 20, toSample: 50, reason: 'OVERLOADED' });
    expect(backlog.read(50)).toMatchObject({ kind: 'audio', samples: piece(5) });
  });
});
