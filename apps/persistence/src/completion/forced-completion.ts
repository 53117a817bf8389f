import type { CallId } from '@earshot/contracts';
import type { CallStore, Clock } from '@earshot/ports';
import type { PersistenceMetrics } from '../persistence.metrics.js';
import type { WriteBatcher } from '../writes/write-batcher.js';
import type { AbandonedCall, AbandonmentLimits } from './abandoned-call-finder.js';

export const abandonmentCode = ({ ended }: AbandonedCall) => (ended ? 'COMPLETION_TIMEOUT' : 'CALL_ABANDONED');

/** Completes abandoned calls in the store without the facts that never arrived, and announces the completion. */
export class ForcedCompletion {
  /** Calls whose completion may not be announced yet. No later fact of a completed call would announce it. */
  private readonly unannounced = new Map<CallId, AbandonedCall>();

  constructor(
    private readonly store: Pick<CallStore, 'find'>,
    private readonly writes: WriteBatcher,
    private readonly clock: Clock,
    private readonly metrics: Pick<PersistenceMetrics, 'forcedCompletions'>,
    private readonly limits: AbandonmentLimits,
  ) {}

  async completeCall(call: AbandonedCall): Promise<void> {
    this.metrics.forcedCompletions.add(1, { reason: abandonmentCode(call) });
    this.unannounced.set(call.callId, call);
    await this.writeCompletion(call);
  }

  /**
   * Repeats completions that may not be announced. Drops a call that is still live: it was not completed and may be
   * active again.
   */
  async repeatAnnouncements(): Promise<void> {
    for (const [callId, call] of this.unannounced) {
      const stored = await this.store.find(callId);
      if (stored?.status === 'LIVE') this.unannounced.delete(callId);
      else await this.writeCompletion(call);
    }
  }

  private async writeCompletion(call: AbandonedCall): Promise<void> {
    const { callId } = call;
    const data = { stage: 'persistence', code: abandonmentCode(call), message: this.describeAbandonment(call) };
    await this.writes.write({ kind: 'force-complete', callId, atMs: this.clock.nowMs(), data });
    this.unannounced.delete(callId);
  }

  private describeAbandonment({ ended, longestQuietMs }: AbandonedCall): string {
    const { completionWaitMs, silenceMs } = this.limits;
    if (ended)
      return `The last words or audio did not arrive within ${completionWaitMs / 1_000} s after the end of the call.`;
    return longestQuietMs === null
      ? `No audio arrived for ${silenceMs / 1_000} s, and the end of the call was not announced.`
      : `No words arrived for ${longestQuietMs / 1_000} s, and the end of the call was not announced.`;
  }
}
