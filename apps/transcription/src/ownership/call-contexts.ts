import type { CallId } from '@earshot/contracts';
import { firstRevision } from '@earshot/domain';
import type { TranscriptProgress, TranscriptProgressStore, TranscriptWork } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import type { CallContext } from './call-context.js';
import { CallProgress } from '../progress/call-progress.js';
import { CallPublisher, type FinalGate } from '../publish/call-publisher.js';
import { EngineChoice, type SpeechEngines } from '../engine/engine-choice.js';
import { ProgressSaver } from '../progress/progress-saver.js';
import type { TranscriptionSettings } from '../transcription.config.js';
import { TranscriptionMetrics } from '../transcription.metrics.js';

/** Builds what the channels of a call share from what the process has. */
export class CallContexts {
  readonly metrics: TranscriptionMetrics;
  private readonly publisher: EventPublisher<'transcription'>;
  private readonly saver: ProgressSaver;

  constructor(
    readonly settings: TranscriptionSettings,
    readonly process: ProcessContext,
    private readonly engines: SpeechEngines,
    readonly progress: TranscriptProgressStore,
  ) {
    const { clock, logger } = process;
    this.metrics = new TranscriptionMetrics(process.metrics);
    this.publisher = new EventPublisher<'transcription'>(process);
    this.saver = new ProgressSaver(progress, clock, logger, settings.progressWindowMs);
  }

  /** For the owner that took the work under `epoch`; `begin` is where it begins. */
  create(work: TranscriptWork, epoch: number, begin: TranscriptProgress): CallContext {
    const { clock, logger } = this.process;
    const { callId, requestId } = work;
    const progress = new CallProgress({ ...work, epoch }, begin, this.saver);
    const out = this.publisherFor(callId, progress);
    const choice = new EngineChoice(this.engines, (engine, reason) =>
      out.transcript('transcript.engine-selected', {
        engine: engine?.slice(0, 64) ?? null,
        reason: reason.slice(0, 512),
      }),
    );
    return {
      callId,
      sampleRateHz: begin.sampleRateHz,
      firstRevision: firstRevision(epoch, requestId === undefined ? 'live' : 'recorded'),
      settings: this.settings,
      choice,
      progress,
      out,
      clock,
      logger,
      metrics: this.metrics,
    };
  }

  publisherFor(callId: CallId, gate?: FinalGate): CallPublisher {
    const { clock, logger } = this.process;
    return new CallPublisher({ callId, publisher: this.publisher, clock, logger, ...(gate && { gate }) });
  }
}
