import { afterEach, describe, expect, it } from '@jest/globals';
import { callIdSchema, makeEvent } from '@earshot/contracts';
import { ManualClock } from '@earshot/testing';
import { controlHandlers } from '../src/handlers/control-handlers.js';
import { CapturingBus } from './capturing-bus.js';
import type { EarshotClient } from './earshot-client.js';
import { hasReceived, nextTurn } from './ingest-steps.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';
import { RecordedRegistry } from './recorded-registry.js';

type AnyIngest = Pick<IngestUnderTest, 'server' | 'bus' | 'metrics'>;
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
});

async function open(clock = new ManualClock()) {
  const ingest = await IngestUnderTest.open({}, clock);
  opened.push(ingest);
  return { ingest, clock };
}

const format = { sampleRateHz: 8_000, codec: 'L16', tracks: [{}], participants: [] };
/** 200 ms of one track, every byte the same. Nothing else in an event has so many equal bytes. */
const chunk = (value: number) => new Uint8Array(3_200).fill(value);
const [BEFORE, SECRET, AFTER] = [0x11, 0x5e, 0x22];

/** What a request of the gateway does in each ingest process. */
function request(ingest: AnyIngest, action: 'PAUSE' | 'RESUME', id = 'c1', origin = {}): Promise<void> | void {
  const event = makeEvent(
    'call.pause-requested',
    callIdSchema.parse(id),
    { action, ...origin },
    { id: 'asked', occurredAtMs: 1 },
  );
  return controlHandlers(ingest.server)['call.pause-requested'](event);
}

/** Sends chunks and lets their time pass. Returns when ingest has taken them. */
async function talk(ingest: AnyIngest, clock: ManualClock, client: EarshotClient, value: number, chunks = 5) {
  for (let at = 0; at < chunks; at++) {
    const frames = ingest.metrics.values.get('earshot_ingest_frames_received_total') ?? 0;
    await clock.advance(200);
    await client.audio(chunk(value));
    await hasReceived(ingest, frames + 1);
  }
}

/** The call as the other stages get it: what each stretch in order is, with its milliseconds. */
function stretches(bus: CapturingBus, id = 'c1'): [what: string | number, fromMs: number, toMs: number][] {
  const found: [string | number, number, number][] = [];
  for (const event of bus.of(id)) {
    if (event.type !== 'audio.frame' && event.type !== 'audio.gap-declared') continue;
    const isFrame = event.type === 'audio.frame';
    const what = isFrame ? (event.payload[0] ?? 0) : event.data.reason;
    const from = isFrame ? event.positionSample : event.data.fromSample;
    const to = isFrame ? from + event.payload.length / 2 : event.data.toSample;
    const last = found.at(-1);
    if (last?.[0] === what && last[2] === from / 8) last[2] = to / 8;
    else found.push([what, from / 8, to / 8]);
  }
  return found;
}

const pauses = (bus: CapturingBus, id = 'c1') =>
  bus.of(id).flatMap((event) => (event.type === 'call.pause-changed' ? [event.data.isPaused] : []));
/** Whether anything that was published holds the audio that was sent while the call was paused. */
const holdsSecret = (bus: CapturingBus) =>
  bus.events.some((event) => JSON.stringify(event).includes(Array(8).fill(SECRET).join(','))) ||
  bus.frames('c1').some(({ payload }) => Buffer.from(payload).includes(Buffer.alloc(8, SECRET)));
const ended = async (client: EarshotClient) => {
  client.end();
  return client.reply('ended');
};

