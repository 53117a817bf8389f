import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { frameSamples } from '@earshot/contracts';
import { ManualClock } from '@earshot/testing';
import { CapturingBus } from './capturing-bus.js';
import { nextTurn, settle } from './ingest-steps.js';
import { IngestUnderTest } from './ingest-under-test.js';
import type { LcaClient } from './lca-client.js';
import { RecordedRegistry } from './recorded-registry.js';

jest.setTimeout(180_000);

type Ingest = IngestUnderTest<RecordedRegistry>;
const opened: Ingest[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
});

/** 200 ms of 8 kHz stereo, every byte the same. */
const chunk = (value: number) => new Uint8Array(6_400).fill(value);
const SAMPLES = 1_600;

/** Two processes with one bus and one store; a client has a call with the first. */
async function twoProcesses(settings: Record<string, string> = {}) {
  const clock = new ManualClock();
  const bus = new CapturingBus(true);
  const registry = new RecordedRegistry(bus);
  const openOne = async () => {
    // The clock moves while the client says nothing: that would be a stall.
    const quiet = { EARSHOT_STALL_GAP_MS: '0', ...settings };
    const ingest = await IngestUnderTest.openIn({ bus, registry }, quiet, clock);
    opened.push(ingest);
    return ingest;
  };
  const [first, second] = [await openOne(), await openOne()];
  const client = await first.call('c1');
  await talk(client, 1);
  return { clock, bus, registry, first, second, client, talk };

  async function talk(who: LcaClient, value: number, tookMs = 200): Promise<void> {
    const before = bus.frames('c1').length;
    await who.audio(chunk(value));
    await bus.until(() => bus.frames('c1').length > before);
    await clock.advance(tookMs);
  }
}

/** Sends START to a process and lets time pass until it knows the call's position. */
async function reconnect(to: Ingest, clock: ManualClock): Promise<LcaClient> {
  const client = await to.call('c1');
  while (client.replies.every(({ resumedAtMs }) => resumedAtMs === undefined)) {
    await clock.advance(100);
    await nextTurn();
  }
  return client;
}

async function advanceAndSettle(clock: ManualClock): Promise<void> {
  await clock.advance(100);
  await nextTurn();
}

/** The call as consumers see it: samples that are missing or published twice, and the declared gaps in milliseconds. */
function auditCall(bus: CapturingBus) {
  let reached = 0;
  let missing = 0;
  let repeated = 0;
  const gaps: number[] = [];
  for (const event of bus.of('c1')) {
    if (event.type !== 'audio.frame' && event.type !== 'audio.gap-declared') continue;
    const isFrame = event.type === 'audio.frame';
    const from = isFrame ? event.positionSample : event.data.fromSample;
    const to = isFrame ? from + frameSamples(event) : event.data.toSample;
    missing += Math.max(0, from - reached);
    if (isFrame) repeated += Math.max(0, reached - from);
    else gaps.push((to - Math.max(from, reached)) / 8);
    reached = Math.max(reached, to);
  }
  return { missing, repeated, gaps };
}

