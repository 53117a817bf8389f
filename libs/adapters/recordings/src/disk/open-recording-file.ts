import type { FileHandle } from 'node:fs/promises';
import { BLOCK_BYTES, type BlockCipher } from '../sealed/block-cipher.js';
import { isSealedFile } from '../sealed/sealed-header.js';
import { PlainFile } from './plain-file.js';
import { SealedFile } from './sealed-file.js';

/**
 * Opens a sealed recording, or a WAV file of an earlier version. Null for a file whose writer died before it had written the
 * header. `mayBeCut`: for a writer, which continues after a power cut with what is left. Everybody else gets
 * `RECORDING_UNREADABLE` then.
 */
export async function openRecordingFile(
  handle: FileHandle,
  findCipher: () => Promise<BlockCipher>,
  mayBeCut = false,
): Promise<PlainFile | SealedFile | null> {
  const start = Buffer.alloc(BLOCK_BYTES);
  const { bytesRead } = await handle.read(start, 0, start.length, 0);
  return isSealedFile(start)
    ? SealedFile.open(handle, await findCipher(), start.subarray(0, bytesRead), mayBeCut)
    : PlainFile.open(handle);
}