describe('a paused call', () => {
  it.each(['a request', 'its source'])(
    'by %s: nothing of the pause is published, and later audio has its time',
    async (by) => {
      const { ingest, clock } = await open();
      const client = await ingest.earshotCall('c1', format);
      const set = async (action: 'PAUSE' | 'RESUME') => {
        const before = pauses(ingest.bus).length;
        if (by === 'a request') await request(ingest, action);
        else client.text({ type: action === 'PAUSE' ? 'call.paused' : 'call.resumed' });
        await ingest.bus.until(() => pauses(ingest.bus).length > before);
      };
      await talk(ingest, clock, client, BEFORE);
      await set('PAUSE');
      await talk(ingest, clock, client, SECRET, 13);
      await set('RESUME');
      await talk(ingest, clock, client, AFTER);
      expect(await ended(client)).toMatchObject({ receivedMs: 4_600 });
      expect(stretches(ingest.bus)).toEqual([
        [BEFORE, 0, 1_000],
        ['PAUSED', 1_000, 3_600],
        [AFTER, 3_600, 4_600],
      ]);
      expect(pauses(ingest.bus)).toEqual([true, false]);
      expect(holdsSecret(ingest.bus)).toBe(false);
      expect(ingest.metrics.values.get('earshot_ingest_bytes_lost_total') ?? 0).toBe(0);
    },
  );

  it('says why it is paused or goes on, and who wanted it: a person, or its source', async () => {
    const { ingest } = await open();
    const client = await ingest.earshotCall('c1', format);
    const mia = { reason: 'PAYMENT', requestedBy: { principal: 'user:1', subject: 'Mia' } };
    await request(ingest, 'PAUSE', 'c1', mia);
    await request(ingest, 'PAUSE', 'c1', { reason: 'OTHER' });
    client.text({ type: 'call.resumed', reason: 'CONSENT' });
    client.text({ type: 'call.paused', reason: 'OF_A_LATER_VERSION' });
    await ended(client);
    const source = { principal: 'open', subject: 'everybody' };
    expect(
      ingest.bus.of('c1').flatMap((event) => (event.type === 'call.pause-changed' ? [event.data] : [])),
    ).toMatchObject([
      { isPaused: true, ...mia },
      { isPaused: false, reason: 'CONSENT', requestedBy: source },
      { isPaused: true, reason: 'OTHER', requestedBy: source },
    ]);
  });

  it('says how its time goes on, also while its source sends nothing', async () => {
    const { ingest, clock } = await open();
    const client = await ingest.earshotCall('c1', format);
    await talk(ingest, clock, client, BEFORE);
    await request(ingest, 'PAUSE');
    for (let at = 0; at < 20; at++) await clock.advance(1_000);
    await ingest.bus.until(() => (stretches(ingest.bus).at(-1)?.[2] ?? 0) > 20_000);
    await request(ingest, 'RESUME');
    await talk(ingest, clock, client, AFTER);
    await ended(client);
    expect(stretches(ingest.bus)).toEqual([
      [BEFORE, 0, 1_000],
      ['PAUSED', 1_000, 21_000],
      [AFTER, 21_000, 22_000],
    ]);
  });

  it('changes nothing when it is paused again, and does not go on without a pause', async () => {
    const { ingest, clock } = await open();
    const client = await ingest.earshotCall('c1', format);
    await request(ingest, 'RESUME');
    await request(ingest, 'PAUSE');
    await request(ingest, 'PAUSE');
    await talk(ingest, clock, client, SECRET);
    await request(ingest, 'PAUSE');
    await request(ingest, 'RESUME');
    await request(ingest, 'RESUME');
    await talk(ingest, clock, client, AFTER);
    await ended(client);
    expect(pauses(ingest.bus)).toEqual([true, false]);
    expect(stretches(ingest.bus)).toEqual([
      ['PAUSED', 0, 1_000],
      [AFTER, 1_000, 2_000],
    ]);
  });

  it('may end, and a request after that does nothing', async () => {
    const { ingest, clock } = await open();
    const client = await ingest.earshotCall('c1', format);
    await talk(ingest, clock, client, BEFORE);
    await request(ingest, 'PAUSE');
    await talk(ingest, clock, client, SECRET, 2);
    expect(await ended(client)).toMatchObject({ receivedMs: 1_400 });
    await request(ingest, 'RESUME');
    expect(stretches(ingest.bus).at(-1)).toEqual(['PAUSED', 1_000, 1_400]);
    expect(ingest.bus.types('c1').at(-1)).toBe('call.ended');
  });

  it('disturbs no other call', async () => {
    const { ingest, clock } = await open();
    const [first, second] = [await ingest.earshotCall('c1', format), await ingest.earshotCall('c2', format)];
    await request(ingest, 'PAUSE');
    await request(ingest, 'PAUSE', 'unknown');
    await talk(ingest, clock, first, SECRET, 1);
    await talk(ingest, clock, second, BEFORE, 1);
    await ended(second);
    expect(stretches(ingest.bus, 'c2')).toContainEqual([BEFORE, expect.any(Number), expect.any(Number)]);
    expect(pauses(ingest.bus, 'c2')).toEqual([]);
  });

  it('stays paused when its source connects again', async () => {
    const { ingest, clock } = await open();
    const client = await ingest.earshotCall('c1', format);
    await talk(ingest, clock, client, BEFORE);
    await request(ingest, 'PAUSE');
    client.socket.terminate();
    await ingest.bus.next('c1', 'stream.silent');
    await clock.advance(3_000);
    const again = await ingest.earshotCall('c1', format);
    await talk(ingest, clock, again, SECRET);
    await ended(again);
    expect(stretches(ingest.bus)).toEqual([
      [BEFORE, 0, 1_000],
      ['PAUSED', 1_000, 5_000],
    ]);
  });

  it('of a source that pauses and resumes without end is paused each time it asks', async () => {
    const { ingest } = await open();
    const client = await ingest.earshotCall('c1', format);
    for (let at = 0; at < 300; at++) {
      client.text({ type: 'call.paused' });
      client.text({ type: 'call.resumed' });
    }
    client.text({ type: 'call.paused' });
    await client.reply('error', { code: 'TOO_MANY_CHANGES' });
    await client.audio(chunk(SECRET));
    await ended(client);
    expect(pauses(ingest.bus).at(-1)).toBe(true);
    expect(holdsSecret(ingest.bus)).toBe(false);
  });
});

