import type { AudioCodec, CallId } from '@earshot/contracts';
import type { Readable } from 'node:stream';

export interface RecordingFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

/** One call's recording while it is written: a WAV that is valid and playable at every moment, also after a crash. */
export interface RecordingWriter {
  readonly format: RecordingFormat;
  /** End of what is written, samples per channel; above 0 at once when an earlier recording goes on. */
  readonly positionSample: number;
  /** Interleaved samples in the recording's codec. Resolves when handed to the operating system. */
  append(samples: Uint8Array): Promise<void>;
  /** Writes silence until `positionSample`. */
  silenceUntil(positionSample: number): Promise<void>;
  /** Makes the header say the full length. Idempotent. */
  close(): Promise<void>;
}

export interface StoredRecording {
  readonly format: RecordingFormat;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly modifiedAtMs: number;
  /** Bytes `from` to `toInclusive` of the WAV file, its header saying the length at this moment. */
  read(from: number, toInclusive: number): Readable;
}

/** Where recordings lie. Keys are call ids, whatever characters they hold. */
export interface RecordingStore {
  /** Begins or goes on; rejects with `Failure` `RECORDING_FORMAT_CHANGED` when the format is not the stored one. */
  open(callId: CallId, format: RecordingFormat): Promise<RecordingWriter>;
  find(callId: CallId): Promise<StoredRecording | null>;
}
