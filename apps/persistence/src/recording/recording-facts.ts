import type { CallId, ErrorCode, EventData } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import type { CallWrite, Clock, Logger } from '@earshot/ports';
import type { WriteBatcher } from '../writes/write-batcher.js';
import type { CallRecorder } from './call-recorder.js';
import type { SampleSpan } from './sample-span.js';
import { writesOfAssignment, writesOfOpening } from './track-writes.js';

/** Writes the facts that recording learns about a call to the database. */
export class RecordingFacts {
  constructor(
    private readonly writes: WriteBatcher,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Writes who is on the call and its tracks together with the progress. */
  openStream(callId: CallId, recorder: CallRecorder, data: EventData<'stream.opened'>): Promise<void> {
    return this.saveProgress(callId, recorder, writesOfOpening(callId, data, this.clock.nowMs()));
  }

  assignTrack(callId: CallId, data: EventData<'track.assigned'>): Promise<void> {
    return this.writes.write(...writesOfAssignment(callId, data, this.clock.nowMs()));
  }

  noteSilence(callId: CallId, { sinceMs, isConnected }: EventData<'stream.silent'>): Promise<void> {
    return this.writes.write({ kind: 'silence', callId, atMs: this.clock.nowMs(), sinceMs, isConnected });
  }

  async saveProgress(callId: CallId, recorder: CallRecorder, others: readonly CallWrite[] = []): Promise<void> {
    const { progress } = recorder;
    recorder.hasUnsavedProgress = false;
    try {
      await this.writes.write({ kind: 'progress', callId, atMs: this.clock.nowMs(), progress }, ...others);
    } catch (error) {
      recorder.hasUnsavedProgress = true;
      throw error;
    }
    recorder.markSaved(progress.positionSample);
  }

  /**
   * Writes a gap before its event is acknowledged: after a crash, the recording shows its position but not its gaps. Without
   * `onTracks`, the gap is on every track.
   */
  async declareGap(
    callId: CallId,
    recorder: CallRecorder,
    span: SampleSpan | null,
    reason: string,
    onTracks?: readonly number[],
  ): Promise<void> {
    if (span === null || span.toSample <= span.fromSample) return;
    const { progress } = recorder;
    const { channelCount, sampleRateHz, positionSample } = progress;
    const tracks = onTracks?.filter((track) => track < channelCount) ?? [...Array(channelCount).keys()];
    const [fromMs, toMs] = [samplesToMs(span.fromSample, sampleRateHz), samplesToMs(span.toSample, sampleRateHz)];
    const atMs = this.clock.nowMs();
    await this.writes.write(
      { kind: 'audio-gap', callId, atMs, tracks, fromMs, toMs, reason },
      { kind: 'progress', callId, atMs, progress },
    );
    recorder.markSaved(positionSample);
  }

  /** Audio that arrived and is missing in the recording. */
  async declareUnrecorded(callId: CallId, { fromSample, toSample }: SampleSpan, sampleRateHz: number): Promise<void> {
    const [fromMs, toMs] = [samplesToMs(fromSample, sampleRateHz), samplesToMs(toSample, sampleRateHz)];
    await this.writes.write({ kind: 'unrecorded', callId, atMs: this.clock.nowMs(), fromMs, toMs });
  }

  /** No more audio of the call will be recorded. */
  async completeAudio(callId: CallId, recorder: CallRecorder | null): Promise<void> {
    const atMs = this.clock.nowMs();
    if (recorder === null) return this.writes.write({ kind: 'audio-done', callId, atMs });
    const { progress } = recorder;
    await this.writes.write({ kind: 'progress', callId, atMs, progress }, { kind: 'audio-done', callId, atMs });
    recorder.markSaved(progress.positionSample);
  }

  async reportFailedRecording(callId: CallId, code: ErrorCode): Promise<void> {
    this.logger.error({ callId, code }, 'the call continues without its recording');
    const message = `The recording could not be written (${code}); the transcript continues.`;
    const data = { stage: 'persistence', code: 'RECORDING_FAILED', message };
    await this.writes.write({ kind: 'problem', callId, atMs: this.clock.nowMs(), data });
  }
}
