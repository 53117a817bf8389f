import type { AudioCodec, CallId } from '@earshot/contracts';
import type { Readable } from 'node:stream';

export interface RecordingFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

/**
 * One call's recording while it is written. Samples are placed by their position, so that two writers of one call, of
 * which one does not know yet that it was replaced, write the same and cannot take anything from each other.
 */
export interface RecordingWriter {
  readonly format: RecordingFormat;
  /** End of what is taken, samples per channel; above 0 at once when an earlier recording goes on. */
  readonly positionSample: number;
  /** End of what outlives this process; never above `positionSample`. */
  readonly durableSample: number;
  /**
   * Interleaved samples in the recording's codec. Resolves when they are taken, which waits while too much is not durable
   * yet. A rejection has taken nothing: the same samples may be tried again.
   */
  append(samples: Uint8Array): Promise<void>;
  /** Silence until `positionSample`, as `append`. */
  silenceUntil(positionSample: number): Promise<void>;
  /** Resolves when everything is durable; the recording can be opened again. After a rejection it may be tried again. Idempotent. */
  close(): Promise<void>;
  /** Lets go without writing anything more: the call is another's, or its recording is given up for now. Idempotent. */
  abandon(): Promise<void>;
}

/** A recording as it is at one moment. */
export interface StoredRecording {
  readonly format: RecordingFormat;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly modifiedAtMs: number;
  /** Bytes `from` to `toInclusive` of the WAV file, its header saying the length at this moment. */
  read(from: number, toInclusive: number): Readable;
}

/** Where recordings lie, readable in every phase of their life. Keys are call ids, whatever characters they hold. */
export interface RecordingStore {
  /**
   * Begins or goes on behind what is stored. `onDurable` is called when `durableSample` grew without a call of the
   * writer. Rejects with `Failure` `RECORDING_FORMAT_CHANGED` when the format is not the stored one, retryable
   * `RECORDING_IN_USE` while a writer of the call is open in this process.
   */
  open(callId: CallId, format: RecordingFormat, onDurable?: () => void): Promise<RecordingWriter>;
  /** No more audio comes: brings what is stored into its final form. Idempotent, in any process, also after a crash. */
  finish(callId: CallId): Promise<void>;
  find(callId: CallId): Promise<StoredRecording | null>;
}
