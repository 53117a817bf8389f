import type { RecordingStore, TranscriptProgressStore, UnfinishedTranscriptFinder } from '@earshot/ports';
import type { ProcessContext } from '@earshot/runtime';
import { BackfillAttempt } from './backfill/backfill-attempt.js';
import { BackfillQueue } from './backfill/backfill-queue.js';
import type { SpeechEngines } from './engine/engine-choice.js';
import { CallFactory } from './ownership/call-factory.js';
import { OwnedCalls } from './ownership/owned-calls.js';
import { UnfinishedTranscripts } from './ownership/unfinished-transcripts.js';
import { ProgressSaver } from './progress/progress-saver.js';
import type { TranscriptionSettings } from './transcription.config.js';
import { TranscriptionMetrics } from './transcription.metrics.js';

/** The adapters that transcription uses. The composition builds and closes them. */
export interface TranscriptionAdapters {
  readonly engines: SpeechEngines;
  readonly recordings: RecordingStore;
  readonly progress: TranscriptProgressStore;
  readonly unfinished: UnfinishedTranscriptFinder;
}

/** Builds the parts of transcription for one process, without Nest. */
export function createTranscription(
  settings: TranscriptionSettings,
  process: ProcessContext,
  { engines, recordings, progress: store, unfinished: finder }: TranscriptionAdapters,
): { calls: OwnedCalls; backfills: BackfillQueue; unfinished: UnfinishedTranscripts | null } {
  const metrics = new TranscriptionMetrics(process.metrics);
  const saver = new ProgressSaver(store, process.clock, process.logger, settings.progressWindowMs);
  const factory = new CallFactory(settings, process, engines, saver, metrics);
  const calls = new OwnedCalls(factory, store, process, metrics, settings);
  const backfills = new BackfillQueue(
    (request) => new BackfillAttempt(request, factory, store, recordings, (callId) => calls.has(callId)),
    process,
    metrics,
    settings,
  );
  const { clock, logger } = process;
  const unfinished = settings.autoBackfill ? new UnfinishedTranscripts(finder, calls, clock, logger) : null;
  return { calls, backfills, unfinished };
}
