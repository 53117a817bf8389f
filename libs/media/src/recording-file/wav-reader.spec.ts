import { encodeSamples, wavHeader } from '@earshot/domain';
import { describe, expect, it } from '@jest/globals';
import { concatBytes } from '../bytes/concat-bytes.js';
import type { RecordingPart } from './recording-part.js';
import { sniffRecording } from './sniff-recording.js';
import { WavReader } from './wav-reader.js';

const text = (words: string) => Uint8Array.from(words, (letter) => letter.charCodeAt(0));
const u16 = (value: number) => new Uint8Array(Uint16Array.of(value).buffer);
const u32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
const chunk = (tag: string, body: Uint8Array, size = body.length) =>
  concatBytes([text(tag), u32(size), body, new Uint8Array(body.length % 2)]);
const format = (tag: number, bits: number, channels = 1, rateHz = 8_000) => {
  const frame = (bits / 8) * channels;
  return chunk('fmt ', concatBytes([u16(tag), u16(channels), u32(rateHz), u32(rateHz * frame), u16(frame), u16(bits)]));
};
const file = (...chunks: Uint8Array[]) => concatBytes([text('RIFF'), u32(0), text('WAVE'), ...chunks]);
const data = (body: Uint8Array, size = body.length) => chunk('data', body, size);