describe('a call that continues in another process', () => {
  it('is not closed by the process that lost it, and ends once', async () => {
    const { clock, bus, first, second, client, talk } = await twoProcesses();
    client.socket.terminate();
    await settle();
    await clock.advance(1_000);
    const again = await reconnect(second, clock);
    for (let at = 0; at < 200; at++) await talk(again, 2);
    await settle();
    expect(bus.types('c1')).not.toContain('stream.closed');
    expect(first.metrics.values.get('earshot_ingest_moved_calls_total')).toBe(1);
    expect(bus.types('c1')).not.toContain('processing.failed');
    again.end('c1');
    await again.reply('ended');
    expect(bus.types('c1').filter((type) => type === 'stream.closed')).toHaveLength(1);
    expect(auditCall(bus)).toMatchObject({ missing: 0, repeated: 0 });
    const [gap = 0, ...others] = auditCall(bus).gaps;
    expect(others).toEqual([]);
    expect(gap).toBeGreaterThanOrEqual(1_000);
    expect(gap).toBeLessThan(1_500);
  });

  it('is as long as the wall clock says, though the second process dies before it gets any audio', async () => {
    const { clock, bus, registry, second, client, talk } = await twoProcesses();
    const startedAtMs = bus.frames('c1')[0]?.receivedAtMs ?? NaN;
    client.socket.terminate();
    await clock.advance(5_000);
    const there = await reconnect(second, clock);
    there.socket.terminate();
    await clock.advance(4_000);
    const third = await IngestUnderTest.openIn({ bus, registry }, { EARSHOT_STALL_GAP_MS: '0' }, clock);
    opened.push(third);
    const backAfterMs = clock.nowMs() - startedAtMs;
    const again = await reconnect(third, clock);
    await talk(again, 2);
    const { gaps, missing, repeated } = auditCall(bus);
    expect({ missing, repeated, gaps: gaps.length }).toEqual({ missing: 0, repeated: 0, gaps: 2 });
    // The first 200 ms came at once. Everything after them until the third process is a gap.
    expect(bus.frames('c1').at(-1)?.positionSample).toBe((200 + backAfterMs) * 8);
  });

  it('is closed as interrupted after the store has said twice that no process has it', async () => {
    const { clock, bus, registry, client } = await twoProcesses();
    client.socket.terminate();
    await settle();
    await clock.advance(30_000);
    expect([registry.queries, bus.types('c1').includes('stream.closed')]).toEqual([2, false]);
    await clock.advance(3_000);
    expect(await bus.next('c1', 'stream.closed')).toMatchObject({ data: { reason: 'INTERRUPTED' } });
  });

  it('is not closed while the store is down or lags behind the audio that this process published', async () => {
    const { clock, bus, registry, first, second, client, talk } = await twoProcesses();
    registry.lag();
    await talk(client, 1);
    client.socket.terminate();
    await settle();
    registry.isDown = true;
    await clock.advance(60_000);
    registry.isDown = false;
    await clock.advance(60_000);
    expect(bus.types('c1')).not.toContain('stream.closed');
    const again = await reconnect(second, clock);
    await talk(again, 2);
    registry.catchUp();
    await clock.advance(10_000);
    await settle();
    expect(bus.types('c1')).not.toContain('stream.closed');
    expect(first.metrics.values.get('earshot_ingest_moved_calls_total')).toBe(1);
  });

  it('continues after the last published audio, although the store gets it a moment later', async () => {
    const { clock, bus, registry, second, client, talk } = await twoProcesses();
    registry.lag();
    // Faster than it is spoken, so that the wall clock cannot stand in for a position that the store lacks.
    for (let at = 0; at < 5; at++) await talk(client, 1, 1);
    client.socket.terminate();
    const again = await second.call('c1');
    await again.audio(chunk(2));
    await settle();
    expect(bus.frames('c1')).toHaveLength(6);
    registry.catchUp();
    for (let at = 0; at < 10; at++) await clock.advance(500);
    await bus.until(() => bus.frames('c1').length === 7);
    expect(bus.frames('c1')[6]).toMatchObject({ positionSample: 6 * SAMPLES + 8, sequence: 6 });
    expect(auditCall(bus)).toEqual({ missing: 0, repeated: 0, gaps: [1] });
  });

  it('returns to the first process and continues at the position that the other reached', async () => {
    const { clock, bus, first, second, client, talk } = await twoProcesses();
    client.socket.terminate();
    const there = await reconnect(second, clock);
    for (let at = 0; at < 10; at++) await talk(there, 2);
    there.socket.terminate();
    await settle();
    const here = await reconnect(first, clock);
    await talk(here, 3);
    const frames = bus.frames('c1');
    expect(frames.map(({ sequence }) => sequence)).toEqual(frames.map((_, at) => at));
    expect(auditCall(bus)).toMatchObject({ missing: 0, repeated: 0 });
    await clock.advance(120_000);
    expect(second.metrics.values.get('earshot_ingest_moved_calls_total')).toBe(1);
    here.end('c1');
    await here.reply('ended');
  });

  it('is refused by the first process after it ended in the other', async () => {
    const { clock, first, second, client } = await twoProcesses();
    client.socket.terminate();
    const there = await reconnect(second, clock);
    there.end('c1');
    await there.reply('ended');
    const here = await first.client();
    here.start('c1');
    await here.reply('error', { code: 'CALL_ALREADY_ENDED' });
    expect(await here.gone).toBe(4409);
  });

  it('returns while the store does not answer, and continues at the position that this process knows', async () => {
    const { clock, bus, registry, first, client } = await twoProcesses();
    client.socket.terminate();
    await settle();
    registry.isDown = true;
    const here = await first.call('c1');
    await here.audio(chunk(2));
    await settle();
    expect(bus.frames('c1')).toHaveLength(1);
    await clock.advance(2_000);
    await bus.until(() => bus.frames('c1').length === 2);
    expect(auditCall(bus)).toMatchObject({ missing: 0, repeated: 0 });
  });

  it.each([
    ['ahead of ours', 3_600_000, 0],
    ['an hour behind ours', -3_600_000, 630_000],
  ])('bounds the gap when the wall clock of the other process is %s', async (_, aheadMs, gapMs) => {
    const bus = new CapturingBus(true);
    const registry = new RecordedRegistry(bus);
    const clock = new ManualClock();
    const theirs = await IngestUnderTest.openIn(
      { bus, registry },
      { EARSHOT_STALL_GAP_MS: '0' },
      new ManualClock(clock.nowMs() + aheadMs),
    );
    const ours = await IngestUnderTest.openIn({ bus, registry }, { EARSHOT_STALL_GAP_MS: '0' }, clock);
    opened.push(theirs, ours);
    const client = await theirs.call('c1');
    await client.audio(chunk(1));
    await bus.next('c1', 'audio.frame');
    client.socket.terminate();
    const again = await reconnect(ours, clock);
    await again.audio(chunk(2));
    await bus.until(() => bus.frames('c1').length === 2);
    expect(auditCall(bus)).toEqual({ missing: 0, repeated: 0, gaps: gapMs === 0 ? [] : [gapMs] });
  });
});

