import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import type { EarshotClient } from './earshot-client.js';
import { bytes, hasReceived, ingestPerTest, settle } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';

/** Bytes of one sample of three tracks, and samples in 200 ms. */
const FRAME = 6;
const CHUNK = 1_600;
const open = ingestPerTest();

/** A call whose source keeps its audio. It sent 200 ms, of which it does not know whether they came, and was away for 4 s. */
async function loseCall() {
  const clock = new ManualClock();
  const ingest = await open({}, clock);
  const first = await ingest.earshotClient();
  first.start('c1', { replay: {} });
  const started = await first.reply('started');
  const sent = bytes(CHUNK * FRAME);
  await clock.advance(200);
  await first.audio(sent);
  await hasReceived(ingest, 1);
  first.socket.terminate();
  await settle();
  await clock.advance(4_000);
  return { clock, ingest, sent, stream: started['replay'] as { stream: string; fromSample: number } };
}

async function comeBack(ingest: IngestUnderTest, replay: object) {
  const client = await ingest.earshotClient();
  client.start('c1', { replay });
  return { client, started: await client.reply('started') };
}

async function endOf(ingest: IngestUnderTest, client: EarshotClient) {
  client.end();
  const ended = await client.reply('ended', { callId: 'c1' });
  const gaps = ingest.bus
    .of('c1')
    .flatMap((event) =>
      event.type === 'audio.gap-declared' ? [[event.data.fromSample, event.data.toSample, event.data.reason]] : [],
    );
  return { gaps, ended };
}

describe('a source that keeps its audio while it is not connected', () => {
  it('goes on with the first sample that did not come, and nothing is missing', async () => {
    const { ingest, sent, stream } = await loseCall();
    expect(stream).toEqual({ stream: expect.any(String), fromSample: 0 });
    const { client, started } = await comeBack(ingest, { stream: stream.stream, keptFromSample: 100 });
    expect(started).toEqual({
      type: 'started',
      callId: 'c1',
      resumedAtMs: 200,
      replay: { stream: stream.stream, fromSample: CHUNK },
    });
    const kept = bytes(CHUNK * 20 * FRAME);
    await client.audio(kept);
    const { gaps, ended } = await endOf(ingest, client);
    expect(gaps).toEqual([]);
    expect(Buffer.compare(ingest.bus.audio('c1'), Buffer.concat([sent, kept]))).toBe(0);
    expect(ended).toMatchObject({ receivedMs: 4_200 });
  });

  it('says what it had no room for, and exactly that is a gap', async () => {
    const { ingest, stream } = await loseCall();
    const keptFromSample = CHUNK + 12_345;
    const { client, started } = await comeBack(ingest, { stream: stream.stream, keptFromSample });
    expect(started).toMatchObject({ replay: { stream: stream.stream, fromSample: keptFromSample } });
    await client.audio(bytes((CHUNK * 20 - 12_345) * FRAME));
    const { gaps, ended } = await endOf(ingest, client);
    expect(gaps).toEqual([[CHUNK, keptFromSample, 'CONNECTION_LOST']]);
    expect(ended).toMatchObject({ receivedMs: 4_200 });
  });

  it('begins another stream where its stream is not known, and the time between is a gap', async () => {
    const { ingest } = await loseCall();
    const { client, started } = await comeBack(ingest, { stream: 'of-another-process', keptFromSample: 0 });
    const { stream, fromSample } = started['replay'] as { stream: string; fromSample: number };
    expect([stream === 'of-another-process', fromSample]).toEqual([false, 0]);
    const { gaps } = await endOf(ingest, client);
    expect(gaps).toEqual([[CHUNK, CHUNK * 21, 'CONNECTION_LOST']]);
  });

  it('lacks what it does not send: that is a gap, too', async () => {
    const { clock, ingest, stream } = await loseCall();
    const { client } = await comeBack(ingest, { stream: stream.stream, keptFromSample: 0 });
    await client.audio(bytes(CHUNK * FRAME));
    await hasReceived(ingest, 2);
    await clock.advance(2_000);
    const { gaps, ended } = await endOf(ingest, client);
    expect(gaps.reduce((sum, [from, to]) => sum + Number(to) - Number(from), 0)).toBe(5_800 * 8);
    expect(ended).toMatchObject({ receivedMs: 6_200 });
  });
});
