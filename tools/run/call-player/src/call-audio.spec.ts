import { describe, expect, it } from '@jest/globals';
import { encodeMulaw, wavHeader } from '@earshot/domain';
import type { AudioCodec } from '@earshot/contracts';
import { readCallAudio, toCallAudio, type SendAs } from './call-audio.js';

const aWav = (codec: AudioCodec, channelCount: number, data: Uint8Array, sampleRateHz = 8_000) =>
  Buffer.concat([wavHeader({ codec, sampleRateHz, channelCount }, data.length), data]);
const audioOf = (wav: Uint8Array, sendAs?: SendAs) => {
  const audio = toCallAudio(wav, sendAs);
  if (!audio.ok) throw new Error(audio.error.code);
  return audio.value;
};

describe('toCallAudio', () => {
  it('sends stereo L16 unchanged', () => {
    const audio = audioOf(aWav('L16', 2, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)));
    expect(audio).toMatchObject({
      codec: 'L16',
      sampleRateHz: 8_000,
      channelCount: 2,
      isMono: false,
      durationMs: 0.25,
    });
    expect([...audio.payload]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('adds a silent channel to mono', () => {
    expect([...audioOf(aWav('L16', 1, Uint8Array.of(1, 2, 3, 4))).payload]).toEqual([1, 2, 0, 0, 3, 4, 0, 0]);
    const asIs = audioOf(aWav('PCMU', 1, Uint8Array.of(1, 2)), 'as-is');
    expect(asIs).toMatchObject({ codec: 'PCMU', isMono: true });
    expect([...asIs.payload]).toEqual([1, 0xff, 2, 0xff]);
  });

  it('decodes G.711 unless it is sent as stored', () => {
    const mulaw = encodeMulaw(Int16Array.of(0, 1_000, -1_000, 30_000));
    const audio = audioOf(aWav('PCMU', 2, mulaw));
    expect(audio.codec).toBe('L16');
    expect(new Int16Array(audio.payload.slice().buffer)[1]).toBeCloseTo(1_000, -2);
    expect([...audioOf(aWav('PCMU', 2, mulaw), 'as-is').payload]).toEqual([...mulaw]);
  });

  it('sends the channels of a conference as they are', () => {
    const wav = aWav('L16', 3, Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(audioOf(wav)).toMatchObject({ channelCount: 3, isMono: false, durationMs: 0.125 });
    expect([...audioOf(wav).payload]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('leaves one channel alone when its conversation names one track, and refuses another number of tracks', () => {
    const wav = aWav('L16', 1, Uint8Array.of(1, 2));
    expect(toCallAudio(wav, 'L16', 1)).toMatchObject({ value: { channelCount: 1, isMono: false } });
    expect(toCallAudio(wav, 'L16', 2)).toMatchObject({ error: { detail: expect.stringContaining('2 tracks') } });
  });

  it.each([
    ['17 channels', aWav('L16', 17, new Uint8Array(34))],
    ['4 kHz', aWav('L16', 2, new Uint8Array(8), 4_000)],
    ['96 kHz', aWav('L16', 2, new Uint8Array(8), 96_000)],
    ['a text file', new TextEncoder().encode('a text file that is long enough to hold a header of a WAV')],
    ['an empty file', new Uint8Array(0)],
  ])('refuses %s', (_, wav) => {
    expect(toCallAudio(wav)).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^WAV_/) } });
  });
});

describe('readCallAudio', () => {
  it.each([
    ['no/such/file.wav', 'there is no such file'],
    ['.', 'this is a folder'],
  ])('reports in one line why it cannot play %s', async (path, reason) => {
    await expect(readCallAudio(path)).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: expect.stringContaining(reason),
    });
  });
});