describe('a process that stops while its clients talk', () => {
  it('publishes all audio that clients send until they learn of the stop, so that none is lost', async () => {
    const { clock, bus, first, second, client } = await twoProcesses();
    // The client reads the close frame late and goes on speaking.
    client.socket.pause();
    const drained = first.server.drain();
    for (let at = 0; at < 10; at++) {
      await client.audio(chunk(1));
      await nextTurn();
    }
    await settle();
    client.socket.resume();
    await drained;
    const sent = 11;
    expect(await client.gone).toBe(1012);
    expect(bus.frames('c1')).toHaveLength(sent);
    expect(bus.types('c1')).not.toContain('stream.closed');
    const again = await reconnect(second, clock);
    await again.audio(chunk(2));
    await bus.until(() => bus.frames('c1').length === sent + 1);
    expect(auditCall(bus)).toEqual({ missing: 0, repeated: 0, gaps: [] });
  });

  it('publishes an END that was on its way', async () => {
    const { bus, first, client } = await twoProcesses();
    const drained = first.server.drain();
    client.end('c1');
    await drained;
    expect(bus.types('c1').slice(-2)).toEqual(['stream.closed', 'call.ended']);
  });
});

describe('a call that starts while the store does not answer', () => {
  /** The drain after the test waits for held audio. */
  async function letStoreAnswer(registry: RecordedRegistry, clock: ManualClock): Promise<void> {
    registry.isDown = false;
    for (let turn = 0; turn < 100; turn += 1) await advanceAndSettle(clock);
  }

  it('publishes its start after a second, and the next process declares the audio since then as lost', async () => {
    const { clock, bus, registry, first, second } = await twoProcesses();
    registry.isDown = true;
    const startedAtMs = clock.nowMs();
    const client = await first.call('c2');
    await client.audio(chunk(7));
    while (bus.types('c2').length === 0) await advanceAndSettle(clock);
    expect(bus.types('c2')).toEqual(['call.started']);
    // The first process dies with what it holds.
    client.socket.terminate();
    await clock.advance(5_000);
    registry.isDown = false;
    const returnedAtMs = clock.nowMs();
    const back = await second.call('c2');
    while (bus.frames('c2').length === 0) {
      await back.audio(chunk(8));
      await clock.advance(200);
      await nextTurn();
    }
    const [gap, ...more] = bus.of('c2').filter(({ type }) => type === 'audio.gap-declared');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      data: { fromSample: 0, toSample: (returnedAtMs - startedAtMs) * 8, reason: 'FRAMES_LOST' },
    });
    expect(bus.frames('c2')[0]?.positionSample).toBe((returnedAtMs - startedAtMs) * 8);
    expect(back.replies).toContainEqual(expect.objectContaining({ resumedAtMs: returnedAtMs - startedAtMs }));
    await letStoreAnswer(registry, clock);
  });

  it('begins at 0 without a gap when the process lives on, and finds its own start', async () => {
    const { clock, bus, registry, first } = await twoProcesses();
    registry.isDown = true;
    const client = await first.call('c2');
    await client.audio(chunk(7));
    while (bus.types('c2').length === 0) await advanceAndSettle(clock);
    registry.isDown = false;
    while (bus.frames('c2').length === 0) await advanceAndSettle(clock);
    expect(bus.frames('c2')[0]).toMatchObject({ positionSample: 0 });
    expect(bus.types('c2')).not.toContain('audio.gap-declared');
    expect(bus.types('c2').filter((type) => type === 'call.started')).toHaveLength(1);
  });

  it('is not announced while new calls are refused: it may be refused, too', async () => {
    const { clock, bus, registry, second } = await twoProcesses({ EARSHOT_MAX_DATABASE_LATENCY_MS: '100' });
    registry.isDown = true;
    await second.call('c2');
    await clock.advance(500);
    // Its START is answered when the store has decided.
    (await second.client()).start('c3', {});
    await settle();
    await clock.advance(5_000);
    expect(bus.types('c2')).toContain('call.started');
    expect(bus.types('c3')).not.toContain('call.started');
    await letStoreAnswer(registry, clock);
  });
});
