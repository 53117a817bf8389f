import type { RecordingFormat } from '@earshot/ports';
import { describe, expect, it } from '@jest/globals';
import { sealedBytes } from '../sealed/block-cipher.js';
import { chunkName, parseChunkName } from './chunk-name.js';
import { layoutOf, type AssembledWav, type ListedObject } from './recording-layout.js';

const format: RecordingFormat = { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 };
const object = (
  fromSample: number,
  toSample: number,
  sizeBytes = (toSample - fromSample) * 4,
  isSealed = false,
): ListedObject => ({
  key: `folder/${chunkName({ fromSample, toSample, format, isSealed })}`,
  sizeBytes,
  modifiedAtMs: toSample,
  etag: '',
});
const sealed = (from: number, to: number) => object(from, to, sealedBytes((to - from) * 4), true);
const silent = (from: number, to: number) => object(from, to, 0);
const wav = (totalSamples: number): AssembledWav => ({
  ...{ key: 'file.wav', sizeBytes: 44 + totalSamples * 4, modifiedAtMs: 1, etag: '' },
  ...{ format, dataOffset: 44, totalSamples, isSealed: false },
});
/** `from-to@firstByte` of each piece; `w` marks pieces of the file. */
const shown = (file: AssembledWav | null, listed: readonly ListedObject[]) => {
  const layout = layoutOf(file, listed);
  return (
    layout && [
      ...layout.pieces.map(
        ({ fromSample, toSample, dataOffset, firstByte, key, sealedAs }) =>
          `${key === 'file.wav' ? 'w' : ''}${sealedAs === null ? '' : 's'}${fromSample}-${toSample}@${dataOffset + firstByte}`,
      ),
      layout.totalSamples,
    ]
  );
};

describe('chunkName', () => {
  it('sorts by position and is read back', () => {
    const chunks = [0, 9, 80_000, 40_000_000_000].map((fromSample) => ({
      fromSample,
      toSample: fromSample + 7,
      format,
      isSealed: fromSample > 9,
    }));
    const names = chunks.map(chunkName);
    expect([...names].sort()).toEqual(names);
    expect(names.map(parseChunkName)).toEqual(chunks);
  });

  it.each([
    '',
    'note.txt',
    '000000000000-000000000000.L16-8000-2',
    '000000000000-000000000007.MP3-8000-2',
    '0-7.L16-8000-2',
  ])('ignores an object that this store did not write: %j', (name) => expect(parseChunkName(name)).toBeNull());
});

describe('layoutOf', () => {
  it.each([
    ['nothing', null, [], null],
    ['chunks in a row', null, [object(0, 10), object(10, 20)], ['0-10@0', '10-20@0', 20]],
    [
      'a gap between them and one at the end',
      null,
      [object(0, 10), silent(10, 15), object(20, 30), silent(30, 40)],
      ['0-10@0', '20-30@0', 40],
    ],
    ['the same stretch twice', null, [object(0, 10), object(0, 6), object(6, 10)], ['0-10@0', 10]],
    [
      'overlapping chunks of a replaced writer',
      null,
      [object(0, 10), object(5, 25), object(10, 20), object(20, 30)],
      ['0-10@0', '10-25@20', '25-30@20', 30],
    ],
    [
      'late audio under a silence that was written before it',
      null,
      [object(0, 10), silent(10, 50), object(10, 20)],
      ['0-10@0', '10-20@0', 50],
    ],
    ['a truncated chunk', null, [object(0, 10), object(10, 20, 12)], ['0-10@0', 20]],
    [
      'sealed chunks after those of an earlier version',
      null,
      [object(0, 10), sealed(8, 20)],
      ['0-10@0', 's10-20@8', 20],
    ],
    ['a file alone', wav(30), [], ['w0-30@44', 30]],
    ['a file and the chunks it was made of', wav(30), [object(0, 10), object(10, 30)], ['w0-30@44', 30]],
    ['a file and later chunks', wav(30), [object(20, 40), object(40, 50)], ['w0-30@44', '30-40@40', '40-50@0', 50]],
    ['an empty file', wav(0), [object(0, 10)], ['0-10@0', 10]],
    ['objects of other programs', null, [{ ...object(0, 10), key: 'folder/readme' }], null],
  ] as const)('puts together %s', (_, file, listed, expected) => {
    expect(shown(file, listed)).toEqual(expected);
    expect(shown(file, [...listed].reverse())).toEqual(expected);
  });
  it('refuses a sealed chunk of a wrong length', () => {
    expect(() => layoutOf(null, [sealed(0, 10), object(10, 20, 71, true)])).toThrow(
      expect.objectContaining({ code: 'RECORDING_UNREADABLE' }),
    );
  });
});
