import { describe, expect, it } from '@jest/globals';
import type { KnownCall } from '@earshot/ports';
import { ManualClock } from '@earshot/testing';
import { bytes, CHUNK, endOf, hasReceived, ingestPerTest, settle } from './ingest-steps.js';

const open = ingestPerTest();

describe('a call whose connection is lost', () => {
  it('continues with the same clock after a declared gap of the same length', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    const first = await ingest.call('c1');
    const sent = bytes(CHUNK + 40);
    await first.audio(sent);
    await ingest.bus.next('c1', 'audio.frame');
    await clock.advance(500);
    first.socket.terminate();
    await settle();
    await clock.advance(4_000);
    const second = await ingest.client();
    second.start('c1');
    expect(await second.reply('started')).toEqual({
      type: 'started',
      callId: 'c1',
      resumedAtMs: 4_500 + (CHUNK + 40) / 32,
    });
    const more = bytes(CHUNK);
    await second.audio(more);
    const events = await endOf(ingest, second, 'c1');
    expect(Buffer.compare(ingest.bus.audio('c1'), Buffer.concat([sent, more]))).toBe(0);
    expect(events.map(({ type }) => type)).toEqual([
      'call.started',
      'participant.joined',
      'participant.joined',
      'stream.opened',
      'audio.frame',
      'stream.silent',
      'audio.gap-declared',
      'audio.frame',
      'stream.closed',
      'call.ended',
    ]);
    const lost = (CHUNK + 40) / 4;
    expect(events[6]).toMatchObject({
      data: { fromSample: lost, toSample: lost + 36_000, reason: 'CONNECTION_LOST', sampleRateHz: 8_000 },
    });
    expect(events[7]).toMatchObject({ sequence: 1, positionSample: lost + 36_000 });
    expect(events[8]).toMatchObject({ data: { endSample: lost + 36_000 + CHUNK / 4, reason: 'ENDED' } });
  });

  it('is closed as interrupted when no client returns, and not opened again', async () => {
    const clock = new ManualClock();
    const ingest = await open({ EARSHOT_RECONNECT_WINDOW_MS: '30000' }, clock);
    const client = await ingest.call('c1');
    await client.audio(bytes(CHUNK));
    await ingest.bus.next('c1', 'audio.frame');
    client.socket.close();
    await client.gone;
    await settle();
    await clock.advance(29_999);
    expect(ingest.bus.types('c1')).not.toContain('stream.closed');
    await clock.advance(1);
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({ data: { code: 'CONNECTION_LOST' } });
    expect(ingest.bus.of('c1').slice(-3)).toMatchObject([
      { type: 'stream.closed', data: { endSample: CHUNK / 4, reason: 'INTERRUPTED' } },
      { type: 'call.ended', data: { reason: 'INTERRUPTED', durationMs: 200 } },
      { type: 'processing.failed' },
    ]);
    const late = await ingest.client();
    late.start('c1');
    await late.reply('error', { code: 'CALL_ALREADY_ENDED' });
    expect(await late.gone).toBe(4409);
  });

  it('is taken over by a new connection while the old one is still open', async () => {
    const ingest = await open();
    const old = await ingest.call('c1');
    await old.audio(bytes(CHUNK));
    await ingest.bus.next('c1', 'audio.frame');
    const fresh = await ingest.call('c1');
    await old.reply('error', { code: 'CALL_TAKEN_OVER' });
    expect(await old.gone).toBe(4409);
    await fresh.audio(bytes(CHUNK));
    const events = await endOf(ingest, fresh, 'c1');
    expect(ingest.bus.audio('c1')).toHaveLength(2 * CHUNK);
    expect(events.filter(({ type }) => type === 'call.ended')).toHaveLength(1);
    const closed = await ingest.bus.next('c1', 'stream.closed');
    const gaps = events.flatMap((event) =>
      event.type === 'audio.gap-declared' ? [event.data.toSample - event.data.fromSample] : [],
    );
    expect(closed.data.endSample).toBe((2 * CHUNK) / 4 + gaps.reduce((sum, gap) => sum + gap, 0));
  });

  it('does not continue in another format', async () => {
    const ingest = await open();
    const old = await ingest.call('c1');
    const other = await ingest.client();
    other.start('c1', { samplingRate: 16_000 });
    await other.reply('error', { code: 'AUDIO_FORMAT_CHANGED' });
    expect(await other.gone).toBe(4409);
    await old.audio(bytes(CHUNK));
    await endOf(ingest, old, 'c1');
    expect(ingest.bus.audio('c1')).toHaveLength(CHUNK);
  });

  it('replies to a repeated START on the same socket', async () => {
    const ingest = await open();
    const client = await ingest.call('c1');
    client.start('c1');
    await client.audio(bytes(CHUNK));
    await endOf(ingest, client, 'c1');
    expect(client.replies.map(({ type }) => type)).toEqual(['started', 'started', 'ended']);
    expect(ingest.bus.types('c1').filter((type) => type === 'call.started')).toHaveLength(1);
  });
});

