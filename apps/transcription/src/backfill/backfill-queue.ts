import type { ErrorCode } from '@earshot/contracts';
import { backoffMs } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import type { ManualDelivery } from '../ownership/manual-delivery.js';
import { publishEvent } from '../publish/publish-event.js';
import type { TranscriptionSettings } from '../transcription.config.js';
import type { TranscriptionMetrics } from '../transcription.metrics.js';
import { WakeSignal } from '../wake-signal.js';
import type { BackfillAttempt, TranscriptionRequest } from './backfill-attempt.js';
import { retryLimitsFor } from './retry-limits.js';

interface WaitingRequest {
  readonly request: TranscriptionRequest;
  readonly delivery: ManualDelivery;
  failures: number;
  timesTakenOver: number;
  /** The earliest time of the next attempt, which waits for the recording or for an engine. */
  dueAtMs: number;
}

const TAKEN_OVER_BACKOFF = { firstMs: 1_000, maxMs: 60_000 };

/**
 * Transcribes recorded spans as fast as the engine can, one request at a time, so that live calls keep most of the CPU. A
 * request is acknowledged when its words are published and saved. A drain leaves it unacknowledged, for another process.
 * An automatic request that cannot be done yet waits for a bounded time, and is dropped when the queue is full.
 */
export class BackfillQueue {
  private readonly waiting: WaitingRequest[] = [];
  private readonly queueChanged = new WakeSignal();
  private working: Promise<void> | null = null;
  private current: BackfillAttempt | null = null;
  private isDraining = false;

  constructor(
    private readonly createAttempt: (request: TranscriptionRequest) => BackfillAttempt,
    private readonly process: ProcessContext,
    private readonly metrics: TranscriptionMetrics,
    private readonly settings: Pick<TranscriptionSettings, 'maxBackfills' | 'engineRetryMs'>,
  ) {}

  /** Throws `Failure` `BACKFILL_QUEUE_FULL` when too many requests wait. */
  addRequest(request: TranscriptionRequest, delivery: ManualDelivery): void {
    if (this.isDraining) return;
    const { maxBackfills } = this.settings;
    if (this.waiting.length >= maxBackfills && !this.giveUpOldestAutomatic()) {
      const message = `${maxBackfills} requests to transcribe recordings wait, which is the limit; this one waits on the bus`;
      throw new Failure('BACKFILL_QUEUE_FULL', message, { retryable: true });
    }
    this.waiting.push({ request, delivery, failures: 0, timesTakenOver: 0, dueAtMs: 0 });
    this.queueChanged.notify();
    this.working ??= this.work().finally(() => (this.working = null));
  }

  /** Takes no more requests and abandons the current one. */
  async drain(): Promise<void> {
    this.isDraining = true;
    this.waiting.length = 0;
    this.current?.abandon();
    this.queueChanged.notify();
    await this.working;
  }

  private async work(): Promise<void> {
    const { clock } = this.process;
    while (this.waiting.length > 0) {
      const nowMs = clock.nowMs();
      const index = this.waiting.findIndex(({ dueAtMs }) => dueAtMs <= nowMs);
      const [due] = index < 0 ? [] : this.waiting.splice(index, 1);
      const nextDueAtMs = Math.min(...this.waiting.map(({ dueAtMs }) => dueAtMs));
      if (due !== undefined) await this.attempt(due);
      else await this.queueChanged.waitAtMost(nextDueAtMs - nowMs, clock);
    }
  }

  private async attempt(waiting: WaitingRequest): Promise<void> {
    const { request, delivery } = waiting;
    if (delivery.lost.aborted) return;
    const attempt = this.createAttempt(request);
    const abandon = () => attempt.abandon();
    this.current = attempt;
    delivery.lost.addEventListener('abort', abandon, { once: true });
    try {
      const outcome = await attempt.run();
      if (outcome === 'taken-over' && !delivery.lost.aborted && !this.isDraining) return this.waitForOther(waiting);
      // The next owner gets an abandoned request again, so it is not acknowledged here.
      if (outcome !== 'done') return;
      this.metrics.countBackfill('done');
      delivery.acknowledge();
    } catch (error) {
      await this.retryOrGiveUp(waiting, error);
    } finally {
      delivery.lost.removeEventListener('abort', abandon);
      this.current = null;
    }
  }

  /** Another process transcribes the same recording. Afterwards this request has what is left, which may be nothing. */
  private waitForOther(waiting: WaitingRequest): void {
    waiting.timesTakenOver += 1;
    waiting.dueAtMs = this.process.clock.nowMs() + backoffMs(waiting.timesTakenOver, TAKEN_OVER_BACKOFF);
    this.waiting.push(waiting);
  }

  private async retryOrGiveUp(waiting: WaitingRequest, error: unknown): Promise<void> {
    if (this.isDraining) return;
    const { clock, logger } = this.process;
    const { request, delivery } = waiting;
    const isAutomatic = request.data.isAutomatic === true;
    const code = error instanceof Failure ? error.code : 'BACKFILL_FAILED';
    waiting.failures += 1;
    const limits = retryLimitsFor(code, isAutomatic, this.settings.engineRetryMs);
    if (waiting.failures < limits.maxAttempts) {
      waiting.dueAtMs = clock.nowMs() + backoffMs(waiting.failures, limits.backoff);
      this.waiting.push(waiting);
      return;
    }
    this.metrics.countBackfill('failed');
    logger.warn({ callId: request.callId, code }, 'recorded audio could not be transcribed');
    if (!isAutomatic) await this.publishProblem(request, code);
    delivery.acknowledge();
  }

  /** Tells the person who requested the transcription why it failed. */
  private async publishProblem({ callId }: TranscriptionRequest, code: ErrorCode): Promise<void> {
    const { clock, logger } = this.process;
    const bus = new EventPublisher<'transcription'>(this.process);
    const message = problemMessages[code] ?? 'The recorded audio could not be transcribed.';
    const data = { stage: 'transcription' as const, code, message };
    const publish = () => bus.emit('calls.lifecycle', 'processing.failed', callId, data);
    await publishEvent(publish, { callId, clock, logger });
  }

  /** Drops the oldest automatic request, which nobody waits for. Its gap stays visible, and people can request it. */
  private giveUpOldestAutomatic(): boolean {
    const index = this.waiting.findIndex(({ request, failures }) => request.data.isAutomatic === true && failures > 0);
    const [oldest] = index < 0 ? [] : this.waiting.splice(index, 1);
    if (oldest === undefined) return false;
    this.metrics.countBackfill('given-up');
    oldest.delivery.acknowledge();
    return true;
  }
}

/** The messages for people. The codes are in docs/errors.md. */
const problemMessages: Readonly<Partial<Record<ErrorCode, string>>> = {
  RECORDING_NOT_FOUND: 'The call has no recording to transcribe.',
  RECORDING_UNREADABLE: 'The recording of the call cannot be read.',
  NO_SPEECH_ENGINE:
    'No speech engine can run, so the recording was not transcribed. Install one with `npm run models`, then request the transcription again.',
  ENGINE_FAILED: 'The speech engine failed on this recording. Request the transcription again.',
};
