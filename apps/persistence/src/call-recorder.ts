import { bytesPerSample, frameSamples, type AudioFrame, type CallId, type Channel } from '@earshot/contracts';
import { Failure, type RecordingStore, type RecordingWriter, type StreamProgress } from '@earshot/ports';
import type { PersistenceMetrics } from './persistence.metrics.js';

/** Tries of one write before the call goes on without its recording. */
const MAX_TRIES = 5;
/** A disk that was full may have room again. */
const TRY_AGAIN_AFTER_MS = 30_000;

export interface RecorderOptions {
  readonly callId: CallId;
  readonly recordings: RecordingStore;
  readonly metrics: PersistenceMetrics;
  readonly nowMs: () => number;
  /** The call goes on without its recording, for now or for good. */
  onGivenUp(code: string): Promise<void>;
}

/** A span of the call's clock for which no audio came and nobody said so, samples. */
export interface Hole {
  readonly fromSample: number;
  readonly toSample: number;
}

/**
 * One call's audio on its way to its file. Frames are placed by their position, so that what comes twice is written
 * once and what never came is silence. How far audio was received is kept apart from how far it is recorded: a full
 * disk loses the recording, not the account of the call.
 */
export class CallRecorder {
  private writer: RecordingWriter | null = null;
  private failures = 0;
  private idleUntilMs = 0;
  private isLost = false;
  private state: StreamProgress;
  /** Whether the store knows less than this. */
  isDirty = false;
  lastUsedAtMs: number;

  constructor(
    private readonly options: RecorderOptions,
    progress: StreamProgress,
  ) {
    this.state = progress;
    this.lastUsedAtMs = options.nowMs();
  }

  get progress(): StreamProgress {
    return this.state;
  }

  get isWriting(): boolean {
    return this.writer !== null;
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
    return positionSample > received ? { fromSample: received, toSample: positionSample } : null;
  }

  /** Silence up to there. Returns what is missing before `fromSample`. */
  async gap({ fromSample, toSample }: Hole): Promise<Hole | null> {
    const received = this.state.positionSample;
    await this.record((writer) => this.fill(writer, toSample));
    this.update({ positionSample: Math.max(received, toSample) });
    return fromSample > received ? { fromSample: received, toSample: fromSample } : null;
  }

  /** Makes the file complete. It can go on afterwards. */
  async close(): Promise<void> {
    const writer = this.writer;
    this.writer = null;
    await writer?.close();
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
    this.lastUsedAtMs = this.options.nowMs();
    if (this.isLost || this.lastUsedAtMs < this.idleUntilMs) return;
    try {
      this.writer ??= await this.options.recordings.open(this.options.callId, this.state);
      await step(this.writer);
      this.failures = 0;
      if (!this.state.hasRecording) this.update({ hasRecording: true });
    } catch (error) {
      await this.failed(error);
    }
  }

  private async failed(error: unknown): Promise<void> {
    const code = error instanceof Failure ? error.code : 'UNEXPECTED';
    const mayPass = !(error instanceof Failure) || error.retryable || code === 'RECORDING_CLOSED';
    this.options.metrics.recordingFailures.add(1, { code });
    await this.close().catch(() => undefined);
    this.failures++;
    if (mayPass && this.failures < MAX_TRIES) {
      throw new Failure('RECORDING_FAILED', `The recording could not be written (${code}).`, {
        retryable: true,
        cause: error,
      });
    }
    await this.options.onGivenUp(code);
    this.failures = 0;
    this.isLost = !mayPass;
    this.idleUntilMs = this.options.nowMs() + TRY_AGAIN_AFTER_MS;
  }

  private update(change: Partial<StreamProgress>): void {
    this.state = { ...this.state, ...change };
    this.isDirty = true;
  }
}
