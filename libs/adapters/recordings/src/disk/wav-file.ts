import { parseWavHeader, wavHeader, type WavError } from '@earshot/domain';
import { Failure, type RecordingFormat } from '@earshot/ports';
import type { FileHandle } from 'node:fs/promises';
import { LONGEST_WAV_HEADER_BYTES, wholeFrames } from '../sample-format.js';

const SHORTEST_HEADER_BYTES = 44;

/** The content of a recording's file: its format and its bytes of whole sample frames. */
export interface WavFileState {
  readonly format: RecordingFormat;
  readonly dataBytes: number;
  /** First byte of the samples. */
  readonly dataOffset: number;
  /** Whether the header states the same format and size. It lags behind a live recording. */
  readonly isHeaderCurrent: boolean;
}

/** Null for a file whose writer died before it had written the header. */
export async function readWavFile(handle: FileHandle): Promise<WavFileState | null> {
  const { size } = await handle.stat();
  const start = Buffer.alloc(LONGEST_WAV_HEADER_BYTES);
  const { bytesRead } = await handle.read(start, 0, start.length, 0);
  const header = parseWavHeader(start.subarray(0, bytesRead), size);
  if (!header.ok && isCutHeader(header.error, size)) return null;
  if (!header.ok)
    throw new Failure('RECORDING_UNREADABLE', `The stored recording is not a WAV file: ${header.error.code}.`);
  const { codec, sampleRateHz, channelCount, dataOffset } = header.value;
  const format = { codec, sampleRateHz, channelCount };
  // Uses the size of the file, because the header may lag behind it.
  const dataBytes = wholeFrames(size - dataOffset, format);
  return {
    format,
    dataBytes,
    dataOffset,
    isHeaderCurrent: start.subarray(0, bytesRead).indexOf(wavHeader(format, dataBytes)) === 0,
  };
}

/** A file that may hold the beginning of a header, or nothing. */
const isCutHeader = ({ code }: WavError, sizeBytes: number): boolean =>
  sizeBytes < SHORTEST_HEADER_BYTES ||
  (sizeBytes < LONGEST_WAV_HEADER_BYTES && (code === 'WAV_NO_DATA' || code === 'WAV_NO_FORMAT'));
