import { describe, expect, it } from '@jest/globals';
import { callIdSchema } from '@earshot/contracts';
import type { SpeechEngine } from '@earshot/ports';
import { ManualClock } from '@earshot/testing';
import { EngineRun } from './engine-run.js';

const HANG_MS = 20_000;
const SECOND = 16_000;

/** An engine that takes no audio. Its streams wait for their turn until `startWork`. */
function busyEngine() {
  let isWaiting = true;
  const engine: SpeechEngine = {
    name: 'busy',
    sampleRateHz: null,
    open: async () => ({
      write: () => new Promise(() => {}),
      end: () => new Promise(() => {}),
      abort: async () => {},
      waitsForTurn: () => isWaiting,
    }),
    close: async () => {},
  };
  return { engine, startWork: () => (isWaiting = false) };
}

async function openRun({ engine }: ReturnType<typeof busyEngine>, clock: ManualClock): Promise<EngineRun> {
  const callId = callIdSchema.parse('waits');
  const format = {
    callId,
    track: 0,
    trackCount: 1,
    language: 'en',
    script: undefined,
    sampleRateHz: SECOND,
    isRecorded: false,
  };
  const run = new EngineRun(engine, { ...format, startSample: 0 }, HANG_MS, clock, {
    receivedSample: () => 60 * SECOND,
    onResult: () => {},
    onFailure: () => {},
  });
  await run.open();
  run.write(new Int16Array(SECOND)).catch(() => {});
  return run;
}

describe('EngineRun', () => {
  it('does not hang while its audio waits for its turn, and hangs when the engine then gives no result', async () => {
    const clock = new ManualClock();
    const busy = busyEngine();
    const run = await openRun(busy, clock);
    await clock.advance(5_800_000);
    expect(run.failure).toBeNull();
    busy.startWork();
    await clock.advance(HANG_MS - 1_000);
    expect(run.failure).toBeNull();
    await clock.advance(HANG_MS / 10 + 1_000);
    expect(run.failure).toMatchObject({ code: 'ENGINE_HANGS' });
  });
});