describe('a call that is paused while it moves', () => {
  async function twoProcesses() {
    const clock = new ManualClock();
    const bus = new CapturingBus(true);
    const registry = new RecordedRegistry(bus);
    const openOne = async () => {
      const ingest = await IngestUnderTest.openIn({ bus, registry }, {}, clock);
      opened.push(ingest);
      return ingest;
    };
    return { clock, bus, registry, first: await openOne(), second: await openOne() };
  }

  /** Connects, and lets time pass until the process knows the position of the call. */
  async function reconnect(to: IngestUnderTest<RecordedRegistry>, clock: ManualClock): Promise<EarshotClient> {
    const client = await to.earshotCall('c1', format);
    while (client.replies.every(({ resumedAtMs }) => resumedAtMs === undefined)) {
      await clock.advance(100);
      await nextTurn();
    }
    return client;
  }

  it('is still paused in the process that continues it, until somebody lets it go on', async () => {
    const { clock, bus, first, second } = await twoProcesses();
    const client = await first.earshotCall('c1', format);
    await talk(first, clock, client, BEFORE);
    await bus.until(() => bus.frames('c1').length > 0);
    for (const each of [first, second]) await request(each, 'PAUSE');
    await talk(first, clock, client, SECRET);
    client.socket.terminate();
    const again = await reconnect(second, clock);
    await talk(second, clock, again, SECRET, 10);
    for (const each of [first, second]) await request(each, 'RESUME');
    await talk(second, clock, again, AFTER);
    await ended(again);
    expect(stretches(bus)).toEqual([
      [BEFORE, 0, 1_000],
      ['PAUSED', 1_000, 5_000],
      [AFTER, 5_000, 6_000],
    ]);
    expect(holdsSecret(bus)).toBe(false);
  });

  it('is paused although the process that had it died before the pause was stored', async () => {
    const { clock, bus, registry, first, second } = await twoProcesses();
    const client = await first.earshotCall('c1', format);
    await talk(first, clock, client, BEFORE);
    await bus.until(() => bus.frames('c1').length > 0);
    registry.lag();
    await request(second, 'PAUSE');
    client.socket.terminate();
    const again = await reconnect(second, clock);
    await talk(second, clock, again, SECRET, 10);
    await ended(again);
    expect(pauses(bus)).toEqual([true]);
    expect(holdsSecret(bus)).toBe(false);
  });

  it('goes on if it was resumed after the request that another process remembers', async () => {
    const { clock, bus, first, second } = await twoProcesses();
    const client = await first.earshotCall('c1', format);
    await talk(first, clock, client, BEFORE);
    for (const each of [first, second]) await request(each, 'PAUSE');
    await clock.advance(1_000);
    client.text({ type: 'call.resumed' });
    await bus.until(() => pauses(bus).length === 2);
    client.socket.terminate();
    const again = await reconnect(second, clock);
    await talk(second, clock, again, AFTER);
    await ended(again);
    expect(stretches(bus).at(-1)?.[0]).toBe(AFTER);
  });

  it('drops the audio that waited while it was not known that the call is paused', async () => {
    const clock = new ManualClock();
    const ingest = await IngestUnderTest.openIn({ bus: new CapturingBus(), registry: new FakeRegistry() }, {}, clock);
    opened.push(ingest);
    const now = clock.nowMs();
    ingest.registry.known.set('c1', {
      ...{ state: 'OPEN', startedAtMs: now - 9_000, startedBy: null, codec: 'L16', sampleRateHz: 8_000 },
      ...{ channelCount: 1, positionSample: 64_000, lastAudioAtMs: now - 1_000, nextSequence: 40 },
      pause: { isPaused: true, changedAtMs: now - 2_000 },
    });
    ingest.registry.stall();
    const client = await ingest.earshotCall('c1', format);
    await talk(ingest, clock, client, SECRET);
    ingest.registry.answer();
    await client.reply('started', { resumedAtMs: 9_000 });
    await ended(client);
    expect(stretches(ingest.bus)).toEqual([['PAUSED', 8_000, 10_000]]);
    expect(holdsSecret(ingest.bus)).toBe(false);
  });
});

describe('a source that asks for no recording', () => {
  const isRecorded = (bus: CapturingBus) =>
    bus.of('c1').flatMap((event) => (event.type === 'stream.opened' ? [event.data.isRecorded] : []));

  it('says so with `isRecorded`', async () => {
    const { ingest } = await open();
    await ended(await ingest.earshotCall('c1', { ...format, isRecorded: false }));
    expect(isRecorded(ingest.bus)).toEqual([false]);
  });

  it.each([
    [{ shouldRecordCall: false }, false],
    [{ shouldRecordCall: true }, undefined],
    // LCA fills in false, and records.
    [{}, undefined],
  ])('or in LCA with %j', async (fields, expected) => {
    const { ingest } = await open();
    const client = await ingest.call('c1', fields);
    client.end('c1');
    await client.reply('ended');
    expect(isRecorded(ingest.bus)).toEqual([expected]);
  });
});
