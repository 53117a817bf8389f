import { formatSegmentId, parseSegmentId, type CallId, type EventData } from '@earshot/contracts';
import { Failure, type SegmentView } from '@earshot/ports';
import type { EnrichedCall } from '../call/enriched-call.js';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import type { StoredFinalReplay } from './stored-final-replay.js';
import type { StoredFinals } from './stored-finals.js';
import { TakeoverProgress } from './takeover-progress.js';

/** When a process first sees a call later than this, it missed the beginning of the call. */
const BEGINNING_MS = 30_000;
/**
 * A call whose beginning this process saw has no segment older than this. If this process owned the partition for longer, no
 * other process can have enriched the call.
 */
const OWNED_BEFORE_MS = 120_000;
/** How far back redaction looks for the subject of the talk and for digits that may continue. */
const REDACTION_REACH_MS = 300_000;
/** Most stored finals that are read for a call: about 24 hours of talk. The metrics of a longer call stay as they are stored. */
const MAX_FINALS = 25_000;
/** Up to this attempt a message waits until its predecessor is stored: one or two seconds. */
const ATTEMPTS_FOR_PREDECESSOR = 4;

/** The first segment of a call that this process sees. */
export type FirstSegment = Pick<EventData<'transcript.segment'>, 'segmentId' | 'startMs'>;

/** The delivery with which this process sees a call for the first time. */
export interface FirstDelivery {
  readonly firstSegment: FirstSegment;
  /** The delivery attempt of the message, from 1. */
  readonly attempt: number;
  /** How long this process had owned the partition, by the time of its events. */
  readonly ownedForMs: number;
}

export interface CallRebuilderOptions {
  readonly createCall: (callId: CallId, takeover: TakeoverProgress) => EnrichedCall;
  /** Whether messages outlive a process. If so, finals that a former process published last may still be on the bus. */
  readonly isBusDurable: boolean;
}

/**
 * Creates the state of a call that this process sees for the first time. When another process enriched the call before,
 * the state is rebuilt from the stored finals. `LateFinalCounter` adds finals that are stored later.
 */
export class CallRebuilder {
  constructor(
    private readonly storedFinals: StoredFinals | null,
    private readonly replay: StoredFinalReplay,
    private readonly metrics: Pick<EnrichmentMetrics, 'takenOverCalls'>,
    private readonly options: CallRebuilderOptions,
  ) {}

  /** False where there is no store to read. */
  get hasStore(): boolean {
    return this.storedFinals !== null;
  }

  /** Rejects with a retryable `Failure` while the stored finals cannot be read or lack the predecessor. */
  async rebuildCall(callId: CallId, delivery: FirstDelivery): Promise<EnrichedCall> {
    const { firstSegment, attempt, ownedForMs } = delivery;
    const { isBusDurable, createCall } = this.options;
    if (this.storedFinals === null) return this.createCallWithoutStore(callId, firstSegment.startMs);
    const call = createCall(callId, new TakeoverProgress(false));
    const { count, recent } = await this.replayFinals(call, this.storedFinals);
    if (isBusDurable && attempt < ATTEMPTS_FOR_PREDECESSOR && lacksPredecessor(call, firstSegment))
      throw new Failure('HISTORY_BEHIND', 'The final before this segment is not stored yet.', { retryable: true });
    this.replay.recallFinals(call, recent);
    const isNew = count === 0 && firstSegment.startMs <= BEGINNING_MS && ownedForMs > OWNED_BEFORE_MS;
    call.takeover.hasAllFinals = isNew || !isBusDurable || !call.hasCompleteMetrics;
    if (count > 0) this.metrics.takenOverCalls.add();
    return call;
  }

  /** Without a store, the metrics are complete only when this process saw the beginning of the call. */
  createCallWithoutStore(callId: CallId, firstSeenMs: number): EnrichedCall {
    const call = this.options.createCall(callId, new TakeoverProgress(true));
    call.hasCompleteMetrics = firstSeenMs <= BEGINNING_MS;
    return call;
  }

  private async replayFinals(
    call: EnrichedCall,
    stored: StoredFinals,
  ): Promise<{ count: number; recent: SegmentView[] }> {
    const recent: SegmentView[] = [];
    let count = 0;
    for await (const finals of stored.readPages(call.callId)) {
      count += finals.length;
      call.hasCompleteMetrics &&= count <= MAX_FINALS;
      if (!call.hasCompleteMetrics) break;
      for (const final of finals) {
        this.replay.replayFinal(call, final);
        recent.push(final);
        const reachMs = final.startMs - REDACTION_REACH_MS;
        while ((recent[0]?.startMs ?? Infinity) < reachMs) recent.shift();
      }
    }
    return { count, recent };
  }
}

/** The ordinals of a stint have no gaps, so the previous final was published, whichever process did it. */
function lacksPredecessor(call: EnrichedCall, { segmentId }: FirstSegment): boolean {
  const parts = parseSegmentId(segmentId);
  if (parts === null || parts.ordinal === 0) return false;
  const previous = formatSegmentId({ stint: parts.stint, ordinal: parts.ordinal - 1 });
  return !call.revisions.isFinal(segmentId) && !call.revisions.isFinal(previous);
}
