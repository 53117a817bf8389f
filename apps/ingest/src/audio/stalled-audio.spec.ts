import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { ByteBudget } from '../limits/byte-budget.js';
import { StalledAudio } from './stalled-audio.js';

const format = { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 } as const;
/** 200 ms. */
const CHUNK_MS = 200;
const chunk = () => new Uint8Array(6_400);

function setUp(stallMs = 5_000) {
  const clock = new ManualClock();
  const budget = new ByteBudget(1_000_000, 1_000_000);
  /** `.` a chunk, a number: so much is missing. */
  const out: (string | number)[] = [];
  const stalled = new StalledAudio({
    clock,
    budget,
    stallMs,
    format,
    pass: () => out.push('.'),
    miss: (missingMs) => out.push(Math.round(missingMs)),
  });
  const say = async (chunks: number, everyMs = CHUNK_MS) => {
    for (let at = 0; at < chunks; at++) {
      await clock.advance(everyMs);
      stalled.audio(chunk(), clock.nowMs());
    }
  };
  const passed = () => out.filter((one) => one === '.').length;
  const missed = () => out.filter((one) => one !== '.');
  return { clock, budget, stalled, out, say, passed, missed };
}

describe('StalledAudio', () => {
  it('passes what comes evenly, or after a short silence, at once', async () => {
    const { clock, stalled, say, out, passed } = setUp();
    await say(50);
    await clock.advance(4_700);
    await say(50);
    expect([passed(), stalled.bytes, out.length]).toEqual([100, 0, 100]);
  });

  it('declares what a client did not take up, where it is missing', async () => {
    const { clock, budget, say, out, passed, missed } = setUp();
    await say(10);
    await clock.advance(8_000);
    await say(1);
    expect([passed(), budget.heldBytes]).toEqual([10, 6_400]);
    await say(20);
    expect(missed()).toEqual([8_000]);
    expect(out.indexOf(8_000)).toBe(10);
    expect([passed(), budget.heldBytes]).toEqual([31, 0]);
  });

  it('declares nothing when a slow network brings it all in a burst', async () => {
    const { clock, say, passed, missed } = setUp();
    await say(10);
    await clock.advance(30_000);
    // It goes on speaking meanwhile.
    await say(165, 20);
    await say(20);
    expect([passed(), missed()]).toEqual([195, []]);
  });

  it('declares the part that a burst does not make up for', async () => {
    const { clock, say, missed } = setUp();
    await say(10);
    await clock.advance(10_000);
    await say(25, 20);
    await say(20);
    expect(missed()).toEqual([5_500]);
  });

  it('counts a stall once, and each one', async () => {
    const { clock, say, missed } = setUp();
    for (let stall = 0; stall < 3; stall++) {
      await say(10);
      await clock.advance(6_000);
    }
    await say(10);
    expect(missed()).toEqual([6_000, 6_000, 6_000]);
  });

  it.each([0.9999, 1.0001])(
    'a client whose clock runs at %d of ours has no gap of its own, and a stall is as long as it was',
    async (rate) => {
      const { clock, say, missed } = setUp();
      await say(3_000, CHUNK_MS / rate);
      expect(missed()).toEqual([]);
      await clock.advance(6_000);
      await say(20);
      expect(missed()).toHaveLength(1);
      expect(Math.abs(Number(missed()[0]) - 6_000)).toBeLessThan(100);
    },
  );

  it('a client that sends ahead of time may stand still', async () => {
    const { clock, say, missed } = setUp();
    await say(100, 20);
    await clock.advance(15_000);
    await say(100, 20);
    expect(missed()).toEqual([]);
  });

  it('a silence that is excused is none', async () => {
    const { clock, stalled, say, missed, passed } = setUp();
    await say(10);
    await clock.advance(10_000);
    stalled.excuse();
    await say(20);
    expect([passed(), missed()]).toEqual([30, []]);
  });

  it('a pause of our own in the middle of a burst leaves it at that', async () => {
    const { clock, stalled, say, missed, passed } = setUp();
    await say(10);
    await clock.advance(40_000);
    await say(20, 1);
    stalled.excuse();
    expect([passed(), missed(), stalled.bytes]).toEqual([30, [], 0]);
    await clock.advance(40_000);
    await say(20);
    expect(missed()).toEqual([]);
  });

  it('settles at once at the end of the call, with what came until then', async () => {
    const { clock, stalled, say, out } = setUp();
    await say(1);
    await clock.advance(6_000);
    await say(1);
    stalled.settle();
    expect(out).toEqual(['.', 6_000, '.']);
    stalled.settle();
    expect(out).toHaveLength(3);
  });

  it('does not wait for ever on a burst', async () => {
    const { clock, say, stalled, passed } = setUp();
    await say(1);
    await clock.advance(60_000);
    await say(160, 100);
    expect(stalled.bytes).toBe(0);
    expect(passed()).toBe(161);
  });

  it('0 looks into nothing', async () => {
    const { clock, say, out } = setUp(0);
    await say(1);
    await clock.advance(60_000);
    await say(1);
    expect(out).toEqual(['.', '.']);
  });
});
