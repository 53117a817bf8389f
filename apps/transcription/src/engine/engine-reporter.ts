import type { CallId } from '@earshot/contracts';
import { msToSamples, samplesToMs } from '@earshot/domain';
import { Failure, type Logger } from '@earshot/ports';
import type { CallPublisher } from '../publish/call-publisher.js';
import type { TranscriptionMetrics } from '../transcription.metrics.js';

/** One track of one call. */
export interface TrackFormat {
  readonly callId: CallId;
  readonly track: number;
  /** Tracks of the call. */
  readonly trackCount: number;
  readonly sampleRateHz: number;
}

/** After a failure, this much audio must be transcribed before the next failure counts as a new incident. */
const NEW_INCIDENT_AFTER_MS = 10_000;

/** Reports on the engines of one track: metrics, the log and, once per incident, the people who follow the call. */
export class EngineReporter {
  private incidentUntilSample = 0;

  constructor(
    private readonly format: TrackFormat,
    private readonly publisher: CallPublisher,
    private readonly logger: Logger,
    private readonly metrics: TranscriptionMetrics,
  ) {}

  /** The returned function reports that the stream is closed. */
  reportStream(): () => void {
    return this.metrics.streamOpened();
  }

  reportRestart(engineName: string): void {
    this.metrics.engineRestarted(engineName);
  }

  /** An engine transcribed more audio; this much received audio is still untranscribed. */
  reportLag(untranscribedSamples: number): void {
    this.metrics.observeLag(this.format.track, samplesToMs(untranscribedSamples, this.format.sampleRateHz));
  }

  reportFailure(error: unknown, engine: string, failuresInARow: number, transcribedSample: number): void {
    const { callId, track, sampleRateHz } = this.format;
    const code = error instanceof Failure ? error.code : 'ENGINE_FAILED';
    this.metrics.engineFailed(engine, code);
    // Only the messages of our own failures are known to hold no spoken words.
    const detail = error instanceof Failure ? error.message : error instanceof Error ? error.name : typeof error;
    this.logger.warn({ callId, track, engine, code, detail, inARow: failuresInARow }, 'speech engine failed');
    const isNewIncident = failuresInARow === 1 && transcribedSample >= this.incidentUntilSample;
    this.incidentUntilSample = transcribedSample + msToSamples(NEW_INCIDENT_AFTER_MS, sampleRateHz);
    if (!isNewIncident) return;
    this.publisher.publishProblem(
      code,
      `The speech engine failed on track ${track}. It starts again where it stopped.`,
    );
  }

  reportGivenUp(samples: number): void {
    const { callId, track, sampleRateHz } = this.format;
    this.logger.warn(
      { callId, track, lostMs: samplesToMs(samples, sampleRateHz) },
      'the engine is too slow: its oldest audio becomes a gap',
    );
  }
}
