import type { CallId, TrackAssignment } from '@earshot/contracts';

/** How far the transcript of one track is. */
export interface TrackProgress {
  readonly track: number;
  /** Everything before this sample is published: as finals, as silence that an engine covered, or as a gap. */
  readonly transcribedSample: number;
  /** Start of the stint. With `track` and `nextOrdinal` it makes the next segment's id. -1 before the first stint. */
  readonly stintStartMs: number;
  readonly nextOrdinal: number;
  /** A gap precedes the next words, so they begin a new stint. */
  readonly isNewStint: boolean;
}

export interface TrackSpan {
  readonly track: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A recorded span that has no words yet. */
export interface UntranscribedSpan extends TrackSpan {
  /**
   * The place of the span's first segment in the stint of an owner that died. That owner may have published the segment
   * without saving its progress.
   */
  readonly continues?: { readonly stintStartMs: number; readonly nextOrdinal: number } | undefined;
}

/** A span of one track in samples of the recording. */
export interface RecordedSpan {
  readonly track: number;
  readonly fromSample: number;
  readonly toSample: number;
}

/** Everything that a new owner needs to continue a transcript. It holds no words. */
export interface TranscriptProgress {
  readonly sampleRateHz: number;
  /** In the order of the tracks in a frame. For recorded audio: where each interrupted span stands. */
  readonly tracks: readonly TrackProgress[];
  /** The participants of the tracks over time. Assignments that no later segment needs are left out. */
  readonly assignments: readonly TrackAssignment[];
  readonly requestedEngine?: string | undefined;
  readonly script?: string | undefined;
  /** The language of the call, if its source or a person gave one. */
  readonly language?: string | undefined;
  /** False: the source asked for no recording, so nothing can be transcribed later. Undefined until the stream is opened. */
  readonly isRecorded?: boolean | undefined;
  /** Untranscribed spans whose audio was recorded. */
  readonly untranscribed: readonly UntranscribedSpan[];
  /** What was transcribed from the recording. Undefined for a live call. */
  readonly transcribedFromRecording?: readonly RecordedSpan[] | undefined;
  readonly isCompleted: boolean;
}

/** A live call, or the transcription of its recording. */
export interface TranscriptWork {
  readonly callId: CallId;
  /** Undefined for the live call. Works with different ids have different owners. */
  readonly requestId?: string | undefined;
}

export interface TakenProgress {
  /** Grows with each new owner. No two requests of one call have the same epoch. */
  readonly epoch: number;
  readonly saved: TranscriptProgress | null;
}

export interface ProgressSave extends TranscriptWork {
  readonly epoch: number;
  readonly progress: TranscriptProgress;
}

/** A call that is over, and whose transcript nobody completed. */
export interface UnfinishedTranscript {
  readonly callId: CallId;
  readonly sampleRateHz: number;
  readonly trackCount: number;
  /** The end of the call's audio. */
  readonly endSample: number;
}

/** Keeps the progress of transcripts for new owners, for two days. Rejects with retryable `STORE_UNAVAILABLE`. */
export interface TranscriptProgressStore {
  /** Makes the caller the owner. The store refuses saves of earlier owners from now on. */
  take(work: TranscriptWork): Promise<TakenProgress>;
  /** Saves many calls at once. Returns the saves that it refused because their epoch is not the newest. */
  save(saves: readonly ProgressSave[]): Promise<readonly ProgressSave[]>;
}

/** Finds transcripts that no owner will complete. Rejects with retryable `STORE_UNAVAILABLE`. */
export interface UnfinishedTranscriptFinder {
  /**
   * At most 100 calls that are over and have audio before their end that no owner transcribed or requested, and whose progress
   * nobody took or saved for `untouchedMs`: their owner died, and no message of the call is left to bring them to another.
   */
  findUnfinished(untouchedMs: number): Promise<readonly UnfinishedTranscript[]>;
}
