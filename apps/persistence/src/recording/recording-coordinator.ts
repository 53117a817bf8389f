import { frameSamples, type AudioFrame, type CallId, type EventData, type EventOf } from '@earshot/contracts';
import type { Clock, Logger } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import { partitionLost, type AudioMessageContext } from './audio-message-context.js';
import type { CallRecorder } from './call-recorder.js';
import type { RecorderRegistry } from './recorder-registry.js';
import type { RecordingFacts } from './recording-facts.js';
import type { RecordingFinisher } from './recording-finisher.js';

/** How often the progress of live audio is written. A message waits up to this long for its acknowledgement. */
const SAVE_EVERY_MS = 1_000;
/** Calls whose progress is written at the same time. */
const MAX_PARALLEL_SAVES = 200;

/**
 * Handles the events of `calls.audio`: records them and writes gaps, progress and the participants on the tracks to the
 * database.
 */
export class RecordingCoordinator {
  private readonly saving: PeriodicTask;
  private savingNow: Promise<void> | undefined;

  constructor(
    private readonly registry: RecorderRegistry,
    private readonly facts: RecordingFacts,
    private readonly finisher: RecordingFinisher,
    clock: Clock,
    private readonly logger: Logger,
  ) {
    // Progress that could not be written is tried again at the next run.
    this.saving = new PeriodicTask(
      clock,
      SAVE_EVERY_MS,
      () => this.saveProgress(),
      (error) => this.logUnsavedProgress(error),
    );
  }

  start(): void {
    this.saving.start();
  }

  async openStream({ callId, data }: EventOf<'stream.opened'>, context: AudioMessageContext): Promise<void> {
    const { codec, sampleRateHz, tracks, isRecorded } = data;
    const format = { codec, sampleRateHz, channelCount: tracks.length, isRecorded };
    const recorder = await this.registry.openRecorder(callId, format, context.lost);
    if (recorder !== null) {
      // A process that brings the call anew may know that somebody stopped the recording, and never that it goes on.
      if (isRecorded === false) await recorder.setRecorded(false);
      await recorder.continueStream();
      await this.facts.openStream(callId, recorder, data);
    }
    context.acknowledge();
  }

  /** Stops the recording of a call, or lets it go on, before its next frame. */
  async changeStream({ callId, data }: EventOf<'stream.changed'>, context: AudioMessageContext): Promise<void> {
    const recorder = await this.registry.openRecorder(callId, null, context.lost);
    if (recorder !== null && data.isRecorded !== undefined) {
      await recorder.setRecorded(data.isRecorded);
      await this.facts.saveProgress(callId, recorder);
    }
    context.acknowledge();
  }

  async assignTrack({ callId, data }: EventOf<'track.assigned'>, context: AudioMessageContext): Promise<void> {
    if (context.lost.aborted) throw partitionLost();
    await this.facts.assignTrack(callId, data);
    context.acknowledge();
  }

  async recordFrame(frame: AudioFrame, context: AudioMessageContext): Promise<void> {
    const { callId, codec, sampleRateHz, channelCount } = frame;
    const format = { codec, sampleRateHz, channelCount };
    const recorder = await this.registry.openRecorder(callId, format, context.lost);
    if (recorder === null) return context.acknowledge();
    await this.facts.declareGap(callId, recorder, await recorder.recordFrame(frame), 'FRAMES_LOST');
    const endSample = frame.positionSample + frameSamples(frame);
    recorder.acknowledgeWhenDurable(endSample, () => context.acknowledge());
  }

  async recordGap({ callId, data }: EventOf<'audio.gap-declared'>, context: AudioMessageContext): Promise<void> {
    const recorder = await this.registry.openRecorder(callId, null, context.lost);
    if (recorder === null) return context.acknowledge();
    await this.facts.declareGap(callId, recorder, await recorder.recordGap(data, data.endsAtMs), 'FRAMES_LOST');
    await this.facts.declareGap(callId, recorder, recorder.missingPartOf(data), data.reason);
    await this.declareGapOfSomeTracks(callId, recorder, data);
    recorder.acknowledgeWhenDurable(data.toSample, () => context.acknowledge());
  }

  async noteSilence({ callId, data }: EventOf<'stream.silent'>, context: AudioMessageContext): Promise<void> {
    if (context.lost.aborted) throw partitionLost();
    await this.facts.noteSilence(callId, data);
    context.acknowledge();
  }

