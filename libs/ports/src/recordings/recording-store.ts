import type { AudioCodec, CallId } from '@earshot/contracts';
import type { Readable } from 'node:stream';

export interface RecordingFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

/**
 * Writes the recording of one call. It places samples by their position, so two writers of one call write the same: a writer
 * that was replaced and does not know it yet does no harm. Positions are samples of one track.
 */
export interface RecordingWriter {
  readonly format: RecordingFormat;
  /** End of the samples that the writer took. Above 0 from the start when it continues an earlier recording. */
  readonly positionSample: number;
  /** End of the samples that outlive this process. Never above `positionSample`. */
  readonly durableSample: number;
  /**
   * Takes interleaved samples in the recording's codec. Waits while too much is not durable yet. When it rejects, it took
   * nothing, so the caller may append the same samples again.
   */
  append(samples: Uint8Array): Promise<void>;
  /** Appends silence up to `positionSample`. */
  silenceUntil(positionSample: number): Promise<void>;
  /** Resolves when everything is durable and the recording can be opened again. May be tried again after a rejection. Idempotent. */
  close(): Promise<void>;
  /** Stops without writing anything more, because another process has the call or its recording pauses. Idempotent. */
  abandon(): Promise<void>;
}

/** A recording as it was when it was looked up. */
export interface StoredRecording {
  readonly format: RecordingFormat;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly modifiedAtMs: number;
  /** Bytes `from` to `toInclusive` of the WAV file, whose header states the length at that time. */
  read(from: number, toInclusive: number): Readable;
}

/** Stores recordings. They are readable while they are written and afterwards. A call id may hold any characters. */
export interface RecordingStore {
  /**
   * Begins a recording or continues the stored one. The writer calls `onDurable` when `durableSample` grew by itself. Rejects with
   * `Failure` `RECORDING_FORMAT_CHANGED` for another format than the stored one, and retryable `RECORDING_IN_USE` while a
   * writer of the call is open in this process.
   */
  open(callId: CallId, format: RecordingFormat, onDurable?: () => void): Promise<RecordingWriter>;
  /** No more audio comes: brings the recording into its final form. Idempotent, in any process, even after a crash. */
  finish(callId: CallId): Promise<void>;
  find(callId: CallId): Promise<StoredRecording | null>;
}

/** Samples `from` to `to` (exclusive) of one track. */
export interface TrackSamples {
  readonly track: number;
  readonly from: number;
  readonly to: number;
}

/** What is gone of a recording: files on the disk, or objects in a bucket. */
export interface RemovedRecording {
  readonly files: number;
  readonly fileBytes: number;
}

/** Removes audio from stored recordings. */
export interface RecordingEraser {
  /**
   * Removes the whole recording and every draft of it. Idempotent, also for a call without a recording. A writer that is open
   * meanwhile may leave something behind: call it again when none is. Rejects with retryable `RECORDING_IO_FAILED`.
   */
  removeRecording(callId: CallId): Promise<RemovedRecording>;
  /**
   * Overwrites the samples that `select` names with silence for good. Idempotent, also after a crash in the middle. Does nothing
   * without a recording. Call it when no more audio comes. Rejects with retryable `RECORDING_IO_FAILED`; a part may be done then.
   */
  eraseSamples(callId: CallId, select: (format: RecordingFormat) => readonly TrackSamples[]): Promise<void>;
}
