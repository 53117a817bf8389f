import { describe, expect, it } from '@jest/globals';
import { callIdSchema, type AudioCodec } from '@earshot/contracts';
import type { JoinedAudio } from '../tracks/index.js';
import type { TwilioMedia, TwilioStart } from './read-twilio-message.js';
import { StreamAudio } from './stream-audio.js';
import { twilioDialects, type TwilioVendor } from './twilio-dialects.js';

const PIECE = 160;
const startOf = (codec: AudioCodec = 'PCMU', sampleRateHz = 8_000): TwilioStart => ({
  callId: callIdSchema.parse('c1'),
  accountId: undefined,
  codec,
  sampleRateHz,
  channelCount: 2,
  tracks: [
    { name: 'inbound', role: 'CUSTOMER' },
    { name: 'outbound', role: 'AGENT' },
  ],
});
const aStream = (vendor: TwilioVendor = 'twilio', codec: AudioCodec = 'PCMU') =>
  new StreamAudio(startOf(codec), twilioDialects[vendor], 0);
const media = (track: string, at: number, bytes: Uint8Array): TwilioMedia => ({
  track,
  chunk: at + 1,
  timestampMs: at * 20,
  payload: Buffer.from(bytes).toString('base64'),
});
const piece = (value: number) => new Uint8Array(PIECE).fill(value);
const audioOf = (joined: readonly JoinedAudio[]) =>
  Buffer.concat(joined.flatMap((part) => (part.kind === 'audio' ? [part.samples] : [])));
const gapsOf = (joined: readonly JoinedAudio[]) => joined.filter(({ kind }) => kind === 'gap');

/** Random numbers from 0 up to 1, so that a failing case can be repeated. */
const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
  return seed / 0x8000_0000;
};

describe('StreamAudio', () => {
  it.each([1, 2, 3, 4, 5])('gives back both tracks whatever order the messages come in (seed %i)', (seed) => {
    const next = random(seed);
    const count = 200;
    const original = ['inbound', 'outbound'].map(() =>
      Uint8Array.from({ length: count * PIECE }, () => Math.floor(next() * 256)),
    );
    const sent = Array.from({ length: count }, (_, at) => at).flatMap((at) =>
      ['inbound', 'outbound'].flatMap((track, index) => {
        const bytes = (original[index] as Uint8Array).subarray(at * PIECE, (at + 1) * PIECE);
        const one = { message: media(track, at, bytes), at: at + next() * 8, sentMs: at * 20 };
        return next() < 0.1 ? [one, { ...one, at: at + next() * 8 }] : [one];
      }),
    );
    sent.sort((one, other) => one.at - other.at);
    const stream = aStream();
    const joined = [...sent.flatMap(({ message, at }) => stream.receive(message, at * 20).joined), ...stream.flush()];
    const interleaved = Buffer.alloc(count * PIECE * 2);
    for (let at = 0; at < count * PIECE; at++) {
      interleaved[at * 2] = original[0]?.[at] ?? 0;
      interleaved[at * 2 + 1] = original[1]?.[at] ?? 0;
    }
    expect(gapsOf(joined)).toEqual([]);
    expect(audioOf(joined).equals(interleaved)).toBe(true);
  });

  it.each([
    [10, 0],
    [250, 250],
  ])('takes a track that begins %i messages later for silent, or for missing after a while', (later, missing) => {
    const stream = aStream();
    const joined: JoinedAudio[] = [];
    for (let at = 0; at < 300; at++) {
      joined.push(...stream.receive(media('inbound', at, piece(1)), at * 20).joined);
      if (at >= later)
        joined.push(...stream.receive({ ...media('outbound', at, piece(2)), chunk: at - later + 1 }, at * 20).joined);
    }
    joined.push(...stream.flush());
    const gaps = joined.flatMap((part) => (part.kind === 'gap' ? [part] : []));
    expect(gaps.every(({ tracks, reason }) => `${tracks}` === '1' && reason === 'SOURCE_SILENT')).toBe(true);
    const gapSamples = gaps.reduce((sum, { samples }) => sum + samples, 0);
    expect(gapSamples).toBeLessThanOrEqual(missing * PIECE);
    expect(gapSamples).toBeGreaterThanOrEqual((missing - 25) * PIECE);
    const silent = Array.from({ length: later * PIECE }, () => [1, 0xff]);
    const spoken = Array.from({ length: (300 - later) * PIECE }, () => [1, 2]);
    expect(audioOf(joined)).toEqual(Buffer.from([...silent, ...spoken].flat()));
  });

  it('declares the messages that were lost, on the track that lost them', () => {
    const stream = aStream();
    const joined: JoinedAudio[] = [];
    for (let at = 0; at < 100; at++) {
      joined.push(...stream.receive(media('inbound', at, piece(1)), at * 20).joined);
      if (at < 10 || at >= 60) joined.push(...stream.receive(media('outbound', at, piece(2)), at * 20).joined);
    }
    joined.push(...stream.flush());
    const gaps = joined.flatMap((part) => (part.kind === 'gap' ? [part] : []));
    expect(gaps.every(({ tracks }) => tracks !== 'ALL' && tracks.join() === '1')).toBe(true);
    expect(gaps.reduce((sum, { samples }) => sum + samples, 0)).toBe(50 * PIECE);
    expect(audioOf(joined)).toHaveLength(100 * PIECE * 2);
  });

  it('takes audio that names no track for the first one', () => {
    const one = new StreamAudio(
      { ...startOf(), channelCount: 1, tracks: startOf().tracks.slice(0, 1) },
      twilioDialects.exotel,
      0,
    );
    const { joined } = one.receive({ ...media('', 0, piece(5)), track: undefined }, 0);
    expect(audioOf(joined)).toEqual(Buffer.from(piece(5)));
  });

  it('turns L16 around where the vendor sends the larger byte first', () => {
    const samples = Uint8Array.of(1, 2, 3, 4);
    const heard = (vendor: TwilioVendor) => {
      const stream = aStream(vendor, 'L16');
      stream.receive(media('inbound', 0, samples), 0);
      return [...audioOf(stream.receive(media('outbound', 0, samples), 0).joined)];
    };
    expect(heard('plivo')).toEqual([1, 2, 1, 2, 3, 4, 3, 4]);
    expect(heard('telnyx')).toEqual([2, 1, 2, 1, 4, 3, 4, 3]);
  });

  it.each([
    ['payload that is not base64', { payload: '%%%' }, 'MEDIA_INVALID'],
    ['a track that was not announced', { track: 'third' }, 'TRACK_NOT_ANNOUNCED'],
  ])('refuses %s', (_, fields, problem) => {
    expect(aStream().receive({ ...media('inbound', 0, piece(1)), ...fields }, 0)).toEqual({ joined: [], problem });
  });

  it('refuses half a sample', () => {
    const stream = aStream('twilio', 'L16');
    expect(stream.receive(media('inbound', 0, Uint8Array.of(1, 2, 3)), 0).problem).toBe('MEDIA_INVALID');
  });
});
