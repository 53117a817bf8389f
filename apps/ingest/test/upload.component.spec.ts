import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSamples, type Principal } from '@earshot/domain';
import { Failure, type Authenticator, type Clock, type KnownCall } from '@earshot/ports';
import { writeOpusFile } from '@earshot/media/recording-file';
import { systemClock } from '@earshot/runtime';
import { TestSealer } from '@earshot/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { principalOfVendor } from '../src/sources/source-identity.js';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry } from './ingest-under-test.js';
import { nextTurn } from './ingest-steps.js';
import { tone, UploadClient, wav } from './uploads.js';

const principalOfKey = (name: string, source: string): Principal => ({
  ...principalOfVendor(source, { account: name }),
  key: `key:${name}`,
});

/** A call that a former process left at this position, at 8 kHz. */
const openCallAt = (
  startedAtMs: number,
  positionSample: number,
  nextSequence: number,
  channelCount: number,
): KnownCall => ({
  ...{ state: 'OPEN', startedAtMs, positionSample, nextSequence, pause: null },
  ...{ codec: 'L16', sampleRateHz: 8_000, channelCount, startedBy: null },
  lastAudioAtMs: startedAtMs + positionSample / 8,
});

describe('a recording that is sent', () => {
  let client: UploadClient;
  const bus = () => client.ingest.bus;
  beforeAll(async () => {
    client = await UploadClient.open({ bus: new CapturingBus(), registry: new FakeRegistry() });
  });
  afterAll(() => client.close());

  it('becomes a call with its audio, its metadata and the time at which it was recorded', async () => {
    const samples = tone(3);
    const sent = await client.send(wav(samples), {
      'earshot-agent-id': 'Zo%C3%AB',
      'earshot-customer-number': '+15550100',
      'earshot-started-at': '2026-03-01T10:00:00+01:00',
      'earshot-queue': 'claims',
      'earshot-language': 'en-GB',
    });
    expect(sent).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/), state: expect.any(String) });
    const { callId = '', ...done } = await client.outcome(sent);
    expect(done).toMatchObject({ state: 'done', percent: 100, callPath: `/calls/${callId}` });
    expect(Buffer.compare(bus().audio(callId), encodeSamples(samples, 'L16'))).toBe(0);
    const startedAtMs = Date.parse('2026-03-01T09:00:00Z');
    expect(await bus().next(callId, 'call.started')).toMatchObject({
      data: {
        source: 'upload',
        startedAtMs,
        agentId: 'Zoë',
        customerNumber: '+15550100',
        queue: 'claims',
        language: 'en-GB',
      },
    });
    expect(await bus().next(callId, 'call.ended')).toMatchObject({
      data: { endedAtMs: startedAtMs + 3_000, durationMs: 3_000, reason: 'ENDED' },
    });
    expect(await bus().next(callId, 'stream.opened')).toMatchObject({
      data: { participants: [{ role: 'CUSTOMER' }, { role: 'AGENT', name: 'Zoë' }] },
    });
    expect(bus().types(callId)).not.toContain('audio.gap-declared');
    expect(bus().types(callId)).not.toContain('processing.failed');
  });

  it('is one call if it is sent twice, and two if that is asked for', async () => {
    const file = wav(tone(0.5));
    const first = await client.outcome(await client.send(file, { 'earshot-agent-id': 'mia' }));
    const again = await client.outcome(await client.send(file, { 'earshot-agent-id': 'mia' }));
    expect(again).toMatchObject({ state: 'done', callId: first.callId, isDuplicate: true });
    const other = await client.outcome(await client.send(file, { 'earshot-agent-id': 'ben' }));
    const asked = await client.outcome(await client.send(file, { 'earshot-agent-id': 'mia', 'earshot-again': 'true' }));
    expect(new Set([first.callId, other.callId, asked.callId]).size).toBe(3);
    expect(
      bus()
        .types(first.callId ?? '')
        .filter((type) => type === 'call.ended'),
    ).toHaveLength(1);
    expect(bus().types(first.callId ?? '')).not.toContain('processing.failed');
  });

  it('keeps the id and the roles that its sender gives it, also two agents', async () => {
    const sent = await client.send(wav(tone(0.2, 3), 3), {
      'earshot-call-id': 'pbx-1',
      'earshot-roles': 'customer, agent, agent',
    });
    expect(await client.outcome(sent)).toMatchObject({ state: 'done', callId: 'pbx-1' });
    expect(await bus().next('pbx-1', 'stream.opened')).toMatchObject({
      data: {
        tracks: [{ participantId: 'customer' }, { participantId: 'agent' }, { participantId: 'agent-2' }],
      },
    });
    const taken = await client.outcome(await client.send(wav(tone(0.3)), { 'earshot-call-id': 'pbx-1' }));
    expect(taken).toMatchObject({ state: 'failed', code: 'CALL_ALREADY_ENDED' });
  });

  it('that ends too early becomes a call that says so', async () => {
    const file = wav(tone(2)).subarray(0, -16_000);
    const done = await client.outcome(await client.send(file));
    expect(done).toMatchObject({ state: 'done', code: 'UPLOAD_TRUNCATED' });
    const callId = done.callId ?? '';
    expect(await bus().next(callId, 'processing.failed')).toMatchObject({ data: { code: 'UPLOAD_TRUNCATED' } });
    expect(await bus().next(callId, 'call.ended')).toMatchObject({ data: { durationMs: 1_500 } });
  });

  it.each([
    ['no recording', Buffer.from('hello, this is no recording at all, but it is long'), 'UPLOAD_FORMAT_UNKNOWN'],
    ['nothing', Buffer.alloc(0), 'UPLOAD_EMPTY'],
    ['a WAV without audio', wav(new Int16Array(0)), 'UPLOAD_EMPTY'],
  ])('and that is %s fails with a reason', async (_, file, code) => {
    const failed = await client.outcome(await client.send(file));
    expect(failed).toMatchObject({ state: 'failed', code });
  });

  it.each([
    [{ 'earshot-started-at': 'yesterday' }, /startedAt/],
    [{ 'earshot-started-at': '1969-12-31T23:59:59Z' }, /startedAt/],
    [{ 'earshot-roles': 'customer,pilot' }, /roles\.1/],
    [{ 'earshot-call-id': 'a%00b' }, /callId/],
    [{ 'earshot-agent-id': 'x'.repeat(257) }, /agentId/],
  ])('is refused with metadata that nobody can read: %j', async (headers, message) => {
    const answer = await client.request('', { method: 'POST', body: 'x', headers });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { code: 'UPLOAD_METADATA_INVALID', message: expect.stringMatching(message) },
    ]);
  });

  it('is listed with its state, and one that nobody sent is not found', async () => {
    const answer = await client.request('?state=failed&limit=2');
    const { recordings } = (await answer.json()) as { recordings: { state: string }[] };
    expect(recordings.map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(await (await client.request('?state=failed&limit=-1')).json()).toEqual({ recordings: [recordings[0]] });
    expect((await client.request('/0123456789abcdef0123456789abcdef')).status).toBe(404);
    expect((await client.request('/..%2Fkeys')).status).toBe(404);
    expect((await client.request('', { method: 'DELETE' })).status).toBe(404);
  });

  it('leaves nothing of its audio on the disk', async () => {
    const names = await readdir(join(client.folder, 'uploads'));
    expect(names.filter((name) => name.endsWith('.audio'))).toEqual([]);
    const items = await Promise.all(names.map((name) => readFile(join(client.folder, 'uploads', name), 'latin1')));
    expect(items.join('')).not.toMatch(/5550100|claims|agent/);
  });
});

