import { muteSamples } from '@earshot/domain';
import type { TrackSamples } from '@earshot/ports';
import type { FileHandle } from 'node:fs/promises';
import { frameBytesOf } from '../sample-format.js';
import type { WavFileState } from './wav-file.js';

const PIECE_FRAMES = 16_384;

/** Overwrites samples of a track with silence in place. Resolves when the disk has the silence. */
export async function eraseInFile(
  handle: FileHandle,
  { format, dataBytes, dataOffset }: WavFileState,
  erased: readonly TrackSamples[],
): Promise<void> {
  const frameBytes = frameBytesOf(format);
  for (const { track, from, to } of erased) {
    const endFrame = Math.min(to, dataBytes / frameBytes);
    for (let frame = Math.max(0, from); frame < endFrame; frame += PIECE_FRAMES) {
      const piece = new Uint8Array(Math.min(PIECE_FRAMES, endFrame - frame) * frameBytes);
      const at = dataOffset + frame * frameBytes;
      const { bytesRead } = await handle.read(piece, 0, piece.length, at);
      const silenced = muteSamples(piece.subarray(0, bytesRead), frame * frameBytes, format, [{ track, from, to }]);
      await writeFully(handle, silenced, at);
    }
  }
  await handle.datasync();
}

async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
