import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { bytes, CHUNK, endOf, ingestPerTest, settle } from './ingest-steps.js';

const open = ingestPerTest();

describe('a source that sends no audio', () => {
  it('is announced every 10 s while it is connected, and its later audio counts', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    const startedAtMs = clock.nowMs();
    const client = await ingest.call('c1');
    const silences = () => ingest.bus.of('c1').flatMap((event) => (event.type === 'stream.silent' ? [event.data] : []));
    for (let second = 0; second < 65; second++) {
      await clock.advance(1_000);
      await settle();
    }
    expect(silences()).toEqual(Array(6).fill({ sinceMs: startedAtMs, isConnected: true }));
    await client.audio(bytes(CHUNK));
    await settle();
    await clock.advance(9_000);
    expect(silences()).toHaveLength(6);
    await endOf(ingest, client, 'c1');
    const closed = await ingest.bus.next('c1', 'stream.closed');
    expect(ingest.bus.audio('c1')).toHaveLength(CHUNK);
    expect(closed.data.reason).toBe('ENDED');
  });

  it('is announced at once when its connection is lost, with the time of the last audio', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    const client = await ingest.call('c1');
    await client.audio(bytes(CHUNK));
    await ingest.bus.next('c1', 'audio.frame');
    const heardAtMs = clock.nowMs();
    await clock.advance(700);
    client.socket.terminate();
    const silent = await ingest.bus.next('c1', 'stream.silent');
    expect(silent.data).toEqual({ sinceMs: heardAtMs, isConnected: false });
  });
});
