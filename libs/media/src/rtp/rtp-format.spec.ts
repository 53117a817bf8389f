import { describe, expect, it } from '@jest/globals';
import { chooseCallFormat } from './choose-call-format.js';
import { countTicks, readRtpFormat, startsOpusSilence, type RtpFormat } from './rtp-format.js';

const read = (text: string) => readRtpFormat(text) as RtpFormat;

describe('readRtpFormat', () => {
  it('reads the encodings that we decode, in any case', () => {
    expect(read('PCMU/8000')).toEqual({ encoding: 'PCMU', clockRateHz: 8_000, channelCount: 1 });
    expect(read('opus/48000/2')).toEqual({ encoding: 'OPUS', clockRateHz: 48_000, channelCount: 2 });
    expect(read('telephone-event/8000').encoding).toBe('TELEPHONE_EVENT');
    expect(read('l16/16000').clockRateHz).toBe(16_000);
  });

  it.each(['G729/8000', 'PCMU/16000', 'PCMU/8000/2', 'L16/1/1', 'opus/48000/8', 'PCMU', '', 'opus/48000/2; x=1'])(
    'refuses %j',
    (text) => {
      expect(readRtpFormat(text)).toBeNull();
    },
  );
});

describe('countTicks', () => {
  it('counts bytes of G.711 and G.722, and samples of L16', () => {
    expect(countTicks(read('PCMA/8000'), new Uint8Array(160))).toBe(160);
    expect(countTicks(read('G722/8000'), new Uint8Array(160))).toBe(160);
    expect(countTicks(read('L16/16000/2'), new Uint8Array(1_281))).toBe(320);
  });

  it.each([
    ['one SILK frame of 20 ms', [0x08], 960],
    ['two CELT frames of 2.5 ms', [0x81], 240],
    ['a hybrid frame of 10 ms', [0x60], 480],
    ['three frames of 20 ms by their count', [0xfb, 3], 2_880],
    ['more than 120 ms, which is broken', [0x18 | 3, 63], 0],
    ['an empty packet', [], 0],
  ])('reads the time of %s from an Opus packet', (_, bytes, ticks) => {
    expect(countTicks(read('opus/48000/2'), Uint8Array.from(bytes))).toBe(ticks);
  });

  it('knows the Opus packet that begins a silence', () => {
    expect(startsOpusSilence(read('opus/48000/2'), Uint8Array.of(0x08))).toBe(true);
    expect(startsOpusSilence(read('opus/48000/2'), new Uint8Array(7))).toBe(false);
    expect(startsOpusSilence(read('PCMU/8000'), Uint8Array.of(0x08))).toBe(false);
  });
});

describe('chooseCallFormat', () => {
  it.each([
    [['PCMU/8000', 'telephone-event/8000', 'PCMU/8000', 'CN/8000'], { codec: 'PCMU', sampleRateHz: 8_000 }],
    [['PCMA/8000'], { codec: 'PCMA', sampleRateHz: 8_000 }],
    [['PCMA/8000', 'PCMU/8000'], { codec: 'L16', sampleRateHz: 8_000 }],
    [['PCMA/8000', 'G722/8000'], { codec: 'L16', sampleRateHz: 16_000 }],
    [['opus/48000/2'], { codec: 'L16', sampleRateHz: 16_000 }],
    [['L16/8000'], { codec: 'L16', sampleRateHz: 8_000 }],
    [[], { codec: 'L16', sampleRateHz: 8_000 }],
  ])('of %j is %j', (texts, format) => {
    expect(chooseCallFormat(texts.map(read))).toEqual(format);
  });
});
