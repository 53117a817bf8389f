import type { CallId } from '@earshot/contracts';
import { firstRevision, msToSamples } from '@earshot/domain';
import type { ChannelProgress, TranscriptProgress, TranscriptWork } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { EngineChoice, type SpeechEngines } from '../engine/engine-choice.js';
import { EngineReporter } from '../engine/engine-reporter.js';
import { EngineSupervisor } from '../engine/engine-supervisor.js';
import { CallProgress } from '../progress/call-progress.js';
import type { ProgressSaver } from '../progress/progress-saver.js';
import { CallPublisher, type RetainedAudio } from '../publish/call-publisher.js';
import { CallTranscription, type CallRemainder } from '../track/call-transcription.js';
import { ReceivedAudio } from '../track/received-audio.js';
import { ReplayBuffer } from '../track/replay-buffer.js';
import { ResultAssembly } from '../track/result-assembly.js';
import { TrackTranscription } from '../track/track-transcription.js';
import type { TranscriptionSettings } from '../transcription.config.js';
import type { TranscriptionMetrics } from '../transcription.metrics.js';

/** A call or a request that this process took, and where it begins. */
export interface TakenWork {
  readonly work: TranscriptWork;
  readonly epoch: number;
  readonly begin: TranscriptProgress;
}

/** What the tracks of one taken call share. */
export interface CallParts {
  readonly taken: TakenWork;
  readonly publisher: CallPublisher;
  readonly choice: EngineChoice;
}

/** Puts the objects of one call together. Nothing else knows how they are wired. */
export class CallFactory {
  constructor(
    private readonly settings: TranscriptionSettings,
    private readonly process: ProcessContext,
    private readonly engines: SpeechEngines,
    private readonly saver: ProgressSaver,
    private readonly metrics: TranscriptionMetrics,
  ) {}

  /** A live call; `remainder` is what this process has of it from before another owner took it for a while. */
  createCall(callId: CallId, epoch: number, begin: TranscriptProgress, remainder?: CallRemainder): CallTranscription {
    const { clock, logger } = this.process;
    const tracks = begin.channels.map((track, at) => ({
      track,
      channel: track.channel,
      buffer: remainder?.audio.reopenBuffer(at, track.heardSample) ?? this.createBuffer(track.heardSample, begin),
    }));
    // A call of which only the end is known has no track.
    const startSample = tracks.length === 0 ? 0 : Math.min(...tracks.map(({ track }) => track.heardSample));
    const audio = new ReceivedAudio(begin.sampleRateHz, tracks, startSample, remainder?.audio);
    const parts = this.createParts({ work: { callId }, epoch, begin }, audio);
    return new CallTranscription(
      audio,
      tracks.map(({ track, buffer }) => this.createTrack(parts, track, buffer)),
      parts.publisher,
      parts.choice,
      {
        callId,
        clock,
        logger,
        metrics: this.metrics,
        drainMs: this.settings.drainFlushMs,
        requestsBackfill: this.settings.autoBackfill,
        endSample: remainder?.endSample ?? null,
      },
    );
  }

  createParts(taken: TakenWork, audio: RetainedAudio): CallParts {
    const { clock, logger } = this.process;
    const { work, epoch, begin } = taken;
    const progress = new CallProgress({ ...work, epoch }, begin, this.saver);
    const bus = new EventPublisher<'transcription'>(this.process);
    const publisher = new CallPublisher(bus, progress, audio, { callId: work.callId, clock, logger });
    const choice = new EngineChoice(this.engines, (engine, reason) => publisher.publishEngineSelected(engine, reason));
    return { taken, publisher, choice };
  }

  createBuffer(startSample: number, { sampleRateHz }: TranscriptProgress): ReplayBuffer {
    const capacitySamples = msToSamples(this.settings.replaySeconds * 1_000, sampleRateHz);
    return new ReplayBuffer(startSample, capacitySamples, this.process.clock);
  }

  createTrack(
    { taken, publisher, choice }: CallParts,
    track: ChannelProgress,
    buffer: ReplayBuffer,
  ): TrackTranscription {
    const { clock, logger } = this.process;
    const { language, engineHangMs, maxEngineFailures, engineRetryMs, enginePatienceMs } = this.settings;
    const { callId, requestId } = taken.work;
    const { sampleRateHz } = taken.begin;
    const isRecorded = requestId !== undefined;
    const format = { callId, channel: track.channel, sampleRateHz };
    const results = new ResultAssembly(
      track,
      {
        sampleRateHz,
        firstRevision: firstRevision(taken.epoch, isRecorded ? 'recorded' : 'live'),
        publishesPartials: !isRecorded,
      },
      publisher,
      this.metrics,
    );
    const reporter = new EngineReporter(format, publisher, logger, this.metrics);
    const supervisor = new EngineSupervisor(buffer, results, choice, reporter, {
      track: format,
      isRecorded,
      clock,
      language,
      hangMs: engineHangMs,
      maxFailures: maxEngineFailures,
      retryMs: engineRetryMs,
    });
    return new TrackTranscription(buffer, supervisor, publisher, clock, isRecorded ? Infinity : enginePatienceMs);
  }
}
