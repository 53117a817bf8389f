import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Harness, only } from './harness.js';
import { TestCall, type Burst } from './test-call.js';
import { ToneEngine } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

const bursts: readonly Burst[] = Array.from({ length: 8 }, (_, at) => ({
  track: at % 2 === 0 ? 0 : 1,
  startMs: 300 + at * 700,
  level: at + 1,
}));
let harness: Harness;
afterEach(() => harness.close());

describe('two processes of the service', () => {
  it('share the calls and hand over, in mid-call, the calls whose partitions move', async () => {
    const engine = new ToneEngine();
    harness = await Harness.start({ engines: only(engine) });
    const calls = Array.from({ length: 12 }, (_, at) => new TestCall(harness, `moves-${at}`, { bursts }));
    await Promise.all(calls.map((call) => call.open()));
    await Promise.all(calls.map((call) => call.talkUntil(3_200)));
    await harness.until(() => harness.finalCount >= 30);
    const first = harness.releaseService();
    await harness.startTranscription({ engines: only(engine) });
    await Promise.all(calls.map((call) => call.talkUntil(6_500)));
    await Promise.all(calls.map((call) => call.close()));
    await Promise.all(calls.map((call) => harness.completed(call.id)));
    await harness.acknowledged('calls.audio');
    const owners = calls.map(
      ({ id }) => new Set(harness.finals(id).map(({ revision }) => Math.floor(revision / 10_000))).size,
    );
    expect(owners).toContain(1);
    expect(owners).toContain(2);
    for (const { id } of calls) {
      for (const track of [0, 1]) {
        const kept = new Map(harness.finals(id, track).map(({ segmentId, text }) => [segmentId, text]));
        const expected = bursts.filter((burst) => burst.track === track).map(({ level }) => `w${level}`);
        expect([...kept.values()]).toEqual(expected);
      }
    }
    await first?.close();
    expect(engine.openStreams).toBe(0);
  });
});
