import { bytesPerSample, frameSamples, type AudioFrame, type CallId, type ErrorCode } from '@earshot/contracts';
import { PendingAcknowledgements } from '@earshot/domain';
import { Failure, type RecordingStore, type RecordingWriter, type StreamProgress } from '@earshot/ports';
import type { PersistenceMetrics } from '../persistence.metrics.js';
import type { AudioBus } from './audio-bus.js';
import { partitionLost } from './audio-message-context.js';
import type { SampleSpan } from './sample-span.js';
import { WriteFailures } from './write-failures.js';

export interface CallRecorderOptions {
  readonly callId: CallId;
  readonly bus: AudioBus;
  nowMs(): number;
  /** Called when the call continues without its recording, for a while or for good. */
  onRecordingFailed(code: ErrorCode): Promise<void>;
  /** Called when the recording goes on: this audio is missing in it. */
  onUnrecorded(span: SampleSpan): Promise<void>;
}

/**
 * Records the audio of one call. Frames are placed by their position, so a redelivered frame is written once and
 * missing audio is silence. The received position and the recorded position are separate: a full disk costs the
 * recording, not the ledger. A message is acknowledged when recording and database keep its audio beyond this process.
 */
export class CallRecorder {
  private writer: RecordingWriter | null = null;
  private readonly failures: WriteFailures;
  private isReleased = false;
  /** Where the recording stopped; undefined while it is written. */
  private stoppedAtSample: number | undefined;
  private state: StreamProgress;
  /** The end of the received audio, without declared gaps. */
  private audioEndSample: number;
  /** The end of the audio that the database knows. */
  private savedSample: number;
  private readonly unacknowledged = new PendingAcknowledgements();
  /** Whether the database does not know the progress yet. */
  hasUnsavedProgress = false;
  lastUsedAtMs: number;

  constructor(
    private readonly recordings: RecordingStore,
    private readonly metrics: PersistenceMetrics,
    private readonly options: CallRecorderOptions,
    progress: StreamProgress,
  ) {
    this.failures = new WriteFailures(options.bus.isDurable, () => options.nowMs());
    this.state = progress;
    this.audioEndSample = progress.positionSample;
    this.savedSample = options.bus.redelivers ? progress.positionSample : Infinity;
    this.lastUsedAtMs = options.nowMs();
    if (!progress.isRecorded) this.stoppedAtSample = progress.recordedSample;
  }

  get progress(): StreamProgress {
    return this.state;
  }

  /** Opens the recording. It keeps the number of tracks that it began with. */
  async continueStream(): Promise<void> {
    this.hasUnsavedProgress = true;
    await this.write(async () => undefined);
  }

  /** Stops the recording here, or lets it go on. What lies between is missing in it. */
  async setRecorded(isRecorded: boolean): Promise<void> {
    if (isRecorded === this.state.isRecorded) return;
    this.hasUnsavedProgress = true;
    if (!isRecorded) {
      await this.endRecording();
      this.stoppedAtSample ??= this.state.recordedSample;
    }
    this.updateProgress({ isRecorded });
    if (isRecorded) await this.write((writer) => this.writeSilence(writer, this.state.positionSample));
  }

  /** Returns the missing audio before this frame, if any. */
  async recordFrame(frame: AudioFrame): Promise<SampleSpan | null> {
    const { positionSample, sequence, receivedAtMs } = frame;
    const endSample = positionSample + frameSamples(frame);
    const received = this.state.positionSample;
    this.metrics.duplicateSamples.add(Math.max(0, Math.min(endSample, received) - positionSample));
    await this.write((writer) => this.writeFrame(writer, frame, endSample));
    this.updateProgress({
      positionSample: Math.max(received, endSample),
      lastAudioAtMs: Math.max(this.state.lastAudioAtMs, receivedAtMs),
      nextSequence: Math.max(this.state.nextSequence, sequence + 1),
    });
    this.audioEndSample = Math.max(this.audioEndSample, endSample);
    return positionSample > received ? { fromSample: received, toSample: positionSample } : null;
  }

  /** Ingest declares a gap from what the database knew at that time. Audio that arrived since then is not missing. */
  missingPartOf({ fromSample, toSample }: SampleSpan): SampleSpan {
    return { fromSample: Math.max(fromSample, this.audioEndSample), toSample };
  }

  /**
   * Records silence until `toSample`. Returns the missing audio before `fromSample`, if any. `endsAtMs`: ingest's wall clock
   * at the end of the gap. Without it, the next ingest process would declare the time of this gap once more.
   */
  async recordGap({ fromSample, toSample }: SampleSpan, endsAtMs = 0): Promise<SampleSpan | null> {
    const received = this.state.positionSample;
    await this.write((writer) => this.writeSilence(writer, toSample));
    const lastAudioAtMs = Math.max(this.state.lastAudioAtMs, endsAtMs);
    this.updateProgress({ positionSample: Math.max(received, toSample), lastAudioAtMs });
    return fromSample > received ? { fromSample: received, toSample: fromSample } : null;
  }

  /** Acknowledges the message as soon as the audio up to `untilSample` is durable. */
  acknowledgeWhenDurable(untilSample: number, acknowledge: () => void): void {
    this.unacknowledged.add(untilSample, acknowledge);
    this.acknowledgeMessages();
  }

  /** The database knows the audio up to this sample. */
  markSaved(positionSample: number): void {
    this.savedSample = Math.max(this.savedSample, positionSample);
    this.acknowledgeMessages();
  }

