import type { CallId } from '@earshot/contracts';
import { partitionLost } from './audio-delivery.js';
import type { CallRecorder } from './call-recorder.js';
import type { PersistenceMetrics } from '../persistence.metrics.js';

/** Ids of calls that are over, so that late frames cost no query. */
const MAX_KNOWN_OVER = 10_000;

interface Live {
  readonly recorder: CallRecorder;
  /** Of the ownership that the recorder was made under. */
  readonly lost: AbortSignal;
  forget(): void;
}

/** Recorders by call, each for as long as this replica owns the call's audio. */
export class LiveRecorders {
  private readonly byCall = new Map<CallId, Live>();
  private readonly knownOver = new Set<CallId>();

  constructor(private readonly metrics: Pick<PersistenceMetrics, 'recording'>) {}

  all(): readonly (readonly [CallId, CallRecorder])[] {
    return [...this.byCall].map(([callId, { recorder }]) => [callId, recorder] as const);
  }

  get(callId: CallId): CallRecorder | undefined {
    return this.byCall.get(callId)?.recorder;
  }

  /** Rejects what comes by an ownership that is over; passes over a recorder of an earlier one. */
  of(callId: CallId, lost: AbortSignal): CallRecorder | undefined {
    if (lost.aborted) throw partitionLost();
    const live = this.byCall.get(callId);
    return live?.lost === lost ? live.recorder : undefined;
  }

  add(callId: CallId, recorder: CallRecorder, lost: AbortSignal): void {
    const before = this.get(callId);
    this.remove(callId);
    void before?.letGo();
    const onLost = () => {
      this.remove(callId);
      void recorder.letGo();
    };
    lost.addEventListener('abort', onLost, { once: true });
    this.byCall.set(callId, { recorder, lost, forget: () => lost.removeEventListener('abort', onLost) });
    this.metrics.recording.set(this.byCall.size);
  }

  /** Whether it was there. */
  remove(callId: CallId): boolean {
    this.byCall.get(callId)?.forget();
    const wasThere = this.byCall.delete(callId);
    this.metrics.recording.set(this.byCall.size);
    return wasThere;
  }

  over(callId: CallId): void {
    this.remove(callId);
    this.knownOver.add(callId);
    const [oldest] = this.knownOver;
    if (this.knownOver.size > MAX_KNOWN_OVER && oldest !== undefined) this.knownOver.delete(oldest);
  }

  isOver(callId: CallId): boolean {
    return this.knownOver.has(callId);
  }
}
