import type { CallId, CallRefusalCode } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import type { UploadErrorCode } from '@earshot/media/recording-file';
import type { RecordingMetadata } from '../recording-metadata.js';

/** A recording that becomes a call. */
export interface ImportJob {
  readonly id: string;
  /** Whoever sent it; the call belongs to it. */
  readonly owner: Principal;
  readonly metadata: RecordingMetadata;
  /** When the recording came: the same whenever the job runs again. The call began then if nobody says when. */
  readonly receivedAtMs: number;
  /** Whether its call has begun: then an ended call of its id is no duplicate of it. */
  hasBegun(): boolean;
  /** The whole file from its beginning. Rejects if it cannot be read. */
  readFile(): AsyncIterable<Uint8Array>;
  /** How far the file is read, and its call when that has begun. */
  onProgress(progress: ImportProgress): void;
  onEnd(outcome: ImportOutcome): void;
}

export interface ImportProgress {
  readonly callId?: CallId;
  readonly readBytes: number;
}

export type ImportFailureCode = UploadErrorCode | CallRefusalCode;

export type ImportOutcome =
  /** `isDuplicate`: the call of this file exists already. `problem`: the call shows it, too. */
  | {
      readonly state: 'DONE';
      readonly callId: CallId;
      readonly isDuplicate: boolean;
      readonly problem?: UploadErrorCode;
    }
  | { readonly state: 'FAILED'; readonly code: ImportFailureCode; readonly callId?: CallId };
