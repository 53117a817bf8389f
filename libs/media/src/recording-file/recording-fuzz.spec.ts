import { describe, expect, it } from '@jest/globals';
import { wavHeader } from '@earshot/domain';
import { concatBytes } from '../bytes/concat-bytes.js';
import { OggOpusReader } from './ogg-opus-reader.js';
import { sniffRecording } from './sniff-recording.js';
import { WavReader } from './wav-reader.js';
import { writeOpusFile } from './write-opus-file.js';

/** `EARSHOT_FUZZ_SEED` repeats a run or tries another one. The name of the test shows the seed. */
const SEED = Number(process.env.EARSHOT_FUZZ_SEED ?? 20_261_129);
const FILES = Number(process.env.EARSHOT_FUZZ_FILES ?? 1_500);

function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % below;
  };
}

const wavs = [1, 2, 16].map((channelCount) =>
  concatBytes([wavHeader({ codec: 'L16', sampleRateHz: 8_000, channelCount }, 640), new Uint8Array(640).fill(7)]),
);
const opus = writeOpusFile(
  Array.from({ length: 60 }, (_, at) => Uint8Array.from({ length: 30 }, (__, byte) => (byte === 0 ? 0xf8 : at))),
);

describe('readers of recordings', () => {
  it(`take files with wrong bytes without an error, in bounded memory (seed ${SEED})`, () => {
    const random = makeRandom(SEED);
    let refused = 0;
    for (let count = 0; count < FILES; count++) {
      const isWav = random(2) === 0;
      const file = (isWav ? (wavs[random(wavs.length)] as Uint8Array) : opus).slice();
      for (let change = random(6); change > 0; change--) file[random(isWav ? 80 : file.length)] = random(256);
      const cut = file.subarray(0, 1 + random(file.length));
      expect(['WAV', 'OGG_OPUS', 'FLAC', 'MP3', null]).toContain(sniffRecording(cut));
      const reader = isWav ? new WavReader() : new OggOpusReader();
      const kinds: string[] = [];
      let samplesBytes = 0;
      for (let at = 0; at < cut.length;) {
        const piece = cut.subarray(at, (at += 1 + random(400)));
        for (const part of reader.receiveBytes(piece)) {
          kinds.push(part.kind);
          if (part.kind === 'audio') samplesBytes += part.samples.length;
        }
      }
      kinds.push(...reader.finish().map(({ kind }) => kind));
      // Samples of 8 bits become twice as long, and nothing becomes longer.
      expect(samplesBytes).toBeLessThanOrEqual(2 * cut.length);
      const end = kinds.indexOf('refused');
      if (end >= 0) expect(end).toBe(kinds.length - 1);
      if (end >= 0) refused += 1;
      if (kinds.includes('audio')) expect(kinds.indexOf('format')).toBeLessThan(kinds.indexOf('audio'));
    }
    expect(refused).toBeGreaterThan(FILES / 20);
    expect(refused).toBeLessThan(FILES);
  });
});
