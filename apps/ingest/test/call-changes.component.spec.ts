import { afterEach, describe, expect, it } from '@jest/globals';
import { callIdSchema, makeEvent, type EarshotEvent, type EventData } from '@earshot/contracts';
import { ManualClock } from '@earshot/testing';
import { controlHandlers } from '../src/handlers/control-handlers.js';
import { CapturingBus } from './capturing-bus.js';
import type { EarshotClient } from './earshot-client.js';
import { hasReceived, nextTurn } from './ingest-steps.js';
import { IngestUnderTest } from './ingest-under-test.js';
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

/** What a request of the gateway does in each ingest process. */
function request(ingest: AnyIngest, change: Partial<EventData<'call.change-requested'>>): Promise<void> | void {
  const data = { changedAtMs: 1, ...change };
  const event = makeEvent('call.change-requested', callIdSchema.parse('c1'), data, { id: 'asked', occurredAtMs: 1 });
  return controlHandlers(ingest.server)['call.change-requested'](event);
}

/** Sends a second of three tracks, and lets it pass. */
async function talk(ingest: AnyIngest, clock: ManualClock, client: EarshotClient) {
  for (let chunk = 0; chunk < 5; chunk++) {
    const frames = ingest.metrics.values.get('earshot_ingest_frames_received_total') ?? 0;
    await clock.advance(200);
    await client.audio(new Uint8Array(9_600).fill(7));
    await hasReceived(ingest, frames + 1);
  }
}

const ended = async (client: EarshotClient) => {
  client.end();
  return client.reply('ended');
};
const dataOf = <T extends EarshotEvent['type']>(bus: CapturingBus, type: T) =>
  bus.of('c1').flatMap((event) => (event.type === type && 'data' in event ? [event.data] : []));
/** Who is put on which track, and at which millisecond of the call. */
const assignments = (bus: CapturingBus) =>
  bus
    .of('c1')
    .flatMap((event) =>
      event.type === 'track.assigned'
        ? [[event.data.track, event.data.participant?.name ?? event.data.participant?.id, event.data.fromSample / 8]]
        : [],
    );

describe('another agent in the middle of a call', () => {
  it.each(['a request', 'its source'])('by %s takes the track of the one before, who leaves', async (by) => {
    const { ingest, clock } = await open();
    const client = await ingest.earshotCall('c1');
    await talk(ingest, clock, client);
    if (by === 'a request') await request(ingest, { agentId: 'Mia' });
    else client.text({ type: 'call.changed', agentId: 'Mia' });
    await ingest.bus.next('c1', 'participant.left');
    await talk(ingest, clock, client);
    await ended(client);
    expect(assignments(ingest.bus)).toEqual([[1, 'Mia', 1_000]]);
    expect(dataOf(ingest.bus, 'participant.left')).toEqual([{ participantId: 'agent', atMs: 1_000 }]);
    expect(dataOf(ingest.bus, 'participant.joined').at(-1)).toMatchObject({
      participant: { role: 'AGENT', name: 'Mia' },
      atMs: 1_000,
    });
  });

  it('who is on the call already changes nothing, and the id of a participant does not tell the name', async () => {
    const { ingest } = await open();
    const client = await ingest.earshotCall('c1');
    await request(ingest, { agentId: 'Robin' });
    await request(ingest, { agentId: 'Mia' });
    await request(ingest, { agentId: 'Mia' });
    await ended(client);
    const [joined] = dataOf(ingest.bus, 'participant.joined').slice(2);
    expect(dataOf(ingest.bus, 'participant.joined')).toHaveLength(3);
    expect(JSON.stringify(joined)).toMatch(/"id":"agent-[0-9a-f]{12}"/);
  });

  it('stays when the source connects again and announces the one before', async () => {
    const { ingest, clock } = await open();
    const first = await ingest.earshotCall('c1');
    await request(ingest, { agentId: 'Mia' });
    first.socket.terminate();
    await first.gone;
    await clock.advance(1_000);
    const second = await ingest.earshotCall('c1');
    await ended(second);
    expect(dataOf(ingest.bus, 'participant.joined')).toHaveLength(3);
    expect(dataOf(ingest.bus, 'participant.left')).toHaveLength(1);
  });

  it('stays when the call moves to another process, which got the request as well', async () => {
    const bus = new CapturingBus(true);
    const world = { bus, registry: new RecordedRegistry(bus) };
    const clock = new ManualClock();
    const [one, other] = [
      await IngestUnderTest.openIn(world, {}, clock),
      await IngestUnderTest.openIn(world, {}, clock),
    ];
    opened.push(one, other);
    const first = await one.earshotCall('c1');
    await talk(one, clock, first);
    for (const ingest of [one, other]) await request(ingest, { agentId: 'Mia', isRecorded: false });
    await bus.next('c1', 'stream.changed');
    first.socket.terminate();
    const second = await other.earshotCall('c1');
    // The registry is asked again until it has what the first process published.
    while (dataOf(bus, 'stream.opened').length < 2) {
      await clock.advance(500);
      await nextTurn();
    }
    expect(dataOf(bus, 'stream.opened')[1]).toMatchObject({
      isRecorded: false,
      participants: [{ id: 'customer' }, { name: 'Mia' }],
    });
    await ended(second);
  });

  it('of another tenant is not taken', async () => {
    const { ingest } = await open();
    const client = await ingest.earshotCall('c1');
    await request(ingest, { agentId: 'Mia', tenant: 'elsewhere' });
    await ended(client);
    expect(dataOf(ingest.bus, 'participant.joined')).toHaveLength(2);
  });
});

