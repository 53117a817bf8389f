import type { CallId } from '@earshot/contracts';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import type { CallContext } from './call-context.js';
import { CallPublisher } from './call-publisher.js';
import { EngineChoice, type SpeechEngines } from './engine-choice.js';
import type { TranscriptionSettings } from './transcription.config.js';
import { TranscriptionMetrics } from './transcription.metrics.js';

/** Builds what the channels of a call share from what the process has. */
export class CallContexts {
  readonly metrics: TranscriptionMetrics;
  private readonly publisher: EventPublisher<'transcription'>;

  constructor(
    readonly settings: TranscriptionSettings,
    readonly process: ProcessContext,
    private readonly engines: SpeechEngines,
  ) {
    this.metrics = new TranscriptionMetrics(process.metrics);
    this.publisher = new EventPublisher<'transcription'>(process);
  }

  create(callId: CallId, sampleRateHz: number): CallContext {
    const { clock, logger } = this.process;
    const out = this.publisherFor(callId);
    const choice = new EngineChoice(this.engines, (engine, reason) =>
      out.transcript('transcript.engine-selected', {
        engine: engine?.slice(0, 64) ?? null,
        reason: reason.slice(0, 512),
      }),
    );
    return { callId, sampleRateHz, settings: this.settings, choice, out, clock, logger, metrics: this.metrics };
  }

  publisherFor(callId: CallId): CallPublisher {
    return new CallPublisher(callId, this.publisher, this.process.clock, this.process.logger);
  }
}
