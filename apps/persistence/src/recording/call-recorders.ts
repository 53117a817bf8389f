import {
  channels as bothChannels,
  frameSamples,
  type AudioFrame,
  type CallId,
  type EventOf,
  type ErrorCode,
} from '@earshot/contracts';
import type { CallStore, Clock, Logger, RecordingFormat, RecordingStore, StreamProgress } from '@earshot/ports';
import { partitionLost, type AudioDelivery } from './audio-delivery.js';
import { CallRecorder, type Hole } from './call-recorder.js';
import { FinishedRecordings } from './finished-recordings.js';
import { LiveRecorders } from './live-recorders.js';
import type { PersistenceMetrics } from '../persistence.metrics.js';
import type { WriteBatcher } from '../writes/write-batcher.js';

/** How often the store learns how far live audio came; messages wait as long to be acknowledged. */
const PROGRESS_EVERY_MS = 1_000;
const PROGRESS_CHUNK = 200;

export interface CallRecordersOptions {
  readonly store: CallStore;
  readonly recordings: RecordingStore;
  readonly writes: WriteBatcher;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: PersistenceMetrics;
  /** Whether messages that are not acknowledged come again when this process dies. */
  readonly isBusDurable: boolean;
}

/** The recorders of the calls whose audio comes here now. */
export class CallRecorders {
  private readonly live: LiveRecorders;
  private readonly finished: FinishedRecordings;
  private cancelTick: (() => void) | undefined;
  private flushing: Promise<void> | undefined;

  constructor(private readonly options: CallRecordersOptions) {
    this.live = new LiveRecorders(options.metrics);
    this.finished = new FinishedRecordings(options);
  }

  start(): void {
    this.cancelTick = this.options.clock.schedule(PROGRESS_EVERY_MS, () => {
      // What could not be written stays dirty for the next tick.
      void this.flush()
        .catch((error: unknown) => this.options.logger.warn({ err: error }, 'progress of live audio not written'))
        .finally(() => this.cancelTick && this.start());
    });
  }

  async opened({ callId, data }: EventOf<'stream.opened'>, { acknowledge, lost }: AudioDelivery): Promise<void> {
    const format = { codec: data.codec, sampleRateHz: data.sampleRateHz, channelCount: data.channels.length };
    const recorder = await this.recorderOf(callId, { ...format, channels: data.channels }, lost);
    if (recorder !== null) {
      await recorder.goOn(data.channels);
      await this.save(callId, recorder);
    }
    acknowledge();
  }

  async frame(frame: AudioFrame, { acknowledge, lost }: AudioDelivery): Promise<void> {
    const { callId, codec, sampleRateHz, channelCount } = frame;
    const channels = bothChannels.slice(0, channelCount);
    const recorder = await this.recorderOf(callId, { codec, sampleRateHz, channelCount, channels }, lost);
    if (recorder === null) return acknowledge();
    await this.declare(callId, recorder, await recorder.frame(frame), 'FRAMES_LOST');
    recorder.handled(frame.positionSample + frameSamples(frame), acknowledge);
  }

  async gap({ callId, data }: EventOf<'audio.gap-declared'>, { acknowledge, lost }: AudioDelivery): Promise<void> {
    const recorder = await this.recorderOf(callId, null, lost);
    if (recorder === null) return acknowledge();
    const hole = await recorder.gap(data);
    await this.declare(callId, recorder, hole, 'FRAMES_LOST');
    await this.declare(callId, recorder, recorder.missingOf(data), data.reason);
    recorder.handled(data.toSample, acknowledge);
  }

  /** The call's audio is complete at once, its recording is brought into its final form while others go on. */
  async closed({ callId, data }: EventOf<'stream.closed'>, { acknowledge, lost }: AudioDelivery): Promise<void> {
    const recorder = await this.recorderOf(callId, null, lost);
    const atMs = this.options.clock.nowMs();
    if (recorder === null) {
      await this.options.writes.write({ kind: 'audio-done', callId, atMs });
    } else {
      const hole = await recorder.gap({ fromSample: data.endSample, toSample: data.endSample });
      await this.declare(callId, recorder, hole, 'FRAMES_LOST');
      await recorder.end();
      const { progress } = recorder;
      await this.options.writes.write(
        { kind: 'progress', callId, atMs, progress },
        { kind: 'audio-done', callId, atMs },
      );
      recorder.saved(progress.positionSample);
      this.live.over(callId);
    }
    this.finished.add(callId, acknowledge);
  }

  /** Writes how far every live call's audio came. */
  async flush(): Promise<void> {
    this.flushing ??= this.flushDirty().finally(() => (this.flushing = undefined));
    await this.flushing;
  }

  /** The call was given up: its recording is made whole, and what comes late is passed over. */
  async finish(callId: CallId): Promise<void> {
    const recorder = this.live.get(callId);
    this.live.over(callId);
    await this.tryToClose(callId, recorder);
    await recorder?.dismiss();
    this.finished.add(callId, () => undefined);
  }

