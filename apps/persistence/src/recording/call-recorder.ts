import {
  bytesPerSample,
  frameSamples,
  type AudioFrame,
  type CallId,
  type Channel,
  type ErrorCode,
} from '@earshot/contracts';
import { PendingAcknowledgements } from '@earshot/domain';
import { Failure, type RecordingStore, type RecordingWriter, type StreamProgress } from '@earshot/ports';
import { partitionLost } from './audio-delivery.js';
import type { PersistenceMetrics } from '../persistence.metrics.js';

/** Tries of one write before the call goes on without its recording. */
const MAX_TRIES = 5;
/**
 * So long a durable bus keeps the call's audio while nothing can be written: room may be made on a disk. Longer, and the
 * call would look as if its source were gone.
 */
const PATIENCE_MS = 45_000;
/** A disk that was full may have room again. */
const TRY_AGAIN_AFTER_MS = 30_000;

export interface RecorderOptions {
  readonly callId: CallId;
  readonly recordings: RecordingStore;
  readonly metrics: PersistenceMetrics;
  /** Whether a message is acknowledged only when what it brought is safe. */
  readonly waitsForSafety: boolean;
  nowMs(): number;
  /** The call goes on without its recording, for now or for good. */
  onGivenUp(code: ErrorCode): Promise<void>;
}

/** A span of the call's clock for which no audio came and nobody said so, samples. */
export interface Hole {
  readonly fromSample: number;
  readonly toSample: number;
}

/**
 * One call's audio on its way to its recording. Frames are placed by their position, so that what comes twice is written
 * once and what never came is silence. How far audio was received is kept apart from how far it is recorded: a full
 * disk loses the recording, not the account of the call. A message is done when both outlive this process.
 */
export class CallRecorder {
  private writer: RecordingWriter | null = null;
  private failures = 0;
  private failingSinceMs = 0;
  private idleUntilMs = 0;
  private isLost = false;
  private isLetGo = false;
  private state: StreamProgress;
  /** End of the audio that came; declared gaps apart. */
  private heardSample: number;
  private savedSample: number;
  private readonly pending = new PendingAcknowledgements();
  /** Whether the store knows less than this. */
  isDirty = false;
  lastUsedAtMs: number;

  constructor(
    private readonly options: RecorderOptions,
    progress: StreamProgress,
  ) {
    this.state = progress;
    this.heardSample = progress.positionSample;
    this.savedSample = options.waitsForSafety ? progress.positionSample : Infinity;
    this.lastUsedAtMs = options.nowMs();
  }

  get progress(): StreamProgress {
    return this.state;
  }

  /** A new connection of the call: its channels stand, its format must be the recording's. */
  async goOn(channels: readonly Channel[]): Promise<void> {
    this.update({ channels });
    await this.record(async () => undefined);
  }

  /** Returns the audio that is missing before this frame, if any. */
  async frame(frame: AudioFrame): Promise<Hole | null> {
    const { positionSample, sequence, receivedAtMs } = frame;
    const endSample = positionSample + frameSamples(frame);
    const received = this.state.positionSample;
    this.options.metrics.duplicateSamples.add(Math.max(0, Math.min(endSample, received) - positionSample));
    await this.record((writer) => this.place(writer, frame, endSample));
    this.update({
      positionSample: Math.max(received, endSample),
      lastAudioAtMs: Math.max(this.state.lastAudioAtMs, receivedAtMs),
      nextSequence: Math.max(this.state.nextSequence, sequence + 1),
    });
    this.heardSample = Math.max(this.heardSample, endSample);
    return positionSample > received ? { fromSample: received, toSample: positionSample } : null;
  }

  /** A gap is declared from what the store knew of the call; audio that was on its way then is not missing. */
  missingOf({ fromSample, toSample }: Hole): Hole {
    return { fromSample: Math.max(fromSample, this.heardSample), toSample };
  }

  /** Silence up to there. Returns what is missing before `fromSample`. */
  async gap({ fromSample, toSample }: Hole): Promise<Hole | null> {
    const received = this.state.positionSample;
    await this.record((writer) => this.fill(writer, toSample));
    this.update({ positionSample: Math.max(received, toSample) });
    return fromSample > received ? { fromSample: received, toSample: fromSample } : null;
  }

  /** A message that brought audio up to there was handled. */
  handled(untilSample: number, acknowledge: () => void): void {
    this.pending.add(untilSample, acknowledge);
    this.settle();
  }

  /** The store knows that audio came up to there. */
  saved(positionSample: number): void {
    this.savedSample = Math.max(this.savedSample, positionSample);
    this.settle();
  }

