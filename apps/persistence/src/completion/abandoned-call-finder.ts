import type { CallId } from '@earshot/contracts';
import type { CallStore } from '@earshot/ports';

/** The pause between two checks for abandoned calls. */
export const CHECK_EVERY_MS = 5_000;
/**
 * A check that is late by more than this, or runs before the last one, shows that the process stood still or the clock
 * jumped.
 */
const MAX_DELAY_MS = 15_000;

/** How long a live call may wait before it counts as abandoned. */
export interface AbandonmentLimits {
  /** Without audio, while its end is unknown. */
  readonly silenceMs: number;
  /** For its last transcript and audio, after its end. */
  readonly completionWaitMs: number;
}

export interface AbandonedCall {
  readonly callId: CallId;
  /** Whether the end of the call is known. */
  readonly ended: boolean;
  /** The limit of a call of words alone. Null for a call with audio. */
  readonly longestQuietMs: number | null;
}

/**
 * Finds abandoned calls, whichever replica recorded them: the store knows the position of each call's audio. After this
 * process started, stood still or could not reach the store, those positions may be out of date, because messages still
 * wait on the bus. Then the finder first waits for the longest silence that a call may have.
 */
export class AbandonedCallFinder {
  /** When the checks began to run without a break. */
  private steadySinceMs = 0;
  private lastCheckAtMs = 0;

  constructor(
    private readonly store: Pick<CallStore, 'findAbandonedCalls'>,
    readonly limits: AbandonmentLimits,
  ) {}

  start(nowMs: number): void {
    this.steadySinceMs = this.lastCheckAtMs = nowMs;
  }

  noteCheck(nowMs: number): void {
    const sinceLastMs = nowMs - this.lastCheckAtMs;
    this.lastCheckAtMs = nowMs;
    if (sinceLastMs > CHECK_EVERY_MS + MAX_DELAY_MS || sinceLastMs < 0) this.steadySinceMs = nowMs;
  }

  noteFailedCheck(nowMs: number): void {
    this.steadySinceMs = nowMs;
  }

  async findCalls(nowMs: number): Promise<readonly AbandonedCall[]> {
    const { silenceMs, completionWaitMs } = this.limits;
    const steadyMs = nowMs - this.steadySinceMs;
    if (steadyMs < Math.min(silenceMs, completionWaitMs)) return [];
    return this.store.findAbandonedCalls({
      endedBeforeMs: steadyMs < completionWaitMs ? 0 : nowMs - completionWaitMs,
      silentSinceMs: steadyMs < silenceMs ? 0 : nowMs - silenceMs,
      quietAtMs: steadyMs < silenceMs ? 0 : nowMs,
    });
  }
}
