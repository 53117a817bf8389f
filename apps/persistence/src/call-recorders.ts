import { channels as bothChannels, type AudioFrame, type CallId, type EventOf } from '@earshot/contracts';
import type { CallStore, Clock, Logger, RecordingFormat, RecordingStore, StreamProgress } from '@earshot/ports';
import { CallRecorder, type Hole } from './call-recorder.js';
import type { PersistenceMetrics } from './persistence.metrics.js';
import type { WriteBatcher } from './write-batcher.js';

/** How often the store learns how far live audio came; after a crash the recordings themselves tell the rest. */
const PROGRESS_EVERY_MS = 1_000;
/** Ids of calls that are over, so that late frames cost no query. */
const MAX_KNOWN_OVER = 10_000;
const PROGRESS_CHUNK = 200;

export interface CallRecordersOptions {
  readonly store: CallStore;
  readonly recordings: RecordingStore;
  readonly writes: WriteBatcher;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: PersistenceMetrics;
}

/** The recorders of the calls whose audio comes here now. */
export class CallRecorders {
  private readonly live = new Map<CallId, CallRecorder>();
  private readonly over = new Set<CallId>();
  private cancelTick: (() => void) | undefined;
  private flushing: Promise<void> | undefined;

  constructor(private readonly options: CallRecordersOptions) {}

  start(): void {
    this.cancelTick = this.options.clock.schedule(PROGRESS_EVERY_MS, () => {
      // What could not be written stays dirty for the next tick.
      void this.flush()
        .catch((error: unknown) => this.options.logger.warn({ err: error }, 'progress of live audio not written'))
        .finally(() => this.cancelTick && this.start());
    });
  }

  async opened({ callId, data }: EventOf<'stream.opened'>): Promise<void> {
    const format = { codec: data.codec, sampleRateHz: data.sampleRateHz, channelCount: data.channels.length };
    const recorder = await this.recorderOf(callId, { ...format, channels: data.channels });
    if (recorder === null) return;
    await recorder.goOn(data.channels);
    await this.save(callId, recorder);
  }

  async frame(frame: AudioFrame): Promise<void> {
    const { callId, codec, sampleRateHz, channelCount } = frame;
    const recorder = await this.recorderOf(callId, {
      codec,
      sampleRateHz,
      channelCount,
      channels: bothChannels.slice(0, channelCount),
    });
    if (recorder === null) return;
    await this.declare(callId, recorder, await recorder.frame(frame), 'FRAMES_LOST');
  }

  async gap({ callId, data }: EventOf<'audio.gap-declared'>): Promise<void> {
    const recorder = await this.recorderOf(callId, null);
    if (recorder === null) return;
    const hole = await recorder.gap(data);
    await this.declare(callId, recorder, hole, 'FRAMES_LOST');
    await this.declare(callId, recorder, data, data.reason);
  }

  async closed({ callId, data }: EventOf<'stream.closed'>): Promise<void> {
    const recorder = await this.recorderOf(callId, null);
    const atMs = this.options.clock.nowMs();
    if (recorder === null) return this.options.writes.write({ kind: 'audio-done', callId, atMs });
    const hole = await recorder.gap({ fromSample: data.endSample, toSample: data.endSample });
    await this.declare(callId, recorder, hole, 'FRAMES_LOST');
    await recorder.close();
    await this.options.writes.write(
      { kind: 'progress', callId, atMs, progress: recorder.progress },
      { kind: 'audio-done', callId, atMs },
    );
    this.forget(callId);
  }

  /** Writes how far every live call's audio came. */
  async flush(): Promise<void> {
    this.flushing ??= this.flushDirty().finally(() => (this.flushing = undefined));
    await this.flushing;
  }

  /** The call was given up: its file is made whole, and what comes late is passed over. */
  async finish(callId: CallId): Promise<void> {
    const recorder = this.live.get(callId);
    this.forget(callId);
    if (recorder?.isWriting) return recorder.close();
    const recording = await this.options.recordings.find(callId);
    if (recording === null) return;
    // Opening refreshes the header that a crash left behind the audio.
    await (await this.options.recordings.open(callId, recording.format)).close();
  }

