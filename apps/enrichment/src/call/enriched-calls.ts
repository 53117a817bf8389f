import type { CallId } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import type { EnrichedCall } from './enriched-call.js';

/** Most calls in memory. Beyond it, the call that was silent longest is dropped, and its metrics are no longer published. */
const MAX_CALLS = 20_000;
/** How long a completed call stays in memory, for words that are transcribed later from its recording. */
const KEEP_COMPLETED_MS = 10 * 60_000;
/** How long a silent call stays in memory when its end never arrives. */
const KEEP_SILENT_MS = 6 * 3_600_000;

interface CallEntry {
  readonly call: EnrichedCall;
  touchedAtMs: number;
  /** Removes the listener from the partition's signal, which outlives its calls and must not hold them. */
  unwatchPartition(): void;
}

/** The calls that this process enriches, in the order they were used last. Each access drops calls that are no longer needed. */
export class EnrichedCalls {
  private readonly active = new Map<CallId, CallEntry>();
  private readonly completed = new Map<CallId, CallEntry>();

  constructor(
    private readonly clock: Clock,
    private readonly metrics: Pick<EnrichmentMetrics, 'calls'>,
    private readonly maxCalls = MAX_CALLS,
  ) {}

  get size(): number {
    return this.active.size + this.completed.size;
  }

  findCall(callId: CallId): EnrichedCall | undefined {
    const map = this.completed.has(callId) ? this.completed : this.active;
    const entry = map.get(callId);
    if (entry === undefined) return undefined;
    entry.touchedAtMs = this.clock.nowMs();
    map.delete(callId);
    map.set(callId, entry);
    this.dropOldCalls(entry.touchedAtMs);
    return entry.call;
  }

  /** Keeps the call until `lost` is aborted, which means that another process owns its partition. */
  addCall(callId: CallId, call: EnrichedCall, lost?: AbortSignal): EnrichedCall {
    const touchedAtMs = this.clock.nowMs();
    const onLost = () => this.dropLostCall(callId, call);
    lost?.addEventListener('abort', onLost, { once: true });
    this.active.set(callId, { call, touchedAtMs, unwatchPartition: () => lost?.removeEventListener('abort', onLost) });
    this.dropOldCalls(touchedAtMs);
    return call;
  }

  /** From now on only words that are transcribed later from the recording can arrive. */
  markCompleted(callId: CallId): void {
    const entry = this.active.get(callId);
    if (entry === undefined) return;
    this.active.delete(callId);
    this.completed.set(callId, entry);
  }

  private dropLostCall(callId: CallId, call: EnrichedCall): void {
    call.unpublished.discardEvents();
    for (const map of [this.active, this.completed]) if (map.get(callId)?.call === call) map.delete(callId);
    this.metrics.calls.set(this.size);
  }

  private dropOldCalls(nowMs: number): void {
    dropOldest(this.completed, (entry) => nowMs - entry.touchedAtMs > KEEP_COMPLETED_MS);
    dropOldest(this.active, (entry) => nowMs - entry.touchedAtMs > KEEP_SILENT_MS);
    dropOldest(this.completed, () => this.size > this.maxCalls);
    dropOldest(this.active, () => this.size > this.maxCalls);
    this.metrics.calls.set(this.size);
  }
}

function dropOldest(map: Map<CallId, CallEntry>, mustGo: (entry: CallEntry) => boolean): void {
  for (const [callId, entry] of map) {
    if (!mustGo(entry)) return;
    entry.unwatchPartition();
    map.delete(callId);
  }
}
