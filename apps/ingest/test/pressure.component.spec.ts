import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { BacklogReader } from '@earshot/ports';
import { ManualClock } from '@earshot/testing';
import { CapturingBus } from './capturing-bus.js';
import { CHUNK, hasReceived, nextTurn, settle } from './ingest-steps.js';
import { IngestUnderTest } from './ingest-under-test.js';
import { RecordedRegistry } from './recorded-registry.js';

jest.setTimeout(180_000);

/** A shared bus that reports a backlog. */
class BackloggedBus extends CapturingBus implements BacklogReader {
  backlog = 0;

  constructor() {
    super(true);
  }

  backlogMessages(): Promise<number> {
    return Promise.resolve(this.backlog);
  }
}

const opened: IngestUnderTest<RecordedRegistry>[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
});

async function open(settings: Record<string, string> = {}, processes = 1) {
  const clock = new ManualClock();
  const bus = new BackloggedBus();
  const registry = new RecordedRegistry(bus);
  const all = await Promise.all(
    Array.from({ length: processes }, () => IngestUnderTest.openIn({ bus, registry }, settings, clock)),
  );
  opened.push(...all);
  const [ingest, other = ingest] = all as [IngestUnderTest<RecordedRegistry>];
  return { clock, bus, registry, ingest, other };
}

const chunk = () => new Uint8Array(CHUNK);

describe('a slow bus', () => {
  it.each([
    { bus: 'gets up to 32 events of a call at once, in order, if it keeps the order', isDurable: true, most: 32 },
    { bus: 'gets one event of a call after the other if it does not', isDurable: false, most: 1 },
  ])('$bus', async ({ isDurable, most }) => {
    const bus = new CapturingBus(isDurable);
    const ingest = await IngestUnderTest.openIn({ bus, registry: new RecordedRegistry(bus) }, {}, new ManualClock());
    opened.push(ingest);
    const client = await ingest.call('c1');
    const sent = Array.from({ length: 100 }, (_, at) => chunk().fill(at));
    await client.audio(sent[0] as Uint8Array);
    await bus.next('c1', 'audio.frame');
    bus.stall();
    for (const samples of sent.slice(1)) await client.audio(samples);
    await hasReceived(ingest, 100);
    bus.flow();
    client.end('c1');
    await client.reply('ended', { receivedMs: 20_000 });
    expect(bus.audio('c1').equals(Buffer.concat(sent))).toBe(true);
    expect(bus.frames('c1').map(({ sequence }) => sequence)).toEqual(sent.map((_, at) => at));
    expect(bus.types('c1').slice(-2)).toEqual(['stream.closed', 'call.ended']);
    expect(bus.mostInFlight).toBe(most);
  });
});

