import { describe, expect, it } from '@jest/globals';
import { decodeSamples, encodeSamples } from '@earshot/domain';
import type { CallAudioFormat, RtpFormat } from '@earshot/media/rtp';
import { Encoder } from '@evan/opus';
import { TrackDecoder, type TrackAudio } from './track-decoder.js';

const format = (encoding: RtpFormat['encoding'], clockRateHz = 8_000, channelCount = 1): RtpFormat => ({
  encoding,
  clockRateHz,
  channelCount,
});
const wide: CallAudioFormat = { codec: 'L16', sampleRateHz: 16_000 };
const sine = (samples: number, sampleRateHz: number) =>
  Int16Array.from({ length: samples }, (_, at) => 10_000 * Math.sin((2 * Math.PI * 440 * at) / sampleRateHz));
const bigEndian = (samples: Int16Array) => {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, at) => bytes.writeInt16BE(sample, at * 2));
  return new Uint8Array(bytes);
};
/** The linear samples of pieces that must follow each other without a hole. */
function join(pieces: readonly TrackAudio[], fromSample: number): Int16Array {
  let at = fromSample;
  for (const piece of pieces) {
    expect(piece.fromSample).toBe(at);
    at += piece.samples.length / 2;
  }
  return decodeSamples(Buffer.concat(pieces.map(({ samples }) => samples)), 'L16');
}
const levelOf = (samples: Int16Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);

describe('TrackDecoder', () => {
  it('passes G.711 of a call of the same codec without a copy', () => {
    const payload = new Uint8Array(160).fill(3);
    const decoder = new TrackDecoder({ codec: 'PCMU', sampleRateHz: 8_000 });
    const [piece] = decoder.decode({ kind: 'audio', format: format('PCMU'), payload, fromSample: 40, toSample: 200 });
    expect(piece).toEqual({ fromSample: 40, samples: payload });
    expect(piece?.samples.buffer).toBe(payload.buffer);
  });

  it('turns the bytes of L16 around and mixes two channels', () => {
    const decoder = new TrackDecoder({ codec: 'L16', sampleRateHz: 8_000 });
    const payload = bigEndian(Int16Array.of(100, 300, -5, -7));
    const part = { kind: 'audio', format: format('L16', 8_000, 2), payload, fromSample: 0, toSample: 2 } as const;
    expect([...join(decoder.decode(part), 0)]).toEqual([200, -6]);
  });

  it('changes A-law to µ-law for a call that began with that', () => {
    const decoder = new TrackDecoder({ codec: 'PCMU', sampleRateHz: 8_000 });
    const samples = sine(160, 8_000);
    const payload = encodeSamples(samples, 'PCMA');
    const part = { kind: 'audio', format: format('PCMA'), payload, fromSample: 0, toSample: 160 } as const;
    const [piece] = decoder.decode(part);
    const decoded = decodeSamples(piece?.samples ?? new Uint8Array(0), 'PCMU');
    expect(Math.max(...decoded.map((sample, at) => Math.abs(sample - (samples[at] ?? 0))))).toBeLessThan(700);
  });

  it.each([
    ['PCMU', 8_000, (samples: Int16Array) => encodeSamples(samples, 'PCMU')],
    ['L16', 44_100, bigEndian],
  ] as const)('brings %s at %i Hz to the rate of the call, sample for sample', (encoding, rateHz, encode) => {
    const decoder = new TrackDecoder(wide);
    const perPacket = rateHz / 50;
    const samples = sine(rateHz, rateHz);
    const pieces = Array.from({ length: 50 }, (_, at) => {
      const payload = encode(samples.subarray(at * perPacket, (at + 1) * perPacket));
      const span = { fromSample: 1_000 + at * 320, toSample: 1_320 + at * 320 };
      return decoder.decode({ kind: 'audio', format: rtpFormats[encoding], payload, ...span });
    }).flat();
    const heard = join([...pieces, ...decoder.finishSpan()], 1_000);
    expect(heard.length).toBe(16_000);
    const expected = sine(16_000, 16_000);
    const error = heard.map((sample, at) => sample - (expected[at] ?? 0)).subarray(200, 15_800);
    expect(levelOf(error)).toBeLessThan(250);
  });

  it('begins anew behind a hole, at its place', () => {
    const decoder = new TrackDecoder(wide);
    const payload = encodeSamples(sine(160, 8_000), 'PCMU');
    const first = decoder.decode({ kind: 'audio', format: rtpFormats.PCMU, payload, fromSample: 0, toSample: 320 });
    const second = decoder.decode({ kind: 'audio', format: rtpFormats.PCMU, payload, fromSample: 640, toSample: 960 });
    expect(join([...first, ...second.slice(0, 1)], 0).length).toBe(320);
    expect(join([...second.slice(1), ...decoder.finishSpan()], 640).length).toBe(320);
  });

  it('decodes Opus, and counts packets that are none', () => {
    const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: 'voip' });
    const decoder = new TrackDecoder(wide);
    const samples = sine(48_000, 48_000);
    const pieces = Array.from({ length: 50 }, (_, at) => {
      const payload = encoder.encode(encodeSamples(samples.slice(at * 960, (at + 1) * 960), 'L16'));
      const span = { fromSample: at * 320, toSample: at * 320 + 320 };
      return decoder.decode({ kind: 'audio', format: rtpFormats.OPUS, payload, ...span });
    }).flat();
    const heard = join(pieces, 0);
    expect(heard.length).toBe(16_000);
    expect(levelOf(heard.subarray(1_600)) / levelOf(samples)).toBeCloseTo(1, 1);
    const broken = { kind: 'audio', format: rtpFormats.OPUS, fromSample: 16_000, toSample: 16_320 } as const;
    expect(decoder.decode({ ...broken, payload: Uint8Array.of(0xff, 0xff, 1) })).toEqual([]);
    expect(decoder.decode({ ...broken, payload: new Uint8Array(1_400) })).toEqual([]);
    expect(decoder.brokenPayloads).toBe(2);
    decoder.close();
  });
});

const rtpFormats = { PCMU: format('PCMU'), L16: format('L16', 44_100), OPUS: format('OPUS', 48_000, 2) };
