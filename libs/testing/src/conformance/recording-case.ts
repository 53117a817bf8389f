import { bytesPerSample, callIdSchema, type CallId } from '@earshot/contracts';
import { parseWavHeader } from '@earshot/domain';
import type { RecordingFormat, RecordingStore, RecordingWriter, StoredRecording } from '@earshot/ports';
import { check, eventually, type ConformanceCase } from './conformance-case.js';

/** One storage that several processes share. */
export interface RecordingPlace {
  /** The store of one more process. */
  process(): RecordingStore;
}

export const stereo: RecordingFormat = { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 };
export const call = (id: string): CallId => callIdSchema.parse(id);
export const noise = (bytes: number, seed = 1) =>
  Buffer.from(Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + (at >> 8) + seed * 17) & 0xff));
/** Bytes of one sample of both tracks in L16. */
export const FRAME = 4;

export async function bytesOf(recording: StoredRecording, from = 0, to = recording.sizeBytes - 1): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of recording.read(from, to)) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

export async function found(store: RecordingStore, id: CallId): Promise<StoredRecording> {
  const recording = await store.find(id);
  check(recording !== null, `no recording of ${id}`);
  return recording;
}

/** The samples of a recording. Checks that the header of the file agrees with them. */
export async function samplesOf(store: RecordingStore, id: CallId, format = stereo): Promise<Buffer> {
  const recording = await found(store, id);
  const wav = await bytesOf(recording);
  check(wav.length === recording.sizeBytes, `read ${wav.length} bytes, but the size is ${recording.sizeBytes}`);
  const header = parseWavHeader(wav);
  check(header.ok, 'not a WAV file');
  const { codec, sampleRateHz, channelCount, dataOffset, dataBytes } = header.value;
  check(
    codec === format.codec && sampleRateHz === format.sampleRateHz && channelCount === format.channelCount,
    'the header states another format',
  );
  check(dataBytes === wav.length - dataOffset, `the header says ${dataBytes} bytes of ${wav.length - dataOffset}`);
  const seconds = dataBytes / bytesPerSample[codec] / channelCount / sampleRateHz;
  check(Math.abs(recording.durationMs - seconds * 1_000) < 1e-6, `${recording.durationMs} ms for ${seconds} s`);
  return wav.subarray(dataOffset);
}

export const same = (actual: Buffer, expected: Buffer, what: string) =>
  check(
    actual.equals(expected),
    `${what}: the ${actual.length} bytes differ from the ${expected.length} expected ones`,
  );

export const rejected = async (promise: Promise<unknown>): Promise<{ code?: string; retryable?: boolean }> => {
  try {
    await promise;
  } catch (error) {
    return error as { code?: string };
  }
  throw new Error('the promise was not rejected');
};

/** Writes in pieces, as frames arrive. */
export async function write(writer: RecordingWriter, bytes: Buffer, pieceBytes = 3_200): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) await writer.append(bytes.subarray(at, at + pieceBytes));
}

export const allDurable = (writer: RecordingWriter) =>
  eventually(() => writer.durableSample === writer.positionSample, 'everything durable', 60_000);

export type RecordingCase = ConformanceCase<RecordingPlace>;