describe('a live call', () => {
  it('swaps the participants of two tracks from that moment on', async () => {
    const { ingest, clock } = await open();
    const client = await ingest.earshotCall('c1');
    await talk(ingest, clock, client);
    await request(ingest, { swapTracks: [0, 1] });
    await ended(client);
    expect(assignments(ingest.bus)).toEqual([
      [0, 'Robin', 1_000],
      [1, 'customer', 1_000],
    ]);
  });

  it('shows that a track to swap does not exist, and goes on', async () => {
    const { ingest } = await open();
    const client = await ingest.earshotCall('c1');
    await request(ingest, { swapTracks: [0, 9] });
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({ data: { code: 'TRACK_UNKNOWN' } });
    await ended(client);
    expect(assignments(ingest.bus)).toEqual([]);
  });

  it('says from where on it is not recorded, and in which language it is', async () => {
    const { ingest, clock } = await open();
    const client = await ingest.earshotCall('c1');
    await talk(ingest, clock, client);
    await request(ingest, { isRecorded: false });
    await request(ingest, { isRecorded: false });
    await request(ingest, { language: 'de-DE' });
    await ended(client);
    const at = { sampleRateHz: 8_000, fromSample: 8_000 };
    expect(dataOf(ingest.bus, 'stream.changed')).toEqual([
      { ...at, isRecorded: false },
      { ...at, language: 'de-DE' },
    ]);
  });

  it('has the name, the language and the metadata that its source gives, at the start and later', async () => {
    const { ingest } = await open();
    const facts = { name: 'contact-7', language: 'de-DE', metadata: { campaign: 'renewals' } };
    const client = await ingest.earshotCall('c1', facts);
    client.text({ type: 'call.changed', metadata: { campaign: null, ticket: 'T-1' }, customerNumber: '+15550001' });
    client.text({ type: 'call.changed', metadata: { ticket: 'x'.repeat(100_000) } });
    expect(await client.reply('error')).toMatchObject({ code: 'TEXT_TOO_LARGE' });
    await ingest.bus.next('c1', 'call.changed');
    expect(dataOf(ingest.bus, 'call.started')).toMatchObject([facts]);
    expect(dataOf(ingest.bus, 'stream.opened')).toMatchObject([{ language: 'de-DE' }]);
    expect(dataOf(ingest.bus, 'call.changed')).toMatchObject([
      { metadata: { campaign: null, ticket: 'T-1' }, customerNumber: '+15550001', requestedBy: { principal: 'open' } },
    ]);
  });

  it.each([
    ['too many entries', { metadata: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`key-${at}`, '1'])) }],
    ['a value that is too long', { metadata: { key: 'x'.repeat(2_049) } }],
    ['a key that is too long', { metadata: { ['x'.repeat(129)]: '1' } }],
    ['too much in all', { metadata: Object.fromEntries([...Array(9).keys()].map((at) => [at, 'x'.repeat(2_000)])) }],
    ['a value that is no text', { metadata: { key: 1 } }],
    ['a name that is too long', { name: 'x'.repeat(257) }],
    ['a language that is none', { language: 'English' }],
  ])('is not started with %s', async (_, facts) => {
    const { ingest } = await open();
    const client = await ingest.earshotClient();
    client.start('c1', facts);
    expect(await client.reply('error')).toMatchObject({ code: 'MESSAGE_INVALID' });
    expect(ingest.bus.of('c1')).toEqual([]);
  });
});