describe('recordings', () => {
  const opened: UploadClient[] = [];
  const open = async (...how: Parameters<typeof UploadClient.open>) => {
    const client = await UploadClient.open(...how);
    opened.push(client);
    return client;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((client) => client.close()));
  });

  it('beyond a limit are refused', async () => {
    const limits = { EARSHOT_RECORDINGS_FILE_BYTES: '20000', EARSHOT_RECORDINGS_PER_CLIENT: '2' };
    const client = await open({ bus: new CapturingBus(), registry: new FakeRegistry() }, limits);
    client.ingest.bus.stall();
    const send = async (file: Buffer, headers = {}) => {
      const answer = await client.request('', { method: 'POST', body: file as Buffer<ArrayBuffer>, headers });
      return [answer.status, ((await answer.json()) as { code?: string }).code];
    };
    expect(await send(wav(tone(2)))).toEqual([413, 'UPLOAD_TOO_LARGE']);
    expect((await send(wav(tone(0.1))))[0]).toBe(201);
    expect((await send(wav(tone(0.2))))[0]).toBe(201);
    expect(await send(wav(tone(0.3)))).toEqual([429, 'TOO_MANY_UPLOADS']);
    client.ingest.bus.flow();
  });

  it('belong to the access key that sent them, and need one of the source', async () => {
    const principals: Record<string, Principal> = Object.fromEntries(
      [
        ['Bearer a', 'upload'],
        ['Bearer b', 'upload'],
        ['Bearer c', 'lca'],
      ].map(([key = '', source = '']) => [key, principalOfKey(key.at(-1) ?? '', source)]),
    );
    const authenticator: Authenticator = {
      authenticate: async ({ headers }) => {
        const principal = principals[String(headers['authorization'])];
        if (principal === undefined) throw new Failure('UNAUTHENTICATED', 'No such key.');
        return principal;
      },
      watch: () => () => undefined,
    };
    const client = await open({ bus: new CapturingBus(), registry: new FakeRegistry(), authenticator });
    const ask = (key: string, path = '', init: RequestInit = {}) =>
      client.request(path, { ...init, headers: { authorization: `Bearer ${key}` } });
    const file = wav(tone(0.2)) as Buffer<ArrayBuffer>;
    expect((await ask('x', '', { method: 'POST', body: file })).status).toBe(401);
    expect((await ask('c', '', { method: 'POST', body: file })).status).toBe(403);
    const { id } = (await (await ask('a', '', { method: 'POST', body: file })).json()) as { id: string };
    expect((await ask('b', `/${id}`)).status).toBe(404);
    expect(await (await ask('b')).json()).toEqual({ recordings: [] });
    const { recordings } = (await (await ask('a')).json()) as { recordings: { id: string }[] };
    expect(recordings).toEqual([expect.objectContaining({ id })]);
    await client.ingest.bus.until(() => client.ingest.bus.events.some(({ type }) => type === 'call.ended'));
    const [started] = client.ingest.bus.events.filter(({ type }) => type === 'call.started');
    expect(started).toMatchObject({ data: { tenant: 'default', startedBy: 'key:a' } });
  });

  it('are calls of the agent alone that their access key names', async () => {
    const principal: Principal = { ...principalOfKey('mia', 'upload'), agentId: 'mia' };
    const authenticator: Authenticator = { authenticate: async () => principal, watch: () => () => undefined };
    const client = await open({ bus: new CapturingBus(), registry: new FakeRegistry(), authenticator });
    const sent = await client.send(wav(tone(0.2)), { 'earshot-agent-id': 'ben' });
    const { callId = '' } = await client.outcome(sent);
    expect(await client.ingest.bus.next(callId, 'call.started')).toMatchObject({ data: { agentId: 'mia' } });
  });

  /** An ingest that stops in the middle of a recording of 20 s, and how much of its call it published. */
  async function stopHalfway(headers: Record<string, string>) {
    const world = { bus: new CapturingBus(true), registry: new FakeRegistry(), sealer: new TestSealer() };
    const samples = tone(20);
    const first = await open(world, { EARSHOT_CALL_BUFFER_BYTES: '65536' });
    const sent = await first.send(wav(samples), headers);
    await world.bus.until(() => world.bus.events.filter(({ type }) => type === 'audio.frame').length >= 20);
    // Otherwise a fast machine could be through with the file before it stops.
    world.bus.stall();
    await first.ingest.close();
    const { callId = '' } = world.bus.events.find(({ type }) => type === 'audio.frame') ?? {};
    const frames = world.bus.frames(callId);
    const published = frames.reduce((sum, { payload }) => sum + payload.length, 0) / 4;
    expect(published).toBeLessThan(20 * 8_000);
    const { startedAtMs } = (await world.bus.next(callId, 'call.started')).data;
    const known = openCallAt(startedAtMs, published, frames.length, 2);
    return { world, samples, sent, callId, known, folder: first.folder };
  }
  const aMinuteLater: Clock = {
    nowMs: () => systemClock.nowMs() + 60_000,
    schedule: (delayMs, task) => systemClock.schedule(delayMs, task),
  };

  it.each([
    ['whose time is known', { 'earshot-started-at': '2026-03-01T09:00:00Z' }],
    ['of which nobody said when they began', {}],
  ])('%s go on after a restart where they were, and nothing of them is doubled', async (_, headers) => {
    const { world, samples, sent, callId, known, folder } = await stopHalfway(headers);
    world.registry.known.set(callId, known);
    const second = await open(world, {}, folder, aMinuteLater);
    const done = await second.outcome(sent);
    expect(done).toMatchObject({ state: 'done', callId });
    expect(Buffer.compare(world.bus.audio(callId), encodeSamples(samples, 'L16'))).toBe(0);
    expect(world.bus.types(callId)).not.toContain('audio.gap-declared');
    expect(await world.bus.next(callId, 'call.ended')).toMatchObject({ data: { durationMs: 20_000 } });
  });

  it('fail if their call was closed before ingest came back: it lacks their end', async () => {
    const { world, sent, callId, known, folder } = await stopHalfway({});
    world.registry.known.set(callId, { ...known, state: 'CLOSED' });
    const second = await open(world, {}, folder, aMinuteLater);
    const failed = await second.outcome(sent);
    expect(failed).toMatchObject({ state: 'failed', code: 'CALL_ALREADY_ENDED', callId });
  });

  it('go on in the middle of what is damaged, and declare only the rest of it', async () => {
    // 20 ms of silence each. The encoder of Opus cannot be loaded by two test files of one process.
    const packets = Array.from({ length: 10 }, () => Uint8Array.of(0xf8, 0xff, 0xfe));
    // Two frames of the same length, in an odd number of bytes: 320 samples from sample 640 on.
    packets[4] = Uint8Array.of(0xf9, 1, 2, 3);
    const registry = new FakeRegistry();
    const startedAt = '2026-03-01T09:00:00Z';
    registry.known.set('damaged', openCallAt(Date.parse(startedAt), 740, 1, 1));
    const client = await open({ bus: new CapturingBus(true), registry });
    const sent = await client.send(writeOpusFile(packets, { sampleRateHz: 8_000 }), {
      ...{ 'earshot-call-id': 'damaged', 'earshot-started-at': startedAt },
    });
    await client.outcome(sent);
    expect(await client.ingest.bus.next('damaged', 'audio.gap-declared')).toMatchObject({
      data: { fromSample: 740, someTracks: { toSample: 960 } },
    });
    expect(await client.ingest.bus.next('damaged', 'call.ended')).toMatchObject({ data: { durationMs: 220 } });
  });

  it('wait while the bus takes nothing, with bounded memory', async () => {
    const client = await open(
      { bus: new CapturingBus(), registry: new FakeRegistry() },
      { EARSHOT_CALL_BUFFER_BYTES: '65536' },
    );
    const { ingest } = client;
    ingest.bus.stall();
    const sent = await client.send(wav(tone(20)));
    const held = () => ingest.metrics.values.get('earshot_ingest_queue_bytes') ?? 0;
    for (let turn = 0; turn < 200; turn++) await nextTurn();
    expect(held()).toBeLessThan(300_000);
    ingest.bus.flow();
    expect(await client.outcome(sent)).toMatchObject({ state: 'done' });
  });
});
