import { afterEach, expect, it } from '@jest/globals';
import { exampleCustomer } from '@earshot/contracts';
import { ManualClock } from '@earshot/testing';
import { Harness, only } from './harness.js';
import { TestCall, type Burst } from './test-call.js';
import { ToneEngine } from './tone-engine.js';

const CALL_MS = 40_000;
const CALLS = 10;
/** A word every two seconds, each an utterance. */
const bursts = Array.from({ length: CALL_MS / 2_000 }, (_, index): Burst => ({
  track: 0,
  startMs: index * 2_000 + 500,
  level: index + 1,
}));

let harness: Harness;
afterEach(() => harness.close());

it('ten calls on an engine of half the speed show in their accounts how far the words are behind, and lose nothing', async () => {
  const clock = new ManualClock();
  const engine = new ToneEngine();
  engine.pace = (ms) => new Promise((resolve) => clock.schedule(ms * 2, resolve));
  harness = await Harness.start({ engines: only(engine), clock, config: { EARSHOT_ENGINE_HANG_MS: 60_000 } });
  const calls = Array.from(
    { length: CALLS },
    (_, index) => new TestCall(harness, `call-${index}`, { bursts, onTracks: [exampleCustomer], sampleRateHz: 4_000 }),
  );
  for (const call of calls) await call.open();
  const accountedMs = (call: TestCall) => harness.tiles(call.id, 0).at(-1)?.toMs ?? 0;
  for (let second = 1; second <= CALL_MS / 1_000; second++) {
    await Promise.all(calls.map((call) => call.talkUntil(second * 1_000)));
    await clock.advance(1_000);
  }
  for (const call of calls) expect(CALL_MS - accountedMs(call)).toBeGreaterThanOrEqual(CALL_MS / 2);
  const delayBeforeMs = CALL_MS - accountedMs(calls[0] as TestCall);
  for (let second = 0; second < 10; second++) await clock.advance(1_000);
  expect(CALL_MS - accountedMs(calls[0] as TestCall)).toBeLessThan(delayBeforeMs);
  for (const call of calls) await call.close();
  let isDone = false;
  void Promise.all(calls.map(({ id }) => harness.completed(id))).then(() => (isDone = true));
  while (!isDone) await clock.advance(1_000);
  for (const { id } of calls) {
    expect(harness.finals(id).map(({ text }) => text)).toEqual(bursts.map(({ level }) => `w${level}`));
    const tiles = harness.tiles(id, 0);
    expect([tiles[0]?.fromMs, tiles.at(-1)?.toMs]).toEqual([0, CALL_MS]);
    expect(new Set(tiles.map(({ as }) => as))).toEqual(new Set(['covered']));
  }
});
