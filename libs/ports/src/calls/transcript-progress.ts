import type { CallId, Channel } from '@earshot/contracts';

/** Where the transcript of one channel stands. */
export interface ChannelProgress {
  readonly channel: Channel;
  /** Everything before it is published: as final words, as heard silence, or as a gap. */
  readonly heardSample: number;
  /** Start of the stint and number of its next segment: together the next segment's id. -1 before the first stint. */
  readonly stintStartMs: number;
  readonly nextOrdinal: number;
  /** What is heard next begins a new stint, for a gap lies before it. */
  readonly isNewStint: boolean;
}

export interface ChannelSpan {
  readonly channel: Channel;
  readonly fromMs: number;
  readonly toMs: number;
}

/** All that a new owner needs in order to go on where the former one was; no words are in it. */
export interface TranscriptProgress {
  readonly sampleRateHz: number;
  /** In the order in which frames carry them. */
  readonly channels: readonly ChannelProgress[];
  readonly requestedEngine?: string | undefined;
  readonly script?: string | undefined;
  /** Spans that nobody heard though they were recorded. */
  readonly unheard: readonly ChannelSpan[];
  /** Spans of a request that are done. */
  readonly spansDone: number;
  readonly isCompleted: boolean;
}

/** A call that is live, or a request to transcribe recorded audio of it. */
export interface TranscriptWork {
  readonly callId: CallId;
  readonly requestId?: string | undefined;
}

export interface TakenProgress {
  /** Grows with each taking over of the call; among the requests of one call no two have the same. */
  readonly epoch: number;
  readonly saved: TranscriptProgress | null;
}

export interface ProgressSave extends TranscriptWork {
  readonly epoch: number;
  readonly progress: TranscriptProgress;
}

/**
 * How far transcripts are published, for whoever takes a call over. Rejects with retryable `STORE_UNAVAILABLE` while it
 * cannot answer. Work that nobody touched for two days is forgotten.
 */
export interface TranscriptProgressStore {
  /** Makes the caller the owner: saves of every former owner are refused from now on. */
  take(work: TranscriptWork): Promise<TakenProgress>;
  /** Saves of many calls in one go; returns those refused because their epoch is not the newest. */
  save(saves: readonly ProgressSave[]): Promise<readonly ProgressSave[]>;
}