  /** Makes what is recorded durable. It can go on afterwards. */
  async close(): Promise<void> {
    const { writer } = this;
    await writer?.close();
    if (this.writer === writer) this.writer = null;
    this.settle();
  }

  /** As `close`, and where that fails too often, without what is not durable. */
  async end(): Promise<void> {
    try {
      await this.close();
    } catch (error) {
      await this.failed(error);
      await this.dropWriter();
    }
  }

  /** The call is another replica's: nothing of it is written or acknowledged here any more. */
  async letGo(): Promise<void> {
    this.isLetGo = true;
    this.isDirty = false;
    await this.dropWriter();
  }

  /** Nothing more is wanted of it: all its messages are done. */
  async dismiss(): Promise<void> {
    await this.dropWriter();
    if (!this.isLetGo) this.pending.acknowledgeAll();
  }

  private async place(writer: RecordingWriter, frame: AudioFrame, endSample: number): Promise<void> {
    await this.fill(writer, frame.positionSample);
    if (endSample <= writer.positionSample) return;
    const known = writer.positionSample - frame.positionSample;
    await writer.append(frame.payload.subarray(known * bytesPerSample[frame.codec] * frame.channelCount));
  }

  private async fill(writer: RecordingWriter, toSample: number): Promise<void> {
    const missing = toSample - writer.positionSample;
    if (missing <= 0) return;
    await writer.silenceUntil(toSample);
    this.options.metrics.filledSamples.add(missing);
  }

  /** A write that fails makes the bus bring the event again; after some tries the call goes on without it. */
  private async record(step: (writer: RecordingWriter) => Promise<void>): Promise<void> {
    if (this.isLetGo) throw partitionLost();
    this.lastUsedAtMs = this.options.nowMs();
    if (this.isPaused) return;
    try {
      await step(await this.opened());
      this.failures = 0;
      if (!this.state.hasRecording) this.update({ hasRecording: true });
    } catch (error) {
      await this.failed(error);
    }
  }

  private async opened(): Promise<RecordingWriter> {
    if (this.writer !== null) return this.writer;
    const { recordings, callId } = this.options;
    const writer = await recordings.open(callId, this.state, () => this.settle());
    if (this.isLetGo) await writer.abandon();
    else this.writer = writer;
    return writer;
  }

  private async failed(error: unknown): Promise<void> {
    if (this.isLetGo) throw partitionLost();
    const code = error instanceof Failure ? error.code : 'UNEXPECTED';
    // Closed by ourselves meanwhile: the next try opens it again.
    if (code === 'RECORDING_CLOSED') this.writer = null;
    const mayPass = !(error instanceof Failure) || error.retryable || code === 'RECORDING_CLOSED';
    this.options.metrics.recordingFailures.add(1, { code });
    if (this.failures++ === 0) this.failingSinceMs = this.options.nowMs();
    if (mayPass && this.hasPatience) {
      throw new Failure('RECORDING_FAILED', `The recording could not be written (${code}).`, {
        retryable: true,
        cause: error,
      });
    }
    await this.options.onGivenUp(code);
    this.failures = 0;
    this.isLost = !mayPass;
    this.idleUntilMs = this.options.nowMs() + TRY_AGAIN_AFTER_MS;
    // What a writer has not stored yet, it goes on trying to store; one without such is opened afresh the next time.
    if (this.isLost || this.writer?.durableSample === this.writer?.positionSample) await this.dropWriter();
    this.settle();
  }

  private get hasPatience(): boolean {
    const failingForMs = this.options.nowMs() - this.failingSinceMs;
    return this.failures < MAX_TRIES || (this.options.waitsForSafety && failingForMs < PATIENCE_MS);
  }

  private get isPaused(): boolean {
    return this.isLost || this.options.nowMs() < this.idleUntilMs;
  }

  private settle(): void {
    if (this.isLetGo) return;
    // What goes without its recording must not hold back the messages of other calls.
    const isRecording = this.writer !== null && this.options.waitsForSafety && !this.isPaused;
    this.pending.acknowledgeUntil(
      Math.min(this.savedSample, isRecording ? (this.writer?.durableSample ?? 0) : Infinity),
    );
  }

  private async dropWriter(): Promise<void> {
    const { writer } = this;
    this.writer = null;
    await writer?.abandon().catch(() => undefined);
  }

  private update(change: Partial<StreamProgress>): void {
    this.state = { ...this.state, ...change };
    this.isDirty = true;
  }
}
