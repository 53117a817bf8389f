import { parseWavHeader, wavHeader } from '@earshot/domain';
import { Failure, type RecordingFormat } from '@earshot/ports';
import { BLOCK_BYTES, type BlockCipher } from './block-cipher.js';

/** The name to which the blocks of a whole recording are bound, on every store. */
export const RECORDING_FILE = 'recording';
/** The sealed audio begins here; before it stands the header. */
export const SEALED_DATA_OFFSET = BLOCK_BYTES;
const MAGIC = Buffer.from('EARSHOT1');
const HEADER_INDEX = -1;

/** What the header of a sealed recording states. */
export interface SealedHeader {
  readonly format: RecordingFormat;
  /** Bytes of audio when the header was written. */
  readonly dataBytes: number;
}

/** Whether a file with this beginning is a sealed recording. Other recordings are WAV files of earlier versions. */
export const isSealedFile = (start: Buffer): boolean => start.subarray(0, MAGIC.length).equals(MAGIC);

/** The beginning of a sealed recording: a mark, then the sealed header of its WAV file. */
export const encodeSealedHeader = (cipher: BlockCipher, { format, dataBytes }: SealedHeader): Buffer =>
  Buffer.concat([MAGIC, cipher.seal(HEADER_INDEX, wavHeader(format, dataBytes))]);

/** `start`: at least the first `SEALED_DATA_OFFSET` bytes, or the whole file. Throws `Failure` `RECORDING_UNREADABLE`. */
export function decodeSealedHeader(cipher: BlockCipher, start: Buffer): SealedHeader {
  const plain = cipher.open(HEADER_INDEX, start.subarray(MAGIC.length, SEALED_DATA_OFFSET));
  const header = plain && parseWavHeader(plain, Infinity);
  if (header?.ok !== true) throw sealedPartDamaged();
  const { codec, sampleRateHz, channelCount } = header.value;
  return { format: { codec, sampleRateHz, channelCount }, dataBytes: statedDataBytes(plain) };
}

/** The length in the header, also 0, which `parseWavHeader` takes for "until the end". */
const statedDataBytes = (header: Buffer | null): number => header?.readUInt32LE(header.length - 4) ?? 0;

export const sealedPartDamaged = (): Failure =>
  new Failure('RECORDING_UNREADABLE', 'A part of the sealed recording was changed, moved or cut.');
