import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { ByteBudget } from '../limits/byte-budget.js';
import { CallBuffer } from '../limits/call-buffer.js';
import { AudioAccount } from './audio-account.js';
import { StallDetector, type StallDetectorOutput } from './stall-detector.js';

const format = { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 } as const;
/** 200 ms. */
const CHUNK_MS = 200;
const chunk = () => new Uint8Array(6_400);

function setUp(stallMs = 5_000, isTimed = false) {
  const clock = new ManualClock();
  const budget = new ByteBudget(1_000_000, 1_000_000);
  const buffer = new CallBuffer(budget, { pauseReading: () => {}, resumeReading: () => {} });
  /** `.` is a chunk, `p` a chunk of a paused call, a number the declared milliseconds. */
  const out: (string | number)[] = [];
  let isPaused = false;
  let wrongPositions = 0;
  const output: StallDetectorOutput = {
    receiveAudio: () => out.push('.'),
    updateCall: () => {},
    declareMissing: (missingMs) => out.push(Math.round(missingMs)),
    declareDropped: () => {},
    declareGap: ({ samples, tracks }) => out.push(tracks === undefined ? samples / 8 : `${tracks}: ${samples / 8}`),
    declareGapUntil: () => {},
    flush: () => {},
    announceSilence: () => {},
    close: () => {},
    get isPaused() {
      return isPaused;
    },
    setPause: (wanted) => void ({ isPaused } = wanted),
    countPaused: () => out.push('p'),
    declarePaused: (silentMs) => out.push(Math.round(silentMs)),
  };
  const limits = { stallMs, isTimed, longestLeadMs: 30_000 };
  const account = new AudioAccount(format, clock.nowMs());
  const stallDetector = new StallDetector(account, limits, clock, buffer, output, () => void (wrongPositions += 1));
  const send = async (chunks: number, everyMs = CHUNK_MS) => {
    for (let at = 0; at < chunks; at++) {
      await clock.advance(everyMs);
      stallDetector.receiveAudio(chunk(), clock.nowMs());
    }
  };
  const passed = () => out.filter((one) => one === '.').length;
  const missed = () => out.filter((one) => one !== '.');
  return { clock, budget, stallDetector, out, send, passed, missed, countWrongPositions: () => wrongPositions };
}

