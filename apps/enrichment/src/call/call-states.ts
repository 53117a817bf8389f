import type { CallId } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import type { CallState } from './call-state.js';

/** Calls kept at once; beyond it the one longest silent is let go, its figures end there. */
const MAX_CALLS = 20_000;
/** How long a complete call is kept, for words transcribed later from its recording. */
const KEPT_AFTER_END_MS = 10 * 60_000;
/** How long a call without a word is kept when its end was never heard of. */
const KEPT_SILENT_MS = 6 * 3_600_000;

interface Kept {
  readonly state: CallState;
  touchedAtMs: number;
  /** The partition's signal outlives its calls and must not hold them. */
  unwatch(): void;
}

export interface CallStatesOptions {
  readonly clock: Clock;
  readonly metrics: Pick<EnrichmentMetrics, 'calls'>;
  readonly maxCalls?: number;
}

/** The calls this process enriches, the longest untouched first. What is over goes when later calls are touched. */
export class CallStates {
  private readonly live = new Map<CallId, Kept>();
  private readonly over = new Map<CallId, Kept>();
  private readonly maxCalls: number;

  constructor(private readonly options: CallStatesOptions) {
    this.maxCalls = options.maxCalls ?? MAX_CALLS;
  }

  get size(): number {
    return this.live.size + this.over.size;
  }

  /** The state of a call; undefined where this process does not have it. */
  get(callId: CallId): CallState | undefined {
    const map = this.over.has(callId) ? this.over : this.live;
    const kept = map.get(callId);
    if (kept === undefined) return undefined;
    kept.touchedAtMs = this.options.clock.nowMs();
    map.delete(callId);
    map.set(callId, kept);
    this.letGo(kept.touchedAtMs);
    return kept.state;
  }

  /** Keeps the state of a call until it is `lost` to another process. */
  add(callId: CallId, state: CallState, lost?: AbortSignal): CallState {
    const touchedAtMs = this.options.clock.nowMs();
    const drop = () => this.drop(callId, state);
    lost?.addEventListener('abort', drop, { once: true });
    this.live.set(callId, { state, touchedAtMs, unwatch: () => lost?.removeEventListener('abort', drop) });
    this.letGo(touchedAtMs);
    return state;
  }

  /** The call is complete; only words transcribed later may still come. */
  completed(callId: CallId): void {
    const kept = this.live.get(callId);
    if (kept === undefined) return;
    this.live.delete(callId);
    this.over.set(callId, kept);
  }

  private drop(callId: CallId, state: CallState): void {
    state.outbox.stop();
    for (const map of [this.live, this.over]) if (map.get(callId)?.state === state) map.delete(callId);
    this.options.metrics.calls.set(this.size);
  }

  private letGo(nowMs: number): void {
    dropOldest(this.over, (kept) => nowMs - kept.touchedAtMs > KEPT_AFTER_END_MS);
    dropOldest(this.live, (kept) => nowMs - kept.touchedAtMs > KEPT_SILENT_MS);
    dropOldest(this.over, () => this.size > this.maxCalls);
    dropOldest(this.live, () => this.size > this.maxCalls);
    this.options.metrics.calls.set(this.size);
  }
}

function dropOldest(map: Map<CallId, Kept>, isDue: (kept: Kept) => boolean): void {
  for (const [callId, kept] of map) {
    if (!isDue(kept)) return;
    kept.unwatch();
    map.delete(callId);
  }
}
