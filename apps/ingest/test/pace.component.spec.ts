import { describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { bytes, CHUNK, hasReceived, ingestPerTest, nextTurn, settle } from './ingest-steps.js';

jest.setTimeout(180_000);

const open = ingestPerTest();
const received = (ingest: Awaited<ReturnType<typeof open>>) =>
  ingest.metrics.values.get('earshot_ingest_bytes_received_total') ?? 0;

describe('audio faster than real time', () => {
  it('is read at the pace limit and none of it is lost, while a call beside it is read at once', async () => {
    const clock = new ManualClock();
    const settings = { EARSHOT_CALL_PACE: '1.5', EARSHOT_CALL_BURST_MS: '10000', EARSHOT_STALL_GAP_MS: '0' };
    const ingest = await open(settings, clock);
    const [fast, live] = [await ingest.call('fast'), await ingest.call('live')];
    // Ten minutes of audio at once.
    const chunks = Array.from({ length: 300 }, () => bytes(10 * CHUNK));
    const sent = chunks.map((chunk) => fast.audio(chunk));
    while (received(ingest) < 50 * CHUNK) await nextTurn();
    await settle();
    const atOnce = received(ingest);
    // Ten seconds, and what the socket had already delivered.
    expect(atOnce).toBeLessThan(50 * CHUNK + 300_000);
    const frames = ingest.metrics.values.get('earshot_ingest_frames_received_total') ?? 0;
    await live.audio(bytes(CHUNK));
    await hasReceived(ingest, frames + 1);
    expect(ingest.bus.audio('live')).toHaveLength(CHUNK);
    await clock.advance(60_000);
    await settle();
    expect(received(ingest) - atOnce).toBeLessThan(450 * CHUNK + 300_000);
    fast.end('fast');
    while (!fast.replies.some(({ type }) => type === 'ended')) {
      await clock.advance(10_000);
      await nextTurn();
    }
    await Promise.all(sent);
    expect(Buffer.compare(ingest.bus.audio('fast'), Buffer.concat(chunks))).toBe(0);
    expect(ingest.bus.types('fast')).not.toContain('audio.gap-declared');
  });

  it('goes on at the pace limit when its client comes back on another connection', async () => {
    const clock = new ManualClock();
    const settings = { EARSHOT_CALL_PACE: '1.5', EARSHOT_CALL_BURST_MS: '1000', EARSHOT_STALL_GAP_MS: '0' };
    const ingest = await open(settings, clock);
    const first = await ingest.call('fast');
    await first.audio(bytes(10 * CHUNK));
    await hasReceived(ingest, 1);
    const second = await ingest.call('fast');
    for (let at = 0; at < 100; at++) void second.audio(bytes(10 * CHUNK));
    await settle();
    expect(received(ingest)).toBeLessThan(10 * CHUNK + 300_000);
    await clock.advance(1_000);
    await settle();
    expect(received(ingest)).toBeGreaterThan(10 * CHUNK);
  });

  it('does not keep the process from closing a socket at its stop', async () => {
    const clock = new ManualClock();
    const ingest = await open({ EARSHOT_CALL_PACE: '1.5', EARSHOT_CALL_BURST_MS: '1000' }, clock);
    const client = await ingest.call('fast');
    for (let at = 0; at < 30; at++) void client.audio(bytes(10 * CHUNK));
    await hasReceived(ingest, 1);
    await ingest.server.drain();
    expect(await client.gone).toBe(1012);
    expect(ingest.bus.audio('fast')).toHaveLength(300 * CHUNK);
  });
});

describe('audio at another rate than the source announced', () => {
  it.each([
    ['half as fast', 400, /announced 8,000 .* about 4,000 .*0\.50 times/],
    ['twice as fast', 100, /announced 8,000 .* 16,000 .*2\.00 times/],
  ])('%s: is one problem that names both rates', async (_, everyMs, message) => {
    const clock = new ManualClock();
    const ingest = await open({ EARSHOT_CALL_PACE: '2.5', EARSHOT_CALL_BURST_MS: '600000' }, clock);
    const client = await ingest.call('c1');
    for (let at = 0; at < 140_000 / everyMs; at++) {
      await clock.advance(everyMs);
      await client.audio(bytes(CHUNK));
      await hasReceived(ingest, at + 1);
    }
    client.end('c1');
    await client.reply('ended');
    const problems = ingest.bus.of('c1').filter((event) => event.type === 'processing.failed');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ data: { code: 'AUDIO_RATE_WRONG', message: expect.stringMatching(message) } });
  });
});