  /** Completes the call's audio at once. The recording gets its final form later, without delaying other calls. */
  async closeStream({ callId, data }: EventOf<'stream.closed'>, context: AudioMessageContext): Promise<void> {
    const recorder = await this.registry.openRecorder(callId, null, context.lost);
    if (recorder !== null) {
      const missing = await recorder.recordGap({ fromSample: data.endSample, toSample: data.endSample });
      await this.facts.declareGap(callId, recorder, missing, 'FRAMES_LOST');
      await recorder.endRecording();
    }
    await this.facts.completeAudio(callId, recorder);
    if (recorder !== null) this.registry.endCall(callId);
    this.finisher.addCall(callId, () => context.acknowledge());
  }

  /** Writes the position of each live call's audio. A save that is already under way may lack the newest audio. */
  async saveProgress(): Promise<void> {
    await this.savingNow?.catch(() => undefined);
    this.savingNow ??= this.saveAllProgress().finally(() => (this.savingNow = undefined));
    await this.savingNow;
  }

  /** Finishes the recording of an abandoned call. Late audio is ignored. */
  async finishCall(callId: CallId): Promise<void> {
    const recorder = this.registry.findRecorder(callId);
    this.registry.endCall(callId);
    await this.tryToClose(callId, recorder);
    await recorder?.stopRecording();
    this.finisher.addCall(callId, () => undefined);
  }

  /** The call was erased: writes nothing more of it. Its messages are acknowledged and ignored. */
  async dropCall(callId: CallId): Promise<void> {
    const recorder = this.registry.findRecorder(callId);
    this.registry.endCall(callId);
    await recorder?.stopRecording();
    await recorder?.release();
  }

  /** Closes the recordings of calls that have had no audio in this process since `sinceMs`. */
  async closeIdleRecorders(sinceMs: number): Promise<void> {
    const isIdle = (recorder: CallRecorder) => recorder.lastUsedAtMs < sinceMs && !recorder.hasUnsavedProgress;
    for (const [callId, recorder] of this.registry.listRecorders()) {
      if (!isIdle(recorder)) continue;
      const isClosed = await this.tryToClose(callId, recorder);
      // Audio may have arrived in the meantime.
      if (isClosed && isIdle(recorder)) this.registry.removeRecorder(callId);
    }
  }

  /** Makes all recorded audio durable and acknowledges it. The next owner receives again whatever fails here. */
  async drainRecorders(): Promise<void> {
    await Promise.all(this.registry.listRecorders().map(([callId, recorder]) => this.tryToClose(callId, recorder)));
    await this.saveProgress().catch((error: unknown) => this.logUnsavedProgress(error));
  }

  /** Writes the last positions and completes all files. */
  async close(): Promise<void> {
    void this.saving.stop();
    await this.drainRecorders();
    await Promise.all(
      this.registry
        .listRecorders()
        .map(([callId, recorder]) => this.registry.removeRecorder(callId) && recorder.release()),
    );
    await this.finisher.close();
  }

  /** The frames of the span bring its silence to the recording. */
  private async declareGapOfSomeTracks(
    callId: CallId,
    recorder: CallRecorder,
    { fromSample, someTracks, reason }: EventData<'audio.gap-declared'>,
  ): Promise<void> {
    if (someTracks === undefined) return;
    const { tracks, toSample } = someTracks;
    await this.facts.declareGap(callId, recorder, { fromSample, toSample }, reason, tracks);
  }

  private async tryToClose(callId: CallId, recorder: CallRecorder | undefined): Promise<boolean> {
    try {
      await recorder?.closeWriter();
      return true;
    } catch (error) {
      this.logger.warn({ callId, err: error }, 'closing a recording failed');
      return false;
    }
  }

  private async saveAllProgress(): Promise<void> {
    const unsaved = this.registry.listRecorders().filter(([, recorder]) => recorder.hasUnsavedProgress);
    for (let from = 0; from < unsaved.length; from += MAX_PARALLEL_SAVES) {
      const chunk = unsaved.slice(from, from + MAX_PARALLEL_SAVES);
      await Promise.all(chunk.map(([callId, recorder]) => this.facts.saveProgress(callId, recorder)));
    }
  }

  private logUnsavedProgress(error: unknown): void {
    this.logger.warn({ err: error }, 'writing the progress of live audio failed');
  }
}