/** Reads a file in pieces of this length. */
function read(bytes: Uint8Array, pieceBytes = bytes.length): RecordingPart[] {
  const reader = new WavReader();
  const parts: RecordingPart[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    parts.push(...reader.receiveBytes(bytes.slice(at, at + pieceBytes)));
  return [...parts, ...reader.finish()];
}
const audioOf = (parts: readonly RecordingPart[]) =>
  concatBytes(parts.flatMap((part) => (part.kind === 'audio' ? [part.samples] : [])));
const rest = (parts: readonly RecordingPart[]) => parts.filter(({ kind }) => kind !== 'audio');
const l16 = (...samples: number[]) => encodeSamples(Int16Array.from(samples), 'L16');
const formatPart = (codec: string, sampleRateHz = 8_000, channelCount = 1) => ({
  kind: 'format',
  format: { codec, sampleRateHz, channelCount },
});

describe('WavReader', () => {
  it.each([
    ['8 bits', 1, 8, Uint8Array.of(0, 128, 255), l16(-32_768, 0, 32_512)],
    ['16 bits', 1, 16, l16(-2, 7, 32_767), l16(-2, 7, 32_767)],
    ['24 bits', 1, 24, Uint8Array.of(0xff, 0x34, 0x12, 0, 0, 0x80), l16(0x1234, -32_768)],
    ['32 bits', 1, 32, new Uint8Array(Int32Array.of(0x1234_5678, -65_536).buffer), l16(0x1234, -1)],
    ['float', 3, 32, new Uint8Array(Float32Array.of(0.5, -2, NaN).buffer), l16(16_384, -32_768, 0)],
    ['double', 3, 64, new Uint8Array(Float64Array.of(-0.5, 1).buffer), l16(-16_384, 32_767)],
  ])('turns samples of %s into linear ones', (_, tag, bits, stored, samples) => {
    const parts = read(file(format(tag, bits), data(stored)));
    expect(rest(parts)).toEqual([formatPart('L16')]);
    expect(audioOf(parts)).toEqual(samples);
  });

  it.each([
    [6, 'PCMA'],
    [7, 'PCMU'],
  ])('passes G.711 (tag %i) as it is', (tag, codec) => {
    const parts = read(file(format(tag, 8, 2), data(Uint8Array.of(1, 2, 3, 4))));
    expect(rest(parts)).toEqual([formatPart(codec, 8_000, 2)]);
    expect(audioOf(parts)).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it('reads the same whatever the pieces are, with odd chunks before the format and the data', () => {
    const odd = file(
      chunk('LIST', Uint8Array.of(1, 2, 3)),
      format(1, 24, 2),
      chunk('bext', new Uint8Array(701)),
      data(new Uint8Array(600).map((_, at) => at)),
    );
    for (const pieceBytes of [1, 2, 3, 7, 64, 1_000]) {
      const parts = read(odd, pieceBytes);
      expect(rest(parts)).toEqual([formatPart('L16', 8_000, 2)]);
      expect(audioOf(parts)).toEqual(audioOf(read(odd)));
    }
  });

  it('reads what this product writes, with 16 tracks', () => {
    const samples = new Uint8Array(16 * 2 * 10).map((_, at) => at);
    const header = wavHeader({ codec: 'L16', sampleRateHz: 48_000, channelCount: 16 }, samples.length);
    const parts = read(concatBytes([header, samples]));
    expect(rest(parts)).toEqual([formatPart('L16', 48_000, 16)]);
    expect(audioOf(parts)).toEqual(samples);
  });

  it('reads RF64, whose length is in a chunk of its own, and ignores what follows', () => {
    const ds64 = chunk('ds64', concatBytes([new Uint8Array(8), u32(4), u32(0), new Uint8Array(12)]));
    const bytes = concatBytes([
      text('RF64'),
      u32(0xffff_ffff),
      text('WAVE'),
      ds64,
      format(1, 16),
      data(l16(5, 6), 0xffff_ffff),
      chunk('LIST', text('words')),
    ]);
    expect(audioOf(read(bytes))).toEqual(l16(5, 6));
    expect(sniffRecording(bytes)).toBe('WAV');
  });

  it.each([0, 0xffff_ffff])('reads until the end with a length of %i', (size) => {
    const parts = read(file(format(1, 16), data(l16(5, 6, 7), size)));
    expect(audioOf(parts)).toEqual(l16(5, 6, 7));
    expect(rest(parts)).toEqual([formatPart('L16')]);
  });

  it('says that a file ends too early, and drops half a sample', () => {
    const parts = read(file(format(1, 16), data(Uint8Array.of(1, 2, 3), 1_000)).slice(0, -1));
    expect(audioOf(parts)).toEqual(Uint8Array.of(1, 2));
    expect(rest(parts)).toEqual([formatPart('L16'), { kind: 'problem', code: 'UPLOAD_TRUNCATED' }]);
  });

  it.each([
    ['ADPCM', format(0x11, 4, 1)],
    ['20 bits', format(1, 20)],
    ['no channel', format(1, 16, 0)],
    ['17 channels', format(1, 16, 17)],
    ['1 Hz', format(1, 16, 1, 1)],
    ['a format that is cut short', chunk('fmt ', new Uint8Array(8))],
    ['an extensible format that is cut short', format(0xfffe, 16)],
    ['data without a format', new Uint8Array(0)],
  ])('refuses %s', (_, head) => {
    expect(read(file(head, data(l16(1))))).toEqual([{ kind: 'refused', code: 'UPLOAD_FORMAT_UNSUPPORTED' }]);
  });

  it.each([
    ['nothing after the format', file(format(1, 16)), 'UPLOAD_EMPTY'],
    ['no data', file(format(1, 16), data(new Uint8Array(0))), 'UPLOAD_EMPTY'],
    ['a head alone', file(), 'UPLOAD_FORMAT_UNKNOWN'],
  ])('refuses a file with %s', (_, bytes, code) => {
    expect(read(bytes).at(-1)).toEqual({ kind: 'refused', code });
  });

  it('keeps nothing of what follows data that are shorter than a sample of each channel', () => {
    const reader = new WavReader();
    const head = file(format(1, 16, 2)).slice();
    const parts = reader.receiveBytes(concatBytes([head, text('data'), u32(3), new Uint8Array(100)]));
    expect(parts).toEqual([{ kind: 'refused', code: 'UPLOAD_EMPTY' }]);
    expect(reader.receiveBytes(new Uint8Array(100))).toEqual([]);
    expect(reader.finish()).toEqual([]);
  });

  it('takes no memory for a length that is a lie', () => {
    const parts = read(file(chunk('LIST', new Uint8Array(10), 0x7fff_fff0), format(1, 16), data(l16(1))));
    expect(parts).toEqual([{ kind: 'refused', code: 'UPLOAD_FORMAT_UNKNOWN' }]);
  });
});

describe('sniffRecording', () => {
  it.each([
    ['RIFF1234WAVEfmt ', 'WAV'],
    ['RIFF1234AVI LIST', null],
    ['fLaC\0\0\0\x22', 'FLAC'],
    ['ID3\x04\0', 'MP3'],
    ['\xff\xfb\x90\x00', 'MP3'],
    ['\xff\xff\xff\xff', null],
    [`OggS${'\0'.repeat(24)}OpusHead`, 'OGG_OPUS'],
    [`OggS${'\0'.repeat(24)}\x01vorbis`, null],
    ['PK\x03\x04', null],
    ['', null],
  ])('%j is %s', (head, kind) => expect(sniffRecording(text(head))).toBe(kind));
});
