import { createRequire } from 'node:module';
import { decodeSamples } from '@earshot/domain';
import { writeOpusFile, type RecordingPart } from '@earshot/media/recording-file';
import { ManualClock } from '@earshot/testing';
import type { Encoder as OpusEncoder } from '@evan/opus';
import { describe, expect, it } from '@jest/globals';
import { decodeRecording } from '../src/sources/upload/decode/decode-recording.js';
import { writeFlac, writeMp3 } from './coded-recordings.js';
import { tone, wav } from './uploads.js';

/** The native form of the package cannot be loaded by two test files of one process. */
const { Encoder } = createRequire(import.meta.url)('@evan/opus/wasm/index.js') as { Encoder: typeof OpusEncoder };

const pieces = (bytes: Uint8Array, length = 65_536) =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, at) => bytes.subarray(at * length, (at + 1) * length));

async function decode(bytes: Uint8Array, pieceBytes?: number) {
  const parts: RecordingPart[] = [];
  for await (const part of decodeRecording(pieces(bytes, pieceBytes), new ManualClock())) parts.push(part);
  const audio = Buffer.concat(parts.flatMap((part) => (part.kind === 'audio' ? [part.samples] : [])));
  return { rest: parts.filter(({ kind }) => kind !== 'audio'), samples: decodeSamples(audio, 'L16') };
}

/** How much of this frequency is in a channel, 0 to 1. */
function strengthOf(samples: Int16Array, channel: number, channelCount: number, turnsPerSample: number): number {
  let [re, im, energy] = [0, 0, 0];
  const count = Math.floor(samples.length / channelCount);
  for (let at = 0; at < count; at++) {
    const sample = samples[at * channelCount + channel] ?? 0;
    re += sample * Math.cos(2 * Math.PI * turnsPerSample * at);
    im += sample * Math.sin(2 * Math.PI * turnsPerSample * at);
    energy += sample * sample;
  }
  return (2 * (re * re + im * im)) / Math.max(1, energy * count);
}

const formatPart = (sampleRateHz: number, channelCount: number) => ({
  kind: 'format',
  format: { codec: 'L16', sampleRateHz, channelCount },
});

describe('decodeRecording', () => {
  it.each([1, 2, 8])('decodes FLAC of %i channels without a change of a sample', async (channelCount) => {
    const samples = tone(1.2, channelCount);
    const decoded = await decode(writeFlac(samples, channelCount), 1_000);
    expect(decoded.rest).toEqual([formatPart(8_000, channelCount)]);
    expect(Buffer.compare(Buffer.from(decoded.samples.buffer), Buffer.from(samples.buffer))).toBe(0);
  });

  it.each([
    ['is damaged in the middle', (file: Uint8Array) => file.fill(0x55, 40_000, 60_000)],
    ['ends too early', (file: Uint8Array) => file.subarray(0, -20_000)],
  ])('says that a FLAC file %s', async (_, damage) => {
    const samples = tone(3);
    const whole = () => writeFlac(samples, 2, { statedSamples: samples.length / 2 });
    expect((await decode(whole())).rest).toEqual([formatPart(8_000, 2)]);
    const damaged = await decode(damage(whole()));
    expect(damaged.rest).toEqual([formatPart(8_000, 2), { kind: 'problem', code: 'UPLOAD_DAMAGED' }]);
    expect(damaged.samples.length).toBeLessThan(samples.length);
  });

  it.each([1, 2])('decodes Opus of %i channels to its length and its tones', async (channels) => {
    const encoder = new Encoder({ channels: channels as 1, sample_rate: 16_000, application: 'audio' });
    const samples = tone(1, channels, 16_000);
    const packets = Array.from({ length: 50 }, (_, at) =>
      encoder.encode(samples.slice(at * 320 * channels, (at + 1) * 320 * channels)).slice(),
    );
    const preSkip = 312;
    const file = writeOpusFile(packets, { channelCount: channels, preSkip, sampleRateHz: 16_000, endSample: 48_000 });
    const decoded = await decode(file);
    expect(decoded.rest).toEqual([formatPart(16_000, channels)]);
    expect(decoded.samples.length / channels).toBe(16_000 - preSkip / 3);
    expect(strengthOf(decoded.samples, 0, channels, 300 / 16_000)).toBeGreaterThan(0.9);
    if (channels === 2) expect(strengthOf(decoded.samples, 1, channels, 600 / 16_000)).toBeGreaterThan(0.9);
  });

  it('puts a gap where an Opus packet is damaged', async () => {
    const encoder = new Encoder({ channels: 1, sample_rate: 8_000, application: 'audio' });
    const packets = Array.from({ length: 10 }, () => encoder.encode(tone(0.02, 1)).slice());
    // Two frames of the same length, in an odd number of bytes.
    packets[4] = Uint8Array.of(0xf9, 1, 2, 3);
    const { rest, samples } = await decode(writeOpusFile(packets, { sampleRateHz: 8_000 }));
    expect(rest).toEqual([
      formatPart(8_000, 1),
      { kind: 'problem', code: 'UPLOAD_DAMAGED' },
      { kind: 'gap', samples: 320 },
    ]);
    expect(samples).toHaveLength(9 * 160);
  });

  it.each([1, 2])('decodes MP3 of %i channels, with a tag before it', async (channelCount) => {
    const { rest, samples } = await decode(writeMp3(40, channelCount), 700);
    expect(rest).toEqual([formatPart(44_100, channelCount)]);
    expect(samples.length / channelCount).toBeGreaterThan(38 * 1_152);
    // The line is 40 of 576, which reach up to half the rate.
    const turns = 40 / 1_152;
    for (let channel = 0; channel < channelCount; channel++)
      expect(strengthOf(samples, channel, channelCount, turns)).toBeGreaterThan(0.5);
  });

  it('takes a few bytes that hold hours piece by piece, with bounded memory', async () => {
    // 4,000 frames of 65,535 samples and eight channels in 150 kB: nine hours at 8 kHz, 4 GB of samples.
    const bomb = writeFlac(new Int16Array(0), 8, { silentFrames: 4_000, blockSamples: 65_535 });
    expect(bomb.length).toBeLessThan(200_000);
    const before = process.memoryUsage().rss;
    let most = 0;
    let seconds = 0;
    for await (const part of decodeRecording(pieces(bomb), new ManualClock())) {
      if (part.kind === 'audio') seconds += part.samples.length / 16 / 8_000;
      most = Math.max(most, process.memoryUsage().rss - before);
      if (seconds > 600) break;
    }
    expect(seconds).toBeGreaterThan(600);
    expect(most).toBeLessThan(300 * 1_048_576);
  });

  it.each([
    ['a FLAC head and nothing else', Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(40)]), 'UPLOAD_EMPTY'],
    ['a FLAC head and noise', Buffer.concat([writeFlac(tone(0.1), 2).subarray(0, 42), wav(tone(1))]), 'UPLOAD_EMPTY'],
    [
      'an MP3 tag and noise',
      Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x7f'), Buffer.alloc(3_000, 7)]),
      'UPLOAD_EMPTY',
    ],
    ['nothing', Buffer.alloc(0), 'UPLOAD_EMPTY'],
  ])('refuses %s', async (_, bytes, code) => {
    expect((await decode(bytes)).rest).toEqual([{ kind: 'refused', code }]);
  });
});
