import type { CallId } from '@earshot/contracts';
import { firstRevision, msToSamples } from '@earshot/domain';
import type { TrackProgress, TranscriptProgress, TranscriptWork } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { EngineChoice, type SpeechEngines } from '../engine/engine-choice.js';
import { EngineReporter } from '../engine/engine-reporter.js';
import { EngineSupervisor } from '../engine/engine-supervisor.js';
import { CallProgress } from '../progress/call-progress.js';
import type { ProgressSaver } from '../progress/progress-saver.js';
import { CallPublisher, type RetainedAudio } from '../publish/call-publisher.js';
import { CallSpeakers } from '../track/call-speakers.js';
import { CallTranscription, type CallRemainder, type KeptRemainder } from '../track/call-transcription.js';
import { ReceivedAudio } from '../track/received-audio.js';
import { ReplayBuffer } from '../track/replay-buffer.js';
import { ResultAssembly } from '../track/result-assembly.js';
import { TrackFaultFinder } from '../track/track-fault-finder.js';
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
  readonly speakers: CallSpeakers;
  readonly publisher: CallPublisher;
  readonly choice: EngineChoice;
}

/** Builds the objects of one call and connects them. */
export class CallFactory {
  constructor(
    private readonly settings: TranscriptionSettings,
    private readonly process: ProcessContext,
    private readonly engines: SpeechEngines,
    private readonly saver: ProgressSaver,
    private readonly metrics: TranscriptionMetrics,
  ) {}

  /** Creates a live call. `remainder`: audio and messages that this process kept when another owner took the call. */
  createCall(callId: CallId, epoch: number, begin: TranscriptProgress, remainder?: CallRemainder): CallTranscription {
    const { clock, logger } = this.process;
    const tracks = begin.tracks.map((progress, at) => ({
      track: progress.track,
      progress,
      buffer:
        remainder?.audio.reopenBuffer(at, progress.transcribedSample) ??
        this.createBuffer(progress.transcribedSample, begin),
    }));
    // A call has no tracks if only its end is known.
    const startSample = tracks.length === 0 ? 0 : Math.min(...tracks.map(({ progress }) => progress.transcribedSample));
    const faultFinder = new TrackFaultFinder(tracks.length, begin.sampleRateHz, (code, message) =>
      parts.publisher.publishProblem(code, message),
    );
    const audio = new ReceivedAudio(begin.sampleRateHz, tracks, startSample, remainder?.audio, faultFinder);
    const speakers = new CallSpeakers(begin.tracks.length, begin.assignments);
    const parts = this.createParts({ work: { callId }, epoch, begin }, audio, speakers);
    return new CallTranscription(
      audio,
      tracks.map(({ progress, buffer }) => this.createTrack(parts, progress, buffer)),
      parts.publisher,
      parts.choice,
      {
        callId,
        speakers,
        clock,
        logger,
        metrics: this.metrics,
        drainMs: this.settings.drainFlushMs,
        requestsBackfill: this.settings.autoBackfill,
        remainder: remainder === undefined ? undefined : withoutAudio(remainder),
      },
    );
  }

  createParts(taken: TakenWork, audio: RetainedAudio, speakers: CallSpeakers): CallParts {
    const { clock, logger } = this.process;
    const { work, epoch, begin } = taken;
    const whenDurable = () => this.process.bus.whenDurable('calls.transcript', work.callId);
    const progress = new CallProgress({ ...work, epoch }, begin, this.saver, whenDurable);
    const bus = new EventPublisher<'transcription'>(this.process);
    const publisher = new CallPublisher(bus, progress, audio, { callId: work.callId, clock, logger });
    const choice = new EngineChoice(this.engines, work.callId, {
      engineSelected: (engine, reason) => publisher.publishEngineSelected(engine, reason),
      engineReplaced: (from, to) => {
        this.metrics.engineReplaced(from, to);
        logger.warn({ callId: work.callId, from, to }, 'another speech engine goes on with the call');
        publisher.publishProblem(
          'SPEECH_ENGINE_REPLACED',
          `The speech engine ${from} could not go on with this call. ${to} goes on where it stopped.`,
        );
      },
    });
    return { taken, speakers, publisher, choice };
  }

  createBuffer(startSample: number, { sampleRateHz }: TranscriptProgress): ReplayBuffer {
    const capacitySamples = msToSamples(this.settings.replaySeconds * 1_000, sampleRateHz);
    return new ReplayBuffer(startSample, capacitySamples, this.process.clock);
  }

  createTrack(
    { taken, speakers, publisher, choice }: CallParts,
    begin: TrackProgress,
    buffer: ReplayBuffer,
  ): TrackTranscription {
    const { clock, logger } = this.process;
    const { language, engineHangMs, maxEngineFailures, engineRetryMs, enginePatienceMs } = this.settings;
    const { callId, requestId } = taken.work;
    const { sampleRateHz } = taken.begin;
    const isRecorded = requestId !== undefined;
    const format = { callId, track: begin.track, trackCount: speakers.trackCount, sampleRateHz };
    const results = new ResultAssembly(
      begin,
      {
        sampleRateHz,
        firstRevision: firstRevision(taken.epoch, isRecorded ? 'recorded' : 'live'),
        publishesPartials: !isRecorded,
      },
      publisher,
      this.metrics,
      speakers.onTrack(begin.track),
    );
    const reporter = new EngineReporter(format, publisher, logger, this.metrics);
    const supervisor = new EngineSupervisor(buffer, results, choice, reporter, {
      format,
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

/** Leaves the audio out: the call's buffers hold it, and a second reference would keep released audio in memory. */
const withoutAudio = ({ changes, endSample, unsavedMessages }: CallRemainder): KeptRemainder => ({
  changes,
  endSample,
  unsavedMessages,
});
