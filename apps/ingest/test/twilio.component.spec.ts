import { ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { bytes, CHUNK, hasReceived, ingestPerTest, settle } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';
import { interleave, PhoneSystemClient, PIECE, piecesOf } from './phone-system-client.js';

const open = ingestPerTest();
const EARSHOT_SOURCES = 'lca,twilio,talkdesk,telnyx,plivo,exotel';
const urlOf = (ingest: IngestUnderTest, vendor: string) => `ws://127.0.0.1:${ingest.port}/api/v1/${vendor}`;
const openIngest = (settings: Record<string, string> = {}, clock = new ManualClock()) =>
  open({ EARSHOT_SOURCES, ...settings }, clock);

/** 25 messages of each track. */
const twoTracks = () => [bytes(PIECE * 25), bytes(PIECE * 25)] as const;
const endOf = async (ingest: IngestUnderTest, client: PhoneSystemClient, callId: string) => {
  await client.stop();
  await ingest.bus.next(callId, 'call.ended');
  return ingest.bus.of(callId);
};

describe('a call of Twilio', () => {
  it('arrives with both tracks in place, with who is on them, and without a word back', async () => {
    const ingest = await openIngest();
    const client = await PhoneSystemClient.open(urlOf(ingest, 'twilio'));
    const customParameters = { agentId: 'maria', customerNumber: '+15550123', systemNumber: '+1800', queue: 'billing' };
    await client.start('c1', { customParameters });
    const [inbound, outbound] = twoTracks();
    for (const { at, piece } of piecesOf(inbound)) {
      await client.media('inbound', at, piece);
      await client.media('outbound', at, outbound.subarray(at * PIECE, (at + 1) * PIECE));
    }
    const events = await endOf(ingest, client, 'c1');
    expect(ingest.bus.audio('c1').equals(interleave([inbound, outbound]))).toBe(true);
    expect(events.map(({ type }) => type)).not.toContain('audio.gap-declared');
    expect(events.map(({ type }) => type)).not.toContain('processing.failed');
    expect(events.find(({ type }) => type === 'call.started')).toMatchObject({
      data: {
        source: 'twilio',
        agentId: 'maria',
        customerNumber: '+15550123',
        systemNumber: '+1800',
        queue: 'billing',
      },
    });
    const joined = events.flatMap((event) => (event.type === 'participant.joined' ? [event.data.participant] : []));
    expect(joined).toEqual([
      { id: 'customer', role: 'CUSTOMER', number: '+15550123' },
      { id: 'agent', role: 'AGENT', name: 'maria' },
    ]);
    expect(await client.gone).toBe(1000);
    expect(client.received).toEqual([]);
  });

  it('is put in order, and what comes twice is taken once', async () => {
    const ingest = await openIngest();
    const client = await PhoneSystemClient.open(urlOf(ingest, 'telnyx'));
    await client.send({
      event: 'start',
      start: { call_control_id: 'c1', media_format: { encoding: 'PCMU', sample_rate: 8_000, channels: 1 } },
    });
    const [inbound, outbound] = twoTracks();
    const pieces = [...piecesOf(inbound)];
    for (let at = 0; at + 1 < pieces.length; at += 2) [pieces[at], pieces[at + 1]] = [pieces[at + 1]!, pieces[at]!];
    for (const { at, piece } of pieces) {
      await client.media('inbound', at, piece);
      await client.media('outbound', at, outbound.subarray(at * PIECE, (at + 1) * PIECE));
      if (at % 3 === 0) await client.media('inbound', at, piece);
    }
    const events = await endOf(ingest, client, 'c1');
    expect(ingest.bus.audio('c1').equals(interleave([inbound, outbound]))).toBe(true);
    expect(events.map(({ type }) => type)).not.toContain('audio.gap-declared');
  });

  it('declares what one track lost, on that track, and keeps the other in place', async () => {
    const ingest = await openIngest();
    const client = await PhoneSystemClient.open(urlOf(ingest, 'twilio'));
    await client.start('c1');
    const [inbound, outbound] = twoTracks();
    for (const { at, piece } of piecesOf(inbound)) {
      await client.media('inbound', at, piece);
      if (at !== 7 && at !== 8) await client.media('outbound', at, outbound.subarray(at * PIECE, (at + 1) * PIECE));
    }
    const events = await endOf(ingest, client, 'c1');
    const gaps = events.flatMap((event) => (event.type === 'audio.gap-declared' ? [event.data] : []));
    expect(gaps).toMatchObject([
      { fromSample: 7 * PIECE, someTracks: { tracks: [1], toSample: 9 * PIECE }, reason: 'FRAMES_LOST' },
    ]);
    outbound.fill(0xff, 7 * PIECE, 9 * PIECE);
    expect(ingest.bus.audio('c1').equals(interleave([inbound, outbound]))).toBe(true);
  });

  it('goes on when its phone system opens another socket for it', async () => {
    const clock = new ManualClock();
    const ingest = await openIngest({}, clock);
    const [inbound, outbound] = twoTracks();
    const send = async (client: PhoneSystemClient) => {
      for (const { at, piece } of piecesOf(inbound)) {
        await client.media('inbound', at, piece);
        await client.media('outbound', at, outbound.subarray(at * PIECE, (at + 1) * PIECE));
      }
    };
    const first = await PhoneSystemClient.open(urlOf(ingest, 'twilio'));
    await first.start('c1');
    await send(first);
    await hasReceived(ingest, 25);
    await clock.advance(500);
    first.socket.terminate();
    await settle();
    await clock.advance(4_000);
    const second = await PhoneSystemClient.open(urlOf(ingest, 'twilio'));
    await second.start('c1');
    await send(second);
    const events = await endOf(ingest, second, 'c1');
    const part = interleave([inbound, outbound]);
    expect(ingest.bus.audio('c1').equals(Buffer.concat([part, part]))).toBe(true);
    const gaps = events.flatMap((event) => (event.type === 'audio.gap-declared' ? [event.data] : []));
    expect(gaps).toMatchObject([{ fromSample: 4_000, toSample: 40_000, reason: 'CONNECTION_LOST' }]);
  });

  it('keeps the keys that are pressed out of everything', async () => {
    const ingest = await openIngest();
    const client = await PhoneSystemClient.open(urlOf(ingest, 'twilio'));
    await client.start('c1');
    for (const digit of '4111222233334444')
      await client.send({ event: 'dtmf', dtmf: { track: 'inbound_track', digit } });
    await client.media('inbound', 0, bytes(PIECE));
    const events = await endOf(ingest, client, 'c1');
    expect(events.map(({ type }) => type)).not.toContain('processing.failed');
    expect(JSON.stringify([events.filter(({ type }) => type !== 'audio.frame'), ingest.logger.lines])).not.toMatch(
      /dtmf|digit/,
    );
  });

  it.each([
    ['text that is not JSON', '{', 'TEXT_NOT_JSON'],
    ['a start of another call', { event: 'start', start: { accountSid: 'AC1', callSid: 'c2' } }, 'CODEC_NOT_SUPPORTED'],
    ['media without audio', { event: 'media', media: { track: 'inbound', payload: '%%%' } }, 'MEDIA_INVALID'],
    ['media of a third track', { event: 'media', media: { track: 'third', payload: '' } }, 'TRACK_NOT_ANNOUNCED'],
    ['binary data', new Uint8Array(320), 'BINARY_NOT_EXPECTED'],
  ])('shows %s, and does not disturb the call beside it', async (_, message, code) => {
    const ingest = await openIngest();
    const honest = await ingest.call('honest');
    const client = await PhoneSystemClient.open(urlOf(ingest, 'twilio'));
    await client.start('c1');
    await client.send(message);
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({ data: { stage: 'ingest', code } });
    await client.media('inbound', 0, bytes(PIECE));
    await endOf(ingest, client, 'c1');
    const sent = bytes(CHUNK);
    await honest.audio(sent);
    honest.end('honest');
    await honest.reply('ended');
    expect(ingest.bus.audio('honest').equals(Buffer.from(sent))).toBe(true);
    expect(ingest.bus.types('honest')).not.toContain('processing.failed');
    expect(client.received).toEqual([]);
  });
});
