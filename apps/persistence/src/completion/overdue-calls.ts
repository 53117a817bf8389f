import type { CallId } from '@earshot/contracts';
import type { CallStore, Clock, Logger } from '@earshot/ports';
import type { CallRecorders } from '../recording/call-recorders.js';
import type { PersistenceMetrics } from '../persistence.metrics.js';
import type { WriteBatcher } from '../writes/write-batcher.js';

const LOOK_EVERY_MS = 5_000;
/** Ingest closes a call after the reconnect window; this is how much later that may arrive before it counts as lost. */
const GRACE_MS = 15_000;
/** Where replicas share the calls: until others noticed that one died, and caught up with its calls. */
const TAKE_OVER_MS = 60_000;
/** A look that comes so much too late or too early tells of a process that stood still, or of a clock that jumped. */
const LATE_MS = 15_000;

export interface OverdueCallsOptions {
  readonly store: CallStore;
  readonly recorders: CallRecorders;
  readonly writes: WriteBatcher;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: PersistenceMetrics;
  readonly reconnectWindowMs: number;
  readonly completionWaitMs: number;
  /** Whether other replicas may have calls of their own. */
  readonly isShared: boolean;
}

/** No call stays in progress for ever: those whose source is gone, or whose last pieces do not come, are completed as they are. */
export class OverdueCalls {
  private cancel: (() => void) | undefined;
  private steadySinceMs = 0;
  private lastLookAtMs = 0;
  /** Given up, and perhaps nobody was told: the facts of calls that are over do not come again by themselves. */
  private readonly untold = new Map<CallId, boolean>();
  private readonly silenceMs: number;

  constructor(private readonly options: OverdueCallsOptions) {
    this.silenceMs = options.reconnectWindowMs + (options.isShared ? TAKE_OVER_MS : GRACE_MS);
  }

  start(): void {
    this.steadySinceMs = this.lastLookAtMs = this.options.clock.nowMs();
    this.schedule();
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  /**
   * Completes what is overdue, whoever recorded it: the store knows how far each call's audio came. It may know less
   * than is true after this process stood still or the store was away. Then, as after a start, as long is waited as any
   * call may be silent, for what came meanwhile is still on its way.
   */
  async look(): Promise<void> {
    const nowMs = this.options.clock.nowMs();
    const sinceLastMs = nowMs - this.lastLookAtMs;
    this.lastLookAtMs = nowMs;
    if (sinceLastMs > LOOK_EVERY_MS + LATE_MS || sinceLastMs < 0) this.steadySinceMs = nowMs;
    try {
      await this.lookAt(nowMs);
    } catch (error) {
      this.steadySinceMs = nowMs;
      throw error;
    }
  }

  private async lookAt(nowMs: number): Promise<void> {
    const { completionWaitMs, recorders, store } = this.options;
    // What this process heard but did not store yet must not look like silence.
    await recorders.flush();
    for (const [callId, ended] of this.untold) await this.tellAgain(callId, ended);
    const steadyMs = nowMs - this.steadySinceMs;
    if (steadyMs >= Math.min(this.silenceMs, completionWaitMs)) {
      const overdue = await store.findAbandonedCalls({
        endedBeforeMs: steadyMs < completionWaitMs ? 0 : nowMs - completionWaitMs,
        silentSinceMs: steadyMs < this.silenceMs ? 0 : nowMs - this.silenceMs,
      });
      // At once: what was found silent a while ago may speak again.
      await Promise.all(overdue.map(({ callId, ended }) => this.giveUp(callId, ended)));
    }
    await recorders.closeIdle(nowMs - this.silenceMs);
  }

  private async giveUp(callId: CallId, ended: boolean): Promise<void> {
    const { logger, metrics, recorders } = this.options;
    const reason = ended ? 'COMPLETION_TIMEOUT' : 'CALL_ABANDONED';
    logger.warn({ callId, code: reason }, 'call completed without its last pieces');
    metrics.givenUp.add(1, { reason });
    await recorders.finish(callId);
    this.untold.set(callId, ended);
    await this.complete(callId, ended);
  }

  /** Where the call was not even completed, it may have been heard of since. */
  private async tellAgain(callId: CallId, ended: boolean): Promise<void> {
    const call = await this.options.store.find(callId);
    if (call?.status === 'LIVE') this.untold.delete(callId);
    else await this.complete(callId, ended);
  }

  private async complete(callId: CallId, ended: boolean): Promise<void> {
    const { clock, writes, completionWaitMs } = this.options;
    const code = ended ? 'COMPLETION_TIMEOUT' : 'CALL_ABANDONED';
    const message = ended
      ? `The last words or audio did not come within ${completionWaitMs / 1_000} s after the end of the call.`
      : `No audio came for ${this.silenceMs / 1_000} s and the end of the call was not announced.`;
    await writes.write({
      kind: 'force-complete',
      callId,
      atMs: clock.nowMs(),
      data: { stage: 'persistence', code, message },
    });
    this.untold.delete(callId);
  }

  private schedule(): void {
    this.cancel = this.options.clock.schedule(LOOK_EVERY_MS, () => {
      void this.look()
        .catch((error: unknown) => this.options.logger.warn({ err: error }, 'overdue calls not looked for'))
        .finally(() => this.cancel && this.schedule());
    });
  }
}