describe('a call that waits for its start', () => {
  it('is known at once, and begins with its first sample when somebody starts it', async () => {
    const { ingest, clock } = await open();
    const client = await ingest.earshotCall('c1', { awaitsStart: true });
    expect(await ingest.bus.next('c1', 'call.started')).toMatchObject({ data: { awaitsStart: true } });
    for (let second = 0; second < 20; second++) await talk(ingest, clock, client);
    expect(ingest.bus.frames('c1')).toEqual([]);
    // It is still alive, so that nobody closes it.
    expect(dataOf(ingest.bus, 'stream.silent').length).toBeGreaterThan(0);
    await request(ingest, { agentId: 'Mia' });
    await request(ingest, { startProcessing: true });
    const startedAtMs = clock.nowMs();
    for (let second = 0; second < 3; second++) await talk(ingest, clock, client);
    expect(await ended(client)).toMatchObject({ receivedMs: 3_000 });
    expect(dataOf(ingest.bus, 'call.changed')).toMatchObject([{ processingStartedAtMs: startedAtMs }]);
    expect(dataOf(ingest.bus, 'call.started')).toHaveLength(1);
    expect(dataOf(ingest.bus, 'stream.opened')).toMatchObject([
      { startSample: 0, participants: [{ id: 'customer' }, { name: 'Mia' }] },
    ]);
    expect(dataOf(ingest.bus, 'audio.gap-declared')).toEqual([]);
    expect(ingest.bus.frames('c1')[0]).toMatchObject({ positionSample: 0, sequence: 0 });
  });

  it('begins at once if it was started before it came', async () => {
    const { ingest, clock } = await open();
    await request(ingest, { startProcessing: true });
    const client = await ingest.earshotCall('c1', { awaitsStart: true });
    await talk(ingest, clock, client);
    expect(await ended(client)).toMatchObject({ receivedMs: 1_000 });
  });

  it('begins paused if it was paused before it came', async () => {
    const { ingest, clock } = await open();
    ingest.server.setPause(callIdSchema.parse('c1'), { isPaused: true });
    const client = await ingest.earshotCall('c1', { awaitsStart: true });
    await ingest.bus.next('c1', 'call.started');
    await request(ingest, { startProcessing: true });
    await talk(ingest, clock, client);
    await ended(client);
    expect(dataOf(ingest.bus, 'call.pause-changed')).toMatchObject([{ isPaused: true }]);
    expect(ingest.bus.frames('c1')).toEqual([]);
  });

  it('that nobody starts ends without audio', async () => {
    const { ingest, clock } = await open();
    const client = await ingest.earshotCall('c1', { awaitsStart: true });
    await talk(ingest, clock, client);
    expect(await ended(client)).toMatchObject({ receivedMs: 0 });
    expect(dataOf(ingest.bus, 'call.ended')).toMatchObject([{ durationMs: 0, reason: 'ENDED' }]);
    expect(dataOf(ingest.bus, 'stream.closed')).toMatchObject([{ endSample: 0 }]);
    expect(ingest.bus.frames('c1')).toEqual([]);
  });

  it('waits on when its connection is lost and comes back, and that time is no gap', async () => {
    const { ingest, clock } = await open();
    const first = await ingest.earshotCall('c1', { awaitsStart: true });
    first.socket.terminate();
    await first.gone;
    await clock.advance(5_000);
    const second = await ingest.earshotCall('c1', { awaitsStart: true });
    await talk(ingest, clock, second);
    await request(ingest, { startProcessing: true });
    await talk(ingest, clock, second);
    expect(await ended(second)).toMatchObject({ receivedMs: 1_000 });
    expect(dataOf(ingest.bus, 'audio.gap-declared')).toEqual([]);
  });

  it('by LCA has the fields of its hook', async () => {
    const { ingest, clock } = await open();
    const client = await ingest.call('c1', {
      shouldProcessCall: false,
      transcribeLanguageCode: 'es-US',
      metadatajson: JSON.stringify({ campaign: 'renewals', authToken: 's3cret', account: { tier: 2 } }),
    });
    expect(await ingest.bus.next('c1', 'call.started')).toMatchObject({
      data: { awaitsStart: true, language: 'es-US', metadata: { campaign: 'renewals', 'account.tier': '2' } },
    });
    expect(JSON.stringify(ingest.bus.events)).not.toContain('s3cret');
    await request(ingest, { startProcessing: true });
    await clock.advance(200);
    await client.audio(new Uint8Array(6_400));
    client.end('c1');
    expect(await client.reply('ended')).toMatchObject({ receivedMs: 200 });
  });
});