describe('a call id that another process may know', () => {
  const aKnownCall = (fields: Partial<KnownCall> = {}): KnownCall => ({
    state: 'OPEN',
    startedAtMs: 0,
    startedBy: null,
    pause: null,
    codec: 'L16',
    sampleRateHz: 8_000,
    channelCount: 2,
    positionSample: 80_000,
    lastAudioAtMs: 0,
    nextSequence: 50,
    ...fields,
  });

  it('is answered at once while the registry is stalled; its audio waits and is complete afterwards', async () => {
    // The clock never moves: anything that waited for the registry or for a timeout would wait for ever.
    const ingest = await open({}, new ManualClock());
    ingest.registry.stall();
    const clients = await Promise.all(Array.from({ length: 50 }, (_, i) => ingest.call(`c${i}`)));
    const sent = bytes(CHUNK * 5);
    for (const client of clients)
      for (let i = 0; i < 5; i++) await client.audio(sent.subarray(i * CHUNK, (i + 1) * CHUNK));
    clients.forEach((client, i) => client.end(`c${i}`));
    await hasReceived(ingest, 250);
    expect(ingest.bus.events).toEqual([]);
    ingest.registry.answer();
    await Promise.all(clients.map((client, i) => client.reply('ended', { callId: `c${i}` })));
    for (let i = 0; i < 50; i++) expect(Buffer.compare(ingest.bus.audio(`c${i}`), sent)).toBe(0);
  });

  it('continues where the other process stopped, with a gap for the time between', async () => {
    const clock = new ManualClock();
    // The clock moves while the client says nothing: that would be a stall.
    const ingest = await open({ EARSHOT_STALL_GAP_MS: '0' }, clock);
    ingest.registry.known.set('c1', aKnownCall({ lastAudioAtMs: clock.nowMs() - 12_000 }));
    ingest.registry.stall();
    const client = await ingest.call('c1');
    await client.audio(bytes(CHUNK));
    await hasReceived(ingest, 1);
    await clock.advance(1_000);
    ingest.registry.answer();
    await client.reply('started', { resumedAtMs: 22_000 });
    const events = await endOf(ingest, client, 'c1');
    expect(events).toMatchObject([
      // After a second without an answer. The store keeps the first start of a call.
      { type: 'call.started' },
      { type: 'audio.gap-declared', data: { fromSample: 80_000, toSample: 176_000, reason: 'CALL_MOVED' } },
      { type: 'stream.opened', data: { startSample: 176_000 } },
      { type: 'audio.frame', sequence: 50, positionSample: 176_000 },
      { type: 'stream.closed', data: { endSample: 177_600 } },
      { type: 'call.ended', data: { durationMs: 22_200 } },
    ]);
  });

  it.each([
    ['over', aKnownCall({ state: 'CLOSED' }), 'CALL_ALREADY_ENDED'],
    ['in another format', aKnownCall({ sampleRateHz: 16_000 }), 'AUDIO_FORMAT_CHANGED'],
  ])('is refused when it is %s', async (_, known, code) => {
    const ingest = await open();
    ingest.registry.known.set('c1', known);
    const client = await ingest.client();
    client.start('c1');
    await client.reply('error', { code });
    expect(await client.gone).toBe(4409);
    expect(ingest.bus.events).toEqual([]);
    if (code === 'CALL_ALREADY_ENDED') return;
    const right = await ingest.call('c1', { samplingRate: 16_000 });
    await endOf(ingest, right, 'c1');
  });

  it('waits for a registry that fails, and shows the problem after five attempts', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    ingest.registry.failures = 8;
    const client = await ingest.call('c1');
    await client.audio(bytes(CHUNK));
    await hasReceived(ingest, 1);
    for (let i = 0; i < 40; i++) await clock.advance(1_000);
    expect(ingest.bus.types('c1').slice(0, 6)).toEqual([
      // The next process finds the start, should this one die with the held audio.
      'call.started',
      'processing.failed',
      'participant.joined',
      'participant.joined',
      'stream.opened',
      'audio.frame',
    ]);
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({
      data: { code: 'CALL_REGISTRY_UNAVAILABLE' },
    });
  });

  it('asks again when the registry does not answer at all', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    ingest.registry.stall();
    await ingest.call('c1');
    await clock.advance(6_000);
    expect(ingest.registry.asked).toHaveLength(2);
  });
});
