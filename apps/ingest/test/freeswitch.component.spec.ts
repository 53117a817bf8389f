import { ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { bytes, CHUNK, hasReceived, ingestPerTest, settle } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';
import { PhoneSystemClient } from './phone-system-client.js';

const open = ingestPerTest();
const settings = { EARSHOT_SOURCES: 'freeswitch,jambonz,vonage,asterisk' };
const connect = (ingest: IngestUnderTest, vendor = 'freeswitch') =>
  PhoneSystemClient.open(`ws://127.0.0.1:${ingest.port}/api/v1/${vendor}`);
const metadata = { uuid: 'c1', mixType: 'stereo', sampleRate: 8_000, agentId: 'maria', from: '+1555' };

describe('audio that FreeSWITCH forks', () => {
  it('is a call from the metadata to the close of the socket', async () => {
    const ingest = await open(settings, new ManualClock());
    const client = await connect(ingest);
    await client.send(metadata);
    const sent = bytes(CHUNK);
    await client.send(sent);
    client.socket.close(1000);
    expect(await ingest.bus.next('c1', 'stream.closed')).toMatchObject({ data: { reason: 'ENDED' } });
    expect(ingest.bus.audio('c1').equals(Buffer.from(sent))).toBe(true);
    expect(await ingest.bus.next('c1', 'call.started')).toMatchObject({
      data: { source: 'freeswitch', agentId: 'maria', customerNumber: '+1555' },
    });
    expect(client.received).toEqual([]);
  });

  it('goes on with another socket after one that broke', async () => {
    const clock = new ManualClock();
    const ingest = await open(settings, clock);
    const first = await connect(ingest);
    await first.send(metadata);
    const sent = bytes(CHUNK);
    await first.send(sent);
    await hasReceived(ingest, 1);
    first.socket.terminate();
    await settle();
    await clock.advance(2_000);
    const second = await connect(ingest);
    await second.send(metadata);
    await second.send(sent);
    await hasReceived(ingest, 2);
    second.socket.close(1000);
    await ingest.bus.next('c1', 'call.ended');
    expect(ingest.bus.audio('c1').equals(Buffer.concat([sent, sent]))).toBe(true);
    expect(ingest.bus.of('c1').filter(({ type }) => type === 'audio.gap-declared')).toMatchObject([
      { data: { reason: 'CONNECTION_LOST', fromSample: 1_600, toSample: 17_600 } },
    ]);
  });

  it('carries both voices on one track when they are mixed', async () => {
    const ingest = await open(settings, new ManualClock());
    const client = await connect(ingest, 'jambonz');
    await client.send({ callSid: 'c1', mixType: 'mixed', sampleRate: 16_000, direction: 'inbound' });
    await client.send(bytes(CHUNK));
    client.socket.close(1000);
    await ingest.bus.next('c1', 'call.ended');
    expect(await ingest.bus.next('c1', 'participant.joined')).toMatchObject({
      data: { participant: { id: 'unknown', role: 'UNKNOWN' } },
    });
  });

  it.each([
    ['vonage', { event: 'websocket:connected', 'content-type': 'audio/l16;rate=16000', uuid: 'c1' }, 'L16', 16_000],
    ['asterisk', 'MEDIA_START connection_id:k1 channel_id:c1 format:ulaw optimal_frame_size:160', 'PCMU', 8_000],
  ])('is taken from %s in the same way', async (vendor, first, codec, sampleRateHz) => {
    const ingest = await open(settings, new ManualClock());
    const client = await connect(ingest, vendor);
    await client.send(first);
    const sent = bytes(CHUNK);
    await client.send(sent);
    client.socket.close(1000);
    await ingest.bus.next('c1', 'call.ended');
    expect(ingest.bus.audio('c1').equals(Buffer.from(sent))).toBe(true);
    expect(ingest.bus.frames('c1')[0]).toMatchObject({ codec, sampleRateHz });
  });

  it.each([
    ['metadata without a call', { sampleRate: 8_000 }],
    ['audio before the metadata', bytes(320)],
  ])('refuses %s and says nothing', async (_, message) => {
    const ingest = await open(settings, new ManualClock());
    const client = await connect(ingest);
    await client.send(message);
    await client.send(metadata);
    await ingest.bus.next('c1', 'call.started');
    expect(ingest.metrics.values.get('earshot_ingest_refused_total')).toBe(1);
    expect(client.received).toEqual([]);
  });
});