  /** Lets go of recordings of calls that nobody speaks on here any more. */
  async closeIdle(sinceMs: number): Promise<void> {
    for (const [callId, recorder] of this.live.all()) {
      if (recorder.lastUsedAtMs >= sinceMs || recorder.isDirty) continue;
      const isClosed = await this.tryToClose(callId, recorder);
      // Audio may have come while it was closing.
      if (isClosed && recorder.lastUsedAtMs < sinceMs && !recorder.isDirty) this.live.remove(callId);
    }
  }

  /** What was handled is safe and acknowledged, as far as that can be had: what is not, the next owner hears again. */
  async settle(): Promise<void> {
    await Promise.all(this.live.all().map(([callId, recorder]) => this.tryToClose(callId, recorder)));
    await this.flush().catch((error: unknown) =>
      this.options.logger.warn({ err: error }, 'progress of live audio not written'),
    );
  }

  /** The store learns the last positions and every recording is whole. */
  async close(): Promise<void> {
    this.cancelTick?.();
    this.cancelTick = undefined;
    await this.settle();
    await Promise.all(this.live.all().map(([callId, recorder]) => this.live.remove(callId) && recorder.letGo()));
    await this.finished.close();
  }

  private async tryToClose(callId: CallId, recorder: CallRecorder | undefined): Promise<boolean> {
    try {
      await recorder?.close();
      return true;
    } catch (error) {
      this.options.logger.warn({ callId, err: error }, 'recording not closed');
      return false;
    }
  }

  private async recorderOf(
    callId: CallId,
    format: (RecordingFormat & Pick<StreamProgress, 'channels'>) | null,
    lost: AbortSignal,
  ): Promise<CallRecorder | null> {
    const known = this.live.of(callId, lost);
    if (known !== undefined) return known;
    if (this.live.isOver(callId)) return null;
    const call = await this.options.store.find(callId);
    // What was asked for may be another replica's by now, and must not be begun here.
    if (lost.aborted) throw partitionLost();
    if (call !== null && (call.status !== 'LIVE' || call.audioDone)) {
      this.live.over(callId);
      return null;
    }
    const progress = call?.progress ?? (format && { ...format, ...nothingHeard(this.options.clock.nowMs()) });
    if (progress === null) return null;
    const recorder = this.newRecorder(callId, progress);
    this.live.add(callId, recorder, lost);
    return recorder;
  }

  private newRecorder(callId: CallId, progress: StreamProgress): CallRecorder {
    const { recordings, metrics, clock, writes, logger, isBusDurable } = this.options;
    const onGivenUp = async (code: ErrorCode) => {
      logger.error({ callId, code }, 'call goes on without its recording');
      const message = `The recording could not be written (${code}); the transcript goes on.`;
      const data = { stage: 'persistence', code: 'RECORDING_FAILED', message };
      await writes.write({ kind: 'problem', callId, atMs: clock.nowMs(), data });
    };
    const nowMs = () => clock.nowMs();
    return new CallRecorder({ callId, recordings, metrics, nowMs, onGivenUp, waitsForSafety: isBusDurable }, progress);
  }

  /** A gap is written before its event is acknowledged: unlike a position, no recording tells it after a crash. */
  private async declare(callId: CallId, recorder: CallRecorder, hole: Hole | null, reason: string): Promise<void> {
    if (hole === null || hole.toSample <= hole.fromSample) return;
    const { progress } = recorder;
    const { channels, sampleRateHz, positionSample } = progress;
    const msOf = (sample: number) => (sample / sampleRateHz) * 1_000;
    const [fromMs, toMs, atMs] = [msOf(hole.fromSample), msOf(hole.toSample), this.options.clock.nowMs()];
    await this.options.writes.write(
      { kind: 'audio-gap', callId, atMs, channels, fromMs, toMs, reason },
      { kind: 'progress', callId, atMs, progress },
    );
    recorder.saved(positionSample);
  }

  private async flushDirty(): Promise<void> {
    const dirty = this.live.all().filter(([, recorder]) => recorder.isDirty);
    for (let from = 0; from < dirty.length; from += PROGRESS_CHUNK) {
      await Promise.all(
        dirty.slice(from, from + PROGRESS_CHUNK).map(([callId, recorder]) => this.save(callId, recorder)),
      );
    }
  }

  private async save(callId: CallId, recorder: CallRecorder): Promise<void> {
    const { progress } = recorder;
    recorder.isDirty = false;
    try {
      await this.options.writes.write({ kind: 'progress', callId, atMs: this.options.clock.nowMs(), progress });
    } catch (error) {
      recorder.isDirty = true;
      throw error;
    }
    recorder.saved(progress.positionSample);
  }
}

const nothingHeard = (nowMs: number) => ({
  positionSample: 0,
  lastAudioAtMs: nowMs,
  nextSequence: 0,
  hasRecording: false,
});