describe('a large backlog of transcription or persistence', () => {
  it('lets running calls go on and refuses new ones, with or without an id, until it has shrunk', async () => {
    // The clock moves while the client says nothing: that would be a stall.
    const { clock, bus, ingest } = await open({ EARSHOT_MAX_BACKLOG_FRAMES: '1000', EARSHOT_STALL_GAP_MS: '0' });
    const running = await ingest.call('c1');
    await running.audio(chunk());
    await bus.next('c1', 'audio.frame');
    bus.backlog = 1_001;
    await clock.advance(2_000);
    for (const callId of ['c2', undefined]) {
      const refused = await ingest.client();
      refused.start(callId);
      await refused.reply('error', { code: 'SERVICE_BUSY' });
      expect(await refused.gone).toBe(1013);
      expect(refused.replies.map(({ type }) => type)).toEqual(['error']);
    }
    expect(bus.of('c2')).toEqual([]);
    expect(ingest.metrics.values.get('earshot_ingest_refused_total')).toBe(2);
    expect(ingest.metrics.values.get('earshot_ingest_refusing_new_calls')).toBe(1);
    await running.audio(chunk());
    await bus.until(() => bus.frames('c1').length === 2);
    bus.backlog = 400;
    await clock.advance(2_000);
    await ingest.call('c2');
    running.end('c1');
    await running.reply('ended');
  });

  it('accepts calls that come back, here or from another process', async () => {
    const { clock, bus, ingest, other } = await open({ EARSHOT_MAX_BACKLOG_FRAMES: '1000' }, 2);
    const [here, there] = [await ingest.call('here'), await other.call('there')];
    for (const [callId, client] of [
      ['here', here],
      ['there', there],
    ] as const) {
      await client.audio(chunk());
      await bus.next(callId, 'audio.frame');
      client.socket.terminate();
    }
    await settle();
    bus.backlog = 1_001;
    await clock.advance(2_000);
    const back = await ingest.call('here');
    const moved = await ingest.client();
    moved.start('there');
    await moved.audio(chunk());
    await settle();
    expect(moved.replies).toEqual([]);
    while (moved.replies.length === 0) {
      await clock.advance(100);
      await nextTurn();
    }
    expect(moved.replies).toMatchObject([{ type: 'started', resumedAtMs: expect.any(Number) }]);
    for (const [callId, client] of [
      ['here', back],
      ['there', moved],
    ] as const) {
      client.end(callId);
      await client.reply('ended', { callId });
    }
  });

  it('leaves a call undecided while the store cannot say whether it is new', async () => {
    const { clock, bus, registry, ingest } = await open({ EARSHOT_MAX_BACKLOG_FRAMES: '1000' });
    bus.backlog = 1_001;
    await clock.advance(2_000);
    registry.isDown = true;
    const client = await ingest.client();
    client.start('c1');
    await client.audio(chunk());
    await settle();
    client.socket.terminate();
    await settle();
    const again = await ingest.client();
    again.start('c1');
    await settle();
    expect([...client.replies, ...again.replies]).toEqual([]);
    registry.isDown = false;
    await clock.advance(5_000);
    await again.reply('error', { code: 'SERVICE_BUSY' });
    expect(bus.types('c1')).toEqual([]);
  });
});

describe('a stalled bus', () => {
  it('makes ingest refuse new calls when half of the buffer is full, until its bytes are published', async () => {
    const { bus, ingest } = await open({
      EARSHOT_INGEST_BUFFER_BYTES: '1048576',
      EARSHOT_CALL_BUFFER_BYTES: '400000',
    });
    const clients = [await ingest.call('c1'), await ingest.call('c2')];
    bus.stall();
    for (const client of clients) for (let at = 0; at < 50; at++) await client.audio(chunk());
    await hasReceived(ingest, 100);
    const refused = await ingest.client();
    refused.start(undefined);
    await refused.reply('error', { code: 'SERVICE_BUSY' });
    bus.flow();
    await bus.until(() => bus.frames('c1').length + bus.frames('c2').length === 100);
    await settle();
    await ingest.call('c3');
  });
});

describe('audio that pauses on a live socket', () => {
  const talk = async (settings: Record<string, string>) => {
    const { clock, bus, ingest } = await open(settings);
    const client = await ingest.call('c1');
    let received = 0;
    const say = async (chunks: number, everyMs: number) => {
      for (let at = 0; at < chunks; at++) {
        await clock.advance(everyMs);
        await client.audio(chunk());
        received++;
        while ((ingest.metrics.values.get('earshot_ingest_frames_received_total') ?? 0) < received) await nextTurn();
      }
    };
    await say(5, 200);
    await clock.advance(7_000);
    await say(10, 200);
    client.end('c1');
    await client.reply('ended');
    return bus.of('c1').flatMap((event): (number | readonly (number | string)[])[] => {
      if (event.type === 'audio.frame') return [event.positionSample];
      return event.type === 'audio.gap-declared'
        ? [[event.data.fromSample, event.data.toSample, event.data.reason]]
        : [];
    });
  };

  it('is declared as a gap where it is missing, and the call clock stays right', async () => {
    const published = await talk({});
    expect(published.slice(0, 5)).toEqual([0, 1_600, 3_200, 4_800, 6_400]);
    expect(published[5]).toEqual([8_000, 64_000, 'SOURCE_SILENT']);
    expect(published.slice(6)).toEqual(Array.from({ length: 10 }, (_, at) => 64_000 + at * 1_600));
  });

  it('is not declared when the detector is switched off', async () => {
    expect(await talk({ EARSHOT_STALL_GAP_MS: '0' })).toEqual(Array.from({ length: 15 }, (_, at) => at * 1_600));
  });
});