  /** Lets go of files of calls that nobody speaks on here any more, e.g. after another replica took them over. */
  async closeIdle(sinceMs: number): Promise<void> {
    for (const [callId, recorder] of this.live) {
      if (recorder.lastUsedAtMs >= sinceMs || recorder.isDirty) continue;
      this.live.delete(callId);
      await recorder.close();
    }
    this.count();
  }

  /** The store learns the last positions and every file is made whole. */
  async close(): Promise<void> {
    this.cancelTick?.();
    this.cancelTick = undefined;
    await this.flush().catch((error: unknown) =>
      this.options.logger.warn({ err: error }, 'progress of live audio not written'),
    );
    const closed = await Promise.allSettled([...this.live.values()].map((recorder) => recorder.close()));
    this.live.clear();
    const failed = closed.filter(({ status }) => status === 'rejected').length;
    if (failed > 0) this.options.logger.error({ recordings: failed }, 'recordings could not be closed');
  }

  private async recorderOf(
    callId: CallId,
    format: (RecordingFormat & Pick<StreamProgress, 'channels'>) | null,
  ): Promise<CallRecorder | null> {
    const known = this.live.get(callId);
    if (known !== undefined) return known;
    if (this.over.has(callId)) return null;
    const call = await this.options.store.find(callId);
    if (call !== null && (call.status !== 'LIVE' || call.audioDone)) {
      this.forget(callId);
      return null;
    }
    const progress = call?.progress ?? (format && { ...format, ...nothingHeard(this.options.clock.nowMs()) });
    if (progress === null) return null;
    const recorder = this.newRecorder(callId, progress);
    this.live.set(callId, recorder);
    this.count();
    return recorder;
  }

  private newRecorder(callId: CallId, progress: StreamProgress): CallRecorder {
    const { recordings, metrics, clock, writes, logger } = this.options;
    const onGivenUp = async (code: string) => {
      logger.error({ callId, code }, 'call goes on without its recording');
      const message = `The recording could not be written (${code}); the transcript goes on.`;
      await writes.write({
        kind: 'problem',
        callId,
        atMs: clock.nowMs(),
        data: { stage: 'persistence', code: 'RECORDING_FAILED', message },
      });
    };
    return new CallRecorder({ callId, recordings, metrics, nowMs: () => clock.nowMs(), onGivenUp }, progress);
  }

  /** A gap is written before its event is acknowledged: unlike a position, no file tells it after a crash. */
  private async declare(callId: CallId, recorder: CallRecorder, hole: Hole | null, reason: string): Promise<void> {
    if (hole === null || hole.toSample <= hole.fromSample) return;
    const { channels, sampleRateHz } = recorder.progress;
    const msOf = (sample: number) => (sample / sampleRateHz) * 1_000;
    await this.options.writes.write(
      {
        kind: 'audio-gap',
        callId,
        atMs: this.options.clock.nowMs(),
        channels,
        fromMs: msOf(hole.fromSample),
        toMs: msOf(hole.toSample),
        reason,
      },
      { kind: 'progress', callId, atMs: this.options.clock.nowMs(), progress: recorder.progress },
    );
  }

  private async flushDirty(): Promise<void> {
    const dirty = [...this.live].filter(([, recorder]) => recorder.isDirty);
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
  }

  private forget(callId: CallId): void {
    this.live.delete(callId);
    this.over.add(callId);
    const [oldest] = this.over;
    if (this.over.size > MAX_KNOWN_OVER && oldest !== undefined) this.over.delete(oldest);
    this.count();
  }

  private count(): void {
    this.options.metrics.recording.set(this.live.size);
  }
}

const nothingHeard = (nowMs: number) => ({
  positionSample: 0,
  lastAudioAtMs: nowMs,
  nextSequence: 0,
  hasRecording: false,
});
