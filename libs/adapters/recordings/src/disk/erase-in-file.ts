import { muteSamples } from '@earshot/domain';
import type { TrackSamples } from '@earshot/ports';
import type { FileHandle } from 'node:fs/promises';
import { frameBytesOf } from '../sample-format.js';
import { BLOCK_PLAIN_BYTES } from '../sealed/block-cipher.js';
import { offsetOfBlock, type SealedFile } from './sealed-file.js';

/** Overwrites samples of a track with silence in place. Resolves when the disk has the silence. */
export async function eraseInFile(
  handle: FileHandle,
  file: SealedFile,
  erased: readonly TrackSamples[],
): Promise<void> {
  const { format, dataBytes } = file;
  const frameBytes = frameBytesOf(format);
  for (const { track, from, to } of erased) {
    const endByte = Math.min(to * frameBytes, dataBytes);
    const firstIndex = Math.floor((Math.max(0, from) * frameBytes) / BLOCK_PLAIN_BYTES);
    for (let index = firstIndex; index * BLOCK_PLAIN_BYTES < endByte; index++) {
      const audio = await file.readBlock(index);
      const silenced = muteSamples(audio, index * BLOCK_PLAIN_BYTES, format, [{ track, from, to }]);
      if (silenced !== audio) await handle.write(file.cipher.seal(index, silenced), 0, undefined, offsetOfBlock(index));
    }
  }
  await handle.datasync();
}
