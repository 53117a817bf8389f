import type { CallId, EventData } from '@earshot/contracts';
import type { Clock, Logger } from '@earshot/ports';
import type { CallProgress } from '../progress/call-progress.js';
import type { CallPublisher } from '../publish/call-publisher.js';
import type { EngineChoice } from '../engine/engine-choice.js';
import type { TranscriptionSettings } from '../transcription.config.js';
import type { TranscriptionMetrics } from '../transcription.metrics.js';

export type GapReason = EventData<'transcript.gap'>['reason'];

/** What the channels of one call share while one owner has it. */
export interface CallContext {
  readonly callId: CallId;
  readonly sampleRateHz: number;
  /** Revisions of this owner begin here. */
  readonly firstRevision: number;
  readonly settings: TranscriptionSettings;
  readonly choice: EngineChoice;
  readonly progress: CallProgress;
  readonly out: CallPublisher;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: TranscriptionMetrics;
}

/** Milliseconds of samples per channel at the call's rate. */
export const msOf = (call: Pick<CallContext, 'sampleRateHz'>, samples: number): number =>
  (samples * 1_000) / call.sampleRateHz;

/** Samples per channel of a time at the call's rate. */
export const samplesOf = (call: Pick<CallContext, 'sampleRateHz'>, ms: number): number =>
  (ms * call.sampleRateHz) / 1_000;