  /** Makes the recording durable. The next audio opens it again. */
  async closeWriter(): Promise<void> {
    const { writer } = this;
    await writer?.close();
    if (this.writer === writer) this.writer = null;
    this.acknowledgeMessages();
  }

  /** Like `closeWriter`, but after too many failures drops what is not durable. */
  async endRecording(): Promise<void> {
    try {
      await this.closeWriter();
    } catch (error) {
      await this.handleWriteError(error);
      await this.dropWriter();
    }
  }

  /** Another replica owns the call: this recorder writes and acknowledges nothing more. */
  async release(): Promise<void> {
    this.isReleased = true;
    this.hasUnsavedProgress = false;
    await this.dropWriter();
  }

  /** Stops recording and acknowledges all messages of the call. */
  async stopRecording(): Promise<void> {
    await this.dropWriter();
    if (!this.isReleased) this.unacknowledged.acknowledgeAll();
  }

  private async writeFrame(writer: RecordingWriter, frame: AudioFrame, endSample: number): Promise<void> {
    await this.writeSilence(writer, frame.positionSample);
    if (endSample <= writer.positionSample) return;
    const writtenSamples = writer.positionSample - frame.positionSample;
    await writer.append(frame.payload.subarray(writtenSamples * bytesPerSample[frame.codec] * frame.channelCount));
  }

  private async writeSilence(writer: RecordingWriter, toSample: number): Promise<void> {
    const missing = toSample - writer.positionSample;
    if (missing <= 0) return;
    await writer.silenceUntil(toSample);
    this.metrics.filledSamples.add(missing);
  }

  /**
   * When a write fails, the bus delivers the message again. After some attempts the call continues without its
   * recording.
   */
  private async write(task: (writer: RecordingWriter) => Promise<void>): Promise<void> {
    if (this.isReleased) throw partitionLost();
    this.lastUsedAtMs = this.options.nowMs();
    if (this.failures.isPaused || !this.state.isRecorded) return;
    const receivedSample = this.state.positionSample;
    try {
      await task(await this.openWriter());
      this.failures.clearFailures();
      this.noteRecorded();
    } catch (error) {
      return this.handleWriteError(error);
    }
    await this.declareUnrecorded(receivedSample);
  }

  private noteRecorded(): void {
    const { hasRecording, recordedSample } = this.state;
    const position = this.writer?.positionSample ?? recordedSample;
    if (!hasRecording || position > recordedSample)
      this.updateProgress({ hasRecording: true, recordedSample: Math.max(recordedSample, position) });
  }

  /** The audio from the failure until `toSample` arrived and is silence in the recording. */
  private async declareUnrecorded(toSample: number): Promise<void> {
    const fromSample = this.stoppedAtSample;
    if (fromSample === undefined) return;
    if (toSample > fromSample) await this.options.onUnrecorded({ fromSample, toSample });
    // Not before: if the database is away, the message comes again and declares the same span.
    this.stoppedAtSample = undefined;
  }

  private async openWriter(): Promise<RecordingWriter> {
    if (this.writer !== null) return this.writer;
    const writer = await this.recordings.open(this.options.callId, this.state, () => this.acknowledgeMessages());
    if (this.isReleased) await writer.abandon();
    else this.writer = writer;
    return writer;
  }

  private async handleWriteError(error: unknown): Promise<void> {
    if (this.isReleased) throw partitionLost();
    const code = error instanceof Failure ? error.code : 'UNEXPECTED';
    // This process closed the writer in the meantime; the next attempt opens it again.
    if (code === 'RECORDING_CLOSED') this.writer = null;
    const isRetryable = !(error instanceof Failure) || error.retryable || code === 'RECORDING_CLOSED';
    this.metrics.recordingFailures.add(1, { code });
    this.failures.countFailure();
    if (isRetryable && this.failures.mayRetry) {
      throw new Failure('RECORDING_FAILED', `The recording could not be written (${code}).`, {
        retryable: true,
        cause: error,
      });
    }
    await this.options.onRecordingFailed(code);
    this.failures.pauseRecording(!isRetryable);
    await this.stopWriting(isRetryable);
    this.acknowledgeMessages();
  }

  /** The call goes on without its recording. */
  private async stopWriting(isRetryable: boolean): Promise<void> {
    // A writer with audio in memory keeps trying to store it. One without is opened again for the next write.
    const hasAudioInMemory = this.writer?.durableSample !== this.writer?.positionSample;
    if (!isRetryable || !hasAudioInMemory) await this.dropWriter();
    this.stoppedAtSample ??= this.state.recordedSample;
  }

  private acknowledgeMessages(): void {
    if (this.isReleased) return;
    // While the call continues without its recording, its messages must not hold back those of other calls.
    const waitsForRecording = this.writer !== null && this.options.bus.redelivers && !this.failures.isPaused;
    const recordedSample = waitsForRecording ? (this.writer?.durableSample ?? 0) : Infinity;
    this.unacknowledged.acknowledgeUntil(Math.min(this.savedSample, recordedSample));
  }

  private async dropWriter(): Promise<void> {
    const { writer } = this;
    this.writer = null;
    const durableSample = writer?.durableSample ?? Infinity;
    if (!this.isReleased && durableSample < this.state.recordedSample)
      this.updateProgress({ recordedSample: durableSample });
    await writer?.abandon().catch(() => undefined);
  }

  private updateProgress(change: Partial<StreamProgress>): void {
    this.state = { ...this.state, ...change };
    this.hasUnsavedProgress = true;
  }
}
