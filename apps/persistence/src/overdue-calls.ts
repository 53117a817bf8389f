import type { CallId } from '@earshot/contracts';
import type { CallStore, Clock, Logger } from '@earshot/ports';
import type { CallRecorders } from './call-recorders.js';
import type { PersistenceMetrics } from './persistence.metrics.js';
import type { WriteBatcher } from './write-batcher.js';

const LOOK_EVERY_MS = 5_000;
/** Ingest closes a call after the reconnect window; this is how much later that may arrive before it counts as lost. */
const GRACE_MS = 15_000;

export interface OverdueCallsOptions {
  readonly store: CallStore;
  readonly recorders: CallRecorders;
  readonly writes: WriteBatcher;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: PersistenceMetrics;
  readonly reconnectWindowMs: number;
  readonly completionWaitMs: number;
}

/** No call stays in progress for ever: those whose source is gone, or whose last pieces do not come, are completed as they are. */
export class OverdueCalls {
  private cancel: (() => void) | undefined;
  private startedAtMs = 0;

  constructor(private readonly options: OverdueCallsOptions) {}

  start(): void {
    this.startedAtMs = this.options.clock.nowMs();
    this.schedule();
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  /**
   * Completes what is overdue. A process that just started waits as long as any call may, for what came while it was
   * away is still on its way.
   */
  async look(): Promise<void> {
    const { clock, reconnectWindowMs, completionWaitMs, recorders, store } = this.options;
    const nowMs = clock.nowMs();
    const silenceMs = reconnectWindowMs + GRACE_MS;
    const upMs = nowMs - this.startedAtMs;
    if (upMs < Math.min(silenceMs, completionWaitMs)) return;
    // What this process heard but did not store yet must not look like silence.
    await recorders.flush();
    const overdue = await store.overdue({
      endedBeforeMs: upMs < completionWaitMs ? 0 : nowMs - completionWaitMs,
      silentSinceMs: upMs < silenceMs ? 0 : nowMs - silenceMs,
    });
    for (const { callId, ended } of overdue) await this.giveUp(callId, ended);
    await recorders.closeIdle(nowMs - silenceMs);
  }

  private async giveUp(callId: CallId, ended: boolean): Promise<void> {
    const { clock, writes, logger, metrics, recorders, reconnectWindowMs, completionWaitMs } = this.options;
    const [code, message] = ended
      ? [
          'COMPLETION_TIMEOUT',
          `The last words or audio did not come within ${completionWaitMs / 1_000} s after the end of the call.`,
        ]
      : [
          'CALL_ABANDONED',
          `No audio came for ${(reconnectWindowMs + GRACE_MS) / 1_000} s and the end of the call was not announced.`,
        ];
    logger.warn({ callId, code }, 'call completed without its last pieces');
    metrics.givenUp.add(1, { reason: code });
    await recorders
      .finish(callId)
      .catch((error: unknown) => logger.warn({ callId, err: error }, 'recording not closed'));
    await writes.write({ kind: 'give-up', callId, atMs: clock.nowMs(), data: { stage: 'persistence', code, message } });
  }

  private schedule(): void {
    this.cancel = this.options.clock.schedule(LOOK_EVERY_MS, () => {
      void this.look()
        .catch((error: unknown) => this.options.logger.warn({ err: error }, 'overdue calls not looked for'))
        .finally(() => this.cancel && this.schedule());
    });
  }
}
