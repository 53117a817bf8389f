import type { CallId } from '@earshot/contracts';
import { RecentIds } from '@earshot/domain';
import type { CallStore, Clock, OpenCall, RecordingFormat, StreamProgress } from '@earshot/ports';
import type { PersistenceMetrics } from '../persistence.metrics.js';
import { partitionLost } from './audio-message-context.js';
import type { CallRecorder } from './call-recorder.js';
import type { RecorderFactory } from './recorder-factory.js';

/** Ended calls that are remembered, so that their late frames cost no query. */
const MAX_ENDED_CALLS = 10_000;

/** The audio of a call that may be new. `isRecorded` counts for a new call only. */
interface StreamFormat extends RecordingFormat {
  readonly isRecorded?: boolean | undefined;
}

interface RecorderEntry {
  readonly recorder: CallRecorder;
  /** The signal of the ownership under which the recorder was created. */
  readonly lost: AbortSignal;
  unwatchPartition(): void;
}

/** The recorders of the calls whose audio this replica owns. */
export class RecorderRegistry {
  private readonly recorders = new Map<CallId, RecorderEntry>();
  private readonly endedCalls = new RecentIds(MAX_ENDED_CALLS);

  constructor(
    private readonly store: CallStore,
    private readonly factory: RecorderFactory,
    private readonly clock: Clock,
    private readonly metrics: Pick<PersistenceMetrics, 'recording'>,
  ) {}

  listRecorders(): readonly (readonly [CallId, CallRecorder])[] {
    return [...this.recorders].map(([callId, { recorder }]) => [callId, recorder] as const);
  }

  findRecorder(callId: CallId): CallRecorder | undefined {
    return this.recorders.get(callId)?.recorder;
  }

  /** Null when the call ended, or when it is unknown and the message brings no format. Rejects with `CALL_HANDED_OVER`. */
  async openRecorder(callId: CallId, format: StreamFormat | null, lost: AbortSignal): Promise<CallRecorder | null> {
    if (lost.aborted) throw partitionLost();
    const entry = this.recorders.get(callId);
    // A recorder of an earlier ownership is replaced: its progress is stale.
    if (entry?.lost === lost) return entry.recorder;
    if (this.endedCalls.has(callId)) return null;
    const call = await this.store.find(callId);
    if (lost.aborted) throw partitionLost();
    if (call !== null && hasEnded(call)) {
      this.endCall(callId);
      return null;
    }
    const progress = call?.progress ?? (format && startProgress(format, this.clock.nowMs()));
    if (progress === null) return null;
    const recorder = this.factory.createRecorder(callId, progress);
    this.addRecorder(callId, recorder, lost);
    return recorder;
  }

  /** Returns whether the call had a recorder. */
  removeRecorder(callId: CallId): boolean {
    this.recorders.get(callId)?.unwatchPartition();
    const hadRecorder = this.recorders.delete(callId);
    this.metrics.recording.set(this.recorders.size);
    return hadRecorder;
  }

  /** Removes the recorder; late audio of the call is ignored from now on. */
  endCall(callId: CallId): void {
    this.removeRecorder(callId);
    this.endedCalls.add(callId);
  }

  private addRecorder(callId: CallId, recorder: CallRecorder, lost: AbortSignal): void {
    const previous = this.findRecorder(callId);
    this.removeRecorder(callId);
    void previous?.release();
    const onLost = () => {
      this.removeRecorder(callId);
      void recorder.release();
    };
    lost.addEventListener('abort', onLost, { once: true });
    const unwatchPartition = () => lost.removeEventListener('abort', onLost);
    this.recorders.set(callId, { recorder, lost, unwatchPartition });
    this.metrics.recording.set(this.recorders.size);
  }
}

const hasEnded = ({ status, audioDone }: OpenCall): boolean => status !== 'LIVE' || audioDone;

const startProgress = ({ isRecorded = true, ...format }: StreamFormat, nowMs: number): StreamProgress => ({
  ...format,
  isRecorded,
  positionSample: 0,
  lastAudioAtMs: nowMs,
  nextSequence: 0,
  hasRecording: false,
  recordedSample: 0,
});
