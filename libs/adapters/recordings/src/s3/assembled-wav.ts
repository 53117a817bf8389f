import { parseWavHeader } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import { frameBytesOf, wholeFrames } from '../sample-format.js';
import { audioBytes, BLOCK_BYTES, type BlockCipher } from '../sealed/block-cipher.js';
import { sealStream } from '../sealed/block-stream.js';
import {
  decodeSealedHeader,
  encodeSealedHeader,
  SEALED_DATA_OFFSET,
  sealedPartDamaged,
  type SealedHeader,
} from '../sealed/sealed-header.js';
import type { AssembledWav, ListedObject } from './recording-layout.js';

/** The sealed object of a whole recording. */
export async function* sealFile(
  cipher: BlockCipher,
  header: SealedHeader,
  audio: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const start = Buffer.alloc(BLOCK_BYTES);
  start.set(encodeSealedHeader(cipher, header));
  yield start;
  yield* sealStream(cipher, audio);
}

/** Reads the sealed object from its beginning. Throws `Failure` `RECORDING_UNREADABLE`, also if its end is missing. */
export function sealedWav(cipher: BlockCipher, object: ListedObject, start: Buffer): AssembledWav {
  const { format, dataBytes } = decodeSealedHeader(cipher, start);
  const storedBytes = wholeFrames(audioBytes(object.sizeBytes - SEALED_DATA_OFFSET), format);
  if (storedBytes < dataBytes) throw sealedPartDamaged();
  const totalSamples = storedBytes / frameBytesOf(format);
  return { ...object, format, dataOffset: SEALED_DATA_OFFSET, totalSamples, isSealed: true };
}

/** Reads the WAV object of an earlier version. Throws `Failure` `RECORDING_UNREADABLE`. */
export function plainWav(object: ListedObject, start: Buffer): AssembledWav {
  const header = parseWavHeader(start, object.sizeBytes);
  if (!header.ok)
    throw new Failure('RECORDING_UNREADABLE', `The stored recording is not a WAV file: ${header.error.code}.`);
  const { dataOffset, dataBytes, ...format } = header.value;
  return { ...object, format, dataOffset, totalSamples: dataBytes / frameBytesOf(format), isSealed: false };
}