describe('StallDetector', () => {
  it('passes audio at once when it comes evenly or after a short silence', async () => {
    const { clock, budget, send, out, passed } = setUp();
    await send(50);
    await clock.advance(4_700);
    await send(50);
    expect([passed(), budget.heldBytes, out.length]).toEqual([100, 0, 100]);
  });

  it('declares audio that a client never sent at its place in the call', async () => {
    const { clock, budget, send, out, passed, missed } = setUp();
    await send(10);
    await clock.advance(8_000);
    await send(1);
    expect([passed(), budget.heldBytes]).toEqual([10, 6_400]);
    await send(20);
    expect(missed()).toEqual([8_000]);
    expect(out.indexOf(8_000)).toBe(10);
    expect([passed(), budget.heldBytes]).toEqual([31, 0]);
  });

  it('declares nothing when a slow network delivers everything in a burst', async () => {
    const { clock, send, passed, missed } = setUp();
    await send(10);
    await clock.advance(30_000);
    // The client goes on speaking during the burst.
    await send(165, 20);
    await send(20);
    expect([passed(), missed()]).toEqual([195, []]);
  });

  it('declares the part that does not come in the burst', async () => {
    const { clock, send, missed } = setUp();
    await send(10);
    await clock.advance(10_000);
    await send(25, 20);
    await send(20);
    expect(missed()).toEqual([5_500]);
  });

  it('declares each stall once', async () => {
    const { clock, send, missed } = setUp();
    for (let stall = 0; stall < 3; stall++) {
      await send(10);
      await clock.advance(6_000);
    }
    await send(10);
    expect(missed()).toEqual([6_000, 6_000, 6_000]);
  });

  it.each([0.9999, 1.0001])(
    'with a client clock at %d times ours, declares no gap without a stall, and a stall at its length',
    async (rate) => {
      const { clock, send, missed } = setUp();
      await send(3_000, CHUNK_MS / rate);
      expect(missed()).toEqual([]);
      await clock.advance(6_000);
      await send(20);
      expect(missed()).toHaveLength(1);
      expect(Math.abs(Number(missed()[0]) - 6_000)).toBeLessThan(100);
    },
  );

  it('declares nothing when a client that sends ahead of time pauses', async () => {
    const { clock, send, missed } = setUp();
    await send(100, 20);
    await clock.advance(15_000);
    await send(100, 20);
    expect(missed()).toEqual([]);
  });

  it('declares nothing for a silence that is excused', async () => {
    const { clock, stallDetector, send, missed, passed } = setUp();
    await send(10);
    await clock.advance(10_000);
    stallDetector.excuseSilence();
    await send(20);
    expect([passed(), missed()]).toEqual([30, []]);
  });

  it('declares nothing when we pause the client in the middle of a burst', async () => {
    const { clock, budget, stallDetector, send, missed, passed } = setUp();
    await send(10);
    await clock.advance(40_000);
    await send(20, 1);
    stallDetector.excuseSilence();
    expect([passed(), missed(), budget.heldBytes]).toEqual([30, [], 0]);
    await clock.advance(40_000);
    await send(20);
    expect(missed()).toEqual([]);
  });

  it('decides at once at the end of the call, by the audio until then', async () => {
    const { clock, stallDetector, send, out } = setUp();
    await send(1);
    await clock.advance(6_000);
    await send(1);
    stallDetector.settle();
    expect(out).toEqual(['.', 6_000, '.']);
    stallDetector.settle();
    expect(out).toHaveLength(3);
  });

  it('does not wait for a burst for ever', async () => {
    const { clock, send, budget, passed } = setUp();
    await send(1);
    await clock.advance(60_000);
    await send(160, 100);
    expect(budget.heldBytes).toBe(0);
    expect(passed()).toBe(161);
  });

  it.each([
    ['three stalls of 4 s', [4_000, 4_000, 4_000], 12_000],
    ['stalls that are each too short for a gap', Array<number>(12).fill(600), 7_200],
  ])('declares %s at their places, so that the call is as long as the wall clock', async (_, stalls, lostMs) => {
    const { clock, stallDetector, send, missed, passed } = setUp(1_000);
    const startedAtMs = clock.nowMs();
    await send(10);
    for (const stallMs of stalls) {
      await clock.advance(stallMs);
      await send(10);
    }
    stallDetector.close(clock.nowMs(), 'ENDED');
    const declaredMs = missed().reduce<number>((sum, one) => sum + Number(one), 0);
    expect(Math.abs(declaredMs - lostMs)).toBeLessThan(1_000);
    expect(Math.abs(passed() * CHUNK_MS + declaredMs - (clock.nowMs() - startedAtMs))).toBeLessThan(1_000);
  });

  it('holds nothing after a stall that a burst has filled', async () => {
    const { clock, send, budget, missed } = setUp(1_000);
    await send(10);
    await clock.advance(4_000);
    await send(21, 5);
    expect([budget.heldBytes, missed()]).toEqual([0, []]);
  });

  it('declares nothing for an hour of jitter of up to 800 ms', async () => {
    const { clock, stallDetector, missed } = setUp(1_000);
    const startedAtMs = clock.nowMs();
    let seed = 11;
    for (let frame = 1; frame <= 18_000; frame++) {
      seed = (seed * 48_271) % 0x7fff_ffff;
      const atMs = startedAtMs + frame * CHUNK_MS + (seed / 0x7fff_ffff) ** 8 * 800;
      await clock.advance(Math.max(0, atMs - clock.nowMs()));
      stallDetector.receiveAudio(chunk(), clock.nowMs());
    }
    stallDetector.close(clock.nowMs(), 'ENDED');
    expect(missed()).toEqual([]);
  });

  it.each([0.995, 1.005])(
    'declares nothing for an hour of a source whose clock runs at %d times ours',
    async (rate) => {
      const { clock, stallDetector, send, missed } = setUp(1_000);
      await send(18_000, CHUNK_MS / rate);
      stallDetector.close(clock.nowMs(), 'ENDED');
      expect(missed()).toEqual([]);
    },
  );

  it('declares the silence before the first audio', async () => {
    const { clock, send, out } = setUp(1_000);
    await clock.advance(6_000);
    await send(20);
    expect(out[0]).toBe(6_000);
  });

  it('declares the silence before an END, and none before an interruption', async () => {
    for (const [reason, gaps] of [
      ['ENDED', [4_000]],
      ['INTERRUPTED', []],
    ] as const) {
      const { clock, stallDetector, send, missed } = setUp(1_000);
      await send(10);
      await clock.advance(4_000);
      stallDetector.close(clock.nowMs(), reason);
      expect(missed()).toEqual(gaps);
    }
  });

  it('declares at the end what did not come after we had paused the client', async () => {
    const { clock, stallDetector, send, missed } = setUp(1_000);
    await send(10);
    stallDetector.excuseSilence();
    await clock.advance(10_000);
    await send(20);
    expect(missed()).toEqual([]);
    stallDetector.close(clock.nowMs(), 'ENDED');
    expect(missed()).toEqual([10_000]);
  });

  it('declares nothing at the end when a paused client sends everything later', async () => {
    const { clock, stallDetector, send, missed } = setUp(1_000);
    await send(10);
    stallDetector.excuseSilence();
    await clock.advance(10_000);
    await send(50, 10);
    await send(20);
    stallDetector.close(clock.nowMs(), 'ENDED');
    expect(missed()).toEqual([]);
  });

  it('is switched off by a stall length of 0', async () => {
    const { clock, send, out } = setUp(0);
    await send(1);
    await clock.advance(60_000);
    await send(1);
    expect(out).toEqual(['.', '.']);
  });

  describe('of a source with timestamps', () => {
    it('does not guess, and declares what the source says', async () => {
      const { clock, stallDetector, send, out } = setUp(1_000, true);
      await send(1);
      await clock.advance(8_000);
      await send(1);
      stallDetector.declareGap({ samples: 56_000, reason: 'FRAMES_LOST' }, clock.nowMs());
      stallDetector.declareGap({ samples: 160, tracks: [1], reason: 'FRAMES_LOST' }, clock.nowMs());
      await send(1);
      expect(out).toEqual(['.', '.', 7_000, '1: 20', '.']);
    });

    it('declares by the wall clock what is missing at the end of the call', async () => {
      const { clock, stallDetector, send, out } = setUp(1_000, true);
      await send(10);
      await clock.advance(4_000);
      stallDetector.close(clock.nowMs(), 'ENDED');
      expect(out.at(-1)).toBe(4_000);
    });

    it('does not take the drift of its clock for missing audio at the end', async () => {
      const { clock, stallDetector, send, missed } = setUp(1_000, true);
      await send(3_000, CHUNK_MS + 0.5);
      stallDetector.close(clock.nowMs(), 'ENDED');
      expect(missed()).toEqual([]);
    });

    it('cuts a gap that cannot be, because the call has not lasted that long', async () => {
      const { clock, stallDetector, send, out, countWrongPositions } = setUp(1_000, true);
      await send(1);
      stallDetector.declareGap({ samples: 8 * 3_600_000, reason: 'FRAMES_LOST' }, clock.nowMs());
      stallDetector.declareGap({ samples: 160, reason: 'FRAMES_LOST' }, clock.nowMs());
      expect(out).toEqual(['.', 30_000]);
      expect(countWrongPositions()).toBe(2);
    });
  });

  describe('while the call is paused', () => {
    it('counts the audio and passes none of it', async () => {
      const { clock, stallDetector, send, out } = setUp();
      await send(2);
      stallDetector.setPause({ isPaused: true }, clock.nowMs());
      await send(3);
      stallDetector.setPause({ isPaused: false }, clock.nowMs());
      await send(1);
      expect(out).toEqual(['.', '.', 'p', 'p', 'p', '.']);
    });

    it('drops audio that it held to look for a stall only if it came after the pause', async () => {
      const { clock, stallDetector, send, out } = setUp();
      await send(2);
      await clock.advance(8_000);
      await send(1);
      stallDetector.setPause({ isPaused: true }, clock.nowMs());
      await send(2);
      expect(out).toEqual(['.', '.', 8_000, '.', 'p', 'p']);
    });

    it('counts by the wall clock when the source sends nothing, and counts audio that comes late for it once', async () => {
      const { clock, stallDetector, send, out } = setUp(1_000);
      await send(1);
      stallDetector.setPause({ isPaused: true }, clock.nowMs());
      await clock.advance(900);
      stallDetector.fillPause(clock.nowMs());
      expect(out).toEqual(['.']);
      await clock.advance(100);
      stallDetector.fillPause(clock.nowMs());
      // A burst fills the second that the wall clock has counted, and a little more.
      await send(6, 1);
      stallDetector.setPause({ isPaused: false }, clock.nowMs());
      expect(out).toEqual(['.', 1_000, 'p']);
    });

    it('counts a gap that the source declares for the time of the pause once', async () => {
      const { clock, stallDetector, send, out } = setUp(1_000, true);
      await send(1);
      stallDetector.setPause({ isPaused: true }, clock.nowMs());
      await clock.advance(7_400);
      stallDetector.fillPause(clock.nowMs());
      await clock.advance(500);
      stallDetector.setPause({ isPaused: false }, clock.nowMs());
      const gap = (ms: number) => stallDetector.declareGap({ samples: ms * 8, reason: 'FRAMES_LOST' }, clock.nowMs());
      gap(7_900);
      await send(1, 0);
      gap(100);
      expect(out).toEqual(['.', 7_400, 500, '.', 100]);
    });

    it('counts the time once when both sides announce the pause', async () => {
      const { clock, stallDetector, send, out } = setUp(1_000, true);
      await send(1);
      stallDetector.setPause({ isPaused: true }, clock.nowMs());
      await clock.advance(2_000);
      stallDetector.fillPause(clock.nowMs());
      stallDetector.setPause({ isPaused: true }, clock.nowMs());
      stallDetector.declareGap({ samples: 16_000, reason: 'PAUSED' }, clock.nowMs());
      expect(out).toEqual(['.', 2_000]);
    });

    it('leaves no stall behind when it ends', async () => {
      const { clock, stallDetector, send, out } = setUp(1_000);
      await send(1);
      stallDetector.setPause({ isPaused: true }, clock.nowMs());
      await clock.advance(7_400);
      stallDetector.fillPause(clock.nowMs());
      stallDetector.setPause({ isPaused: false }, clock.nowMs());
      await send(20);
      expect(out).toEqual(['.', 7_400, ...Array<string>(20).fill('.')]);
    });
  });
});
