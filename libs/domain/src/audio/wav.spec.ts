import { describe, expect, it } from '@jest/globals';
import { audioCodecs } from '@earshot/contracts';
import { parseWavHeader, wavHeader, wavHeaderBytes, type WavFormat } from './wav.js';

const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const text = (value: string): Uint8Array => Uint8Array.from(value, (letter) => letter.charCodeAt(0));
const u32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);
const u16 = (value: number): Uint8Array => new Uint8Array(Uint16Array.of(value).buffer);
const fmt = (
  tag: number,
  channels: number,
  rate: number,
  bits: number,
  extra: Uint8Array = new Uint8Array(0),
): Uint8Array =>
  join(text('fmt '), u32(16 + extra.length), u16(tag), u16(channels), u32(rate), u32(0), u16(0), u16(bits), extra);
const riff = (...chunks: Uint8Array[]): Uint8Array => join(text('RIFF'), u32(0), text('WAVE'), ...chunks);
const data = (declared: number, length: number): Uint8Array =>
  join(text('data'), u32(declared), new Uint8Array(length));
const extension = (tag: number): Uint8Array => join(u16(22), u16(16), u32(3), u16(tag), new Uint8Array(14));

describe('wavHeader and parseWavHeader', () => {
  it.each(audioCodecs.flatMap((codec) => [1, 2, 3, 16].map((channelCount) => [codec, channelCount] as const)))(
    'agree for %s with %i channels',
    (codec, channelCount) => {
      const format: WavFormat = { codec, sampleRateHz: 44_100, channelCount };
      const header = wavHeader(format, 480);
      expect(header).toHaveLength(wavHeaderBytes(format));
      expect(parseWavHeader(join(header, new Uint8Array(480)))).toEqual({
        ok: true,
        value: { ...format, dataOffset: header.length, dataBytes: 480 },
      });
    },
  );

  it('writes the canonical 44 bytes for L16', () => {
    const header = wavHeader({ codec: 'L16', sampleRateHz: 8_000, channelCount: 2 }, 32_000);
    expect(header).toEqual(
      join(
        text('RIFF'),
        u32(32_036),
        text('WAVE'),
        text('fmt '),
        u32(16),
        u16(1),
        u16(2),
        u32(8_000),
        u32(32_000),
        u16(4),
        u16(16),
        text('data'),
        u32(32_000),
      ),
    );
  });

  it('writes the extensible format for more than two channels', () => {
    const header = wavHeader({ codec: 'L16', sampleRateHz: 8_000, channelCount: 3 }, 48_000);
    const tail = Uint8Array.of(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71);
    expect(header.subarray(12, 68)).toEqual(
      join(
        text('fmt '),
        u32(40),
        join(u16(0xfffe), u16(3), u32(8_000), u32(48_000), u16(6), u16(16)),
        join(u16(22), u16(16), u32(0), u16(1), tail),
        text('fact'),
        u32(4),
      ).subarray(0, 56),
    );
    expect(header).toHaveLength(80);
  });

  it('keeps its length when there is more data than a WAV file can count', () => {
    expect(wavHeader({ codec: 'PCMU', sampleRateHz: 8_000, channelCount: 2 }, 2 ** 33)).toHaveLength(58);
  });
});

describe('parseWavHeader', () => {
  const pcm = fmt(1, 2, 8_000, 16);

  it.each([
    ['the length of the file', data(80, 80), 80],
    ['0: still being written', data(0, 80), 80],
    ['2^32-1: streamed', data(0xffff_ffff, 80), 80],
    ['more than the file: its writer died', data(800, 80), 80],
    ['less than the file', data(40, 80), 40],
    ['a cut last frame', data(0, 83), 80],
    ['nothing at all', data(0, 0), 0],
  ])('understands a data length of %s', (_, chunk, dataBytes) => {
    const parsed = parseWavHeader(riff(pcm, chunk));
    expect(parsed).toMatchObject({ ok: true, value: { dataOffset: 44, dataBytes } });
  });

  it('skips unknown chunks, even of odd length', () => {
    const list = join(text('LIST'), u32(5), new Uint8Array(6));
    expect(parseWavHeader(riff(list, pcm, list, data(8, 8)))).toMatchObject({
      ok: true,
      value: { codec: 'L16', sampleRateHz: 8_000, channelCount: 2, dataOffset: 44 + 28, dataBytes: 8 },
    });
  });

  it('reads the header from the beginning of a longer file', () => {
    const head = riff(pcm, data(0, 0));
    expect(parseWavHeader(head, 44 + 4_000)).toMatchObject({ ok: true, value: { dataBytes: 4_000 } });
  });

  it.each([
    ['L16', 1, 16],
    ['PCMU', 7, 8],
    ['PCMA', 6, 8],
  ])('reads extensible %s', (codec, tag, bits) => {
    expect(parseWavHeader(riff(fmt(0xfffe, 2, 48_000, bits, extension(tag)), data(8, 8)))).toMatchObject({
      ok: true,
      value: { codec, sampleRateHz: 48_000, channelCount: 2, dataBytes: 8 },
    });
  });

  it('reads a view at an odd offset', () => {
    const file = join(Uint8Array.of(1), riff(pcm, data(8, 8)));
    expect(parseWavHeader(file.subarray(1))).toMatchObject({ ok: true, value: { dataOffset: 44 } });
  });

  it.each([
    ['WAV_NOT_RIFF', new Uint8Array(0)],
    ['WAV_NOT_RIFF', text('RIFX0000WAVE')],
    ['WAV_NO_DATA', riff(pcm)],
    ['WAV_NO_FORMAT', riff(data(8, 8))],
    ['WAV_NO_FORMAT', riff(join(text('fmt '), u32(8), new Uint8Array(8)), data(8, 8))],
    ['WAV_NO_FORMAT', riff(join(text('fmt '), u32(16), u16(1)))],
    ['WAV_NO_FORMAT', riff(fmt(0xfffe, 1, 8_000, 16))],
    ['WAV_UNSUPPORTED_FORMAT', riff(fmt(3, 1, 8_000, 32), data(8, 8))],
    ['WAV_UNSUPPORTED_FORMAT', riff(fmt(1, 1, 8_000, 24), data(8, 8))],
    ['WAV_UNSUPPORTED_FORMAT', riff(fmt(1, 0, 8_000, 16), data(8, 8))],
    ['WAV_UNSUPPORTED_FORMAT', riff(fmt(1, 1, 1_000, 16), data(8, 8))],
  ])('refuses with %s', (code, bytes) => {
    expect(parseWavHeader(bytes)).toMatchObject({ ok: false, error: { code } });
  });
});
