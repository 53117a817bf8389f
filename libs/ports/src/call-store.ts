import type { CallId, Channel, EventData } from '@earshot/contracts';
import type { CallStatus } from './call-reader.js';
import type { RecordingFormat } from './recording-store.js';

/** How far a call's audio has come. Written by who records it; an older position never replaces a newer. */
export interface StreamProgress extends RecordingFormat {
  readonly channels: readonly Channel[];
  readonly positionSample: number;
  readonly lastAudioAtMs: number;
  readonly nextSequence: number;
  readonly hasRecording: boolean;
}

type Facts =
  | { readonly kind: 'started'; readonly data: EventData<'call.started'> }
  | { readonly kind: 'ended'; readonly data: EventData<'call.ended'> }
  | { readonly kind: 'engine'; readonly data: EventData<'transcript.engine-selected'> }
  | { readonly kind: 'metrics'; readonly data: EventData<'metrics.changed'> }
  | { readonly kind: 'segment'; readonly data: EventData<'segment.enriched'> }
  | { readonly kind: 'category'; readonly data: EventData<'category.matched'> }
  | { readonly kind: 'problem'; readonly data: EventData<'processing.failed'> }
  | { readonly kind: 'covered'; readonly data: EventData<'transcript.covered'> }
  | { readonly kind: 'transcript-gap'; readonly data: EventData<'transcript.gap'> }
  | { readonly kind: 'audio-gap'; readonly channels: readonly Channel[]; readonly fromMs: number; readonly toMs: number; readonly reason: string }
  | { readonly kind: 'progress'; readonly progress: StreamProgress }
  | { readonly kind: 'audio-done' }
  | { readonly kind: 'transcript-done' }
  /** Completes a call that is still `LIVE` with what there is; `INTERRUPTED` unless its end was announced. */
  | { readonly kind: 'give-up'; readonly data: EventData<'processing.failed'> };

/** One fact of a call, in any order and as often as it comes. `atMs`: the wall clock of the fact. */
export type CallWrite = { readonly callId: CallId; readonly atMs: number } & Facts;

/** A row as it is after a commit; the same version again when a fact was known already. */
export type RowChange = EventData<'row.changed'> & { readonly callId: CallId };

/** A call that became complete. `settledGapMs`: what no stage had accounted for and is now a declared gap. */
export interface CompletedCall {
  readonly callId: CallId;
  readonly status: CallStatus;
  readonly settledGapMs: number;
  readonly addsUp: boolean;
}

/** `audioDone`: no more audio of it will be recorded. */
export type OpenCall = { readonly callId: CallId; readonly status: CallStatus; readonly audioDone: boolean; readonly progress: StreamProgress | null };

/** Where calls are kept. Rejects with retryable `STORE_UNAVAILABLE`, or `STORE_REFUSED` for a batch it can never take. */
export interface CallStore {
  /** All of it or nothing, in one transaction. `nowMs`: when these facts were heard here. */
  apply(writes: readonly CallWrite[], nowMs: number): Promise<{ changes: readonly RowChange[]; completed: readonly CompletedCall[] }>;
  find(callId: CallId): Promise<OpenCall | null>;
  /** `LIVE` calls in the order of their id, after one of them. */
  liveCalls(page: { first: number; after?: CallId }): Promise<readonly OpenCall[]>;
  /** `LIVE` calls that ended before one time, or never ended and were not heard of since another. At most 500. */
  overdue(limits: { endedBeforeMs: number; silentSinceMs: number }): Promise<readonly { callId: CallId; ended: boolean }[]>;
}
