import type { CallId, ErrorCode } from '@earshot/contracts';
import { Failure, type RecordingStore } from '@earshot/ports';
import { BackfillJob, type BackfillDelivery, type TranscriptionRequest } from './backfill-job.js';
import type { CallContexts } from '../ownership/call-contexts.js';
import { triesOf } from './backfill-patience.js';
import { WakeUp } from '../track/wake-up.js';

interface Entry {
  readonly request: TranscriptionRequest;
  readonly delivery: BackfillDelivery;
  failures: number;
  /** It waits for a recording or an engine until then. */
  dueAtMs: number;
}

/**
 * Transcribes recorded spans later, as fast as the engine goes: one request at a time, so that calls that are live keep
 * the machine. A request is acknowledged when its words are published; one cut short by a drain goes on elsewhere. An
 * automatic request that cannot be done yet waits for a bounded time, and makes room when others come.
 */
export class Backfill {
  private readonly entries: Entry[] = [];
  private readonly work = new WakeUp();
  private working: Promise<void> | null = null;
  private current: BackfillJob | null = null;
  private draining = false;

  constructor(
    private readonly contexts: CallContexts,
    private readonly recordings: RecordingStore,
    private readonly isLive: (callId: CallId) => boolean,
  ) {}

  /** Takes the request on; throws `Failure` `BACKFILL_QUEUE_FULL` when too many wait. */
  request(request: TranscriptionRequest, delivery: BackfillDelivery): void {
    if (this.draining) return;
    const max = this.contexts.settings.maxBackfills;
    if (this.entries.length >= max && !this.giveUpOldestWaiting()) {
      throw new Failure('BACKFILL_QUEUE_FULL', `EARSHOT_BACKFILL_QUEUE: ${max} requests wait`, { retryable: true });
    }
    this.entries.push({ request, delivery, failures: 0, dueAtMs: 0 });
    this.work.ring();
    this.working ??= this.workOff().finally(() => (this.working = null));
  }

  /** Gives the current request up, unacknowledged. */
  async drain(): Promise<void> {
    this.draining = true;
    this.entries.length = 0;
    this.current?.abandon();
    this.work.ring();
    await this.working;
  }

  private async workOff(): Promise<void> {
    const { clock } = this.contexts.process;
    while (this.entries.length > 0) {
      const nowMs = clock.nowMs();
      const index = this.entries.findIndex(({ dueAtMs }) => dueAtMs <= nowMs);
      const [entry] = index < 0 ? [] : this.entries.splice(index, 1);
      if (entry !== undefined) await this.workOn(entry);
      else await this.work.waitAtMost(Math.min(...this.entries.map(({ dueAtMs }) => dueAtMs)) - nowMs, clock);
    }
  }

  private async workOn(entry: Entry): Promise<void> {
    const { request, delivery } = entry;
    if (delivery.lost.aborted) return;
    const job = new BackfillJob(this.contexts, this.recordings, request, this.isLive);
    const abandon = () => job.abandon();
    this.current = job;
    delivery.lost.addEventListener('abort', abandon, { once: true });
    try {
      // What was abandoned is the next owner's.
      if (!(await job.run())) return;
      this.contexts.metrics.backfill('done');
      delivery.acknowledge();
    } catch (error) {
      await this.failed(entry, error);
    } finally {
      delivery.lost.removeEventListener('abort', abandon);
      this.current = null;
    }
  }

  private async failed(entry: Entry, error: unknown): Promise<void> {
    if (this.draining) return;
    const { process, metrics, settings } = this.contexts;
    const { callId, data } = entry.request;
    const code = error instanceof Failure ? error.code : 'BACKFILL_FAILED';
    entry.failures += 1;
    const tries = triesOf(code, data.isAutomatic === true, settings.retryMs);
    if (entry.failures < tries.max) {
      entry.dueAtMs = process.clock.nowMs() + tries.pauseMs(entry.failures);
      this.entries.push(entry);
      return;
    }
    metrics.backfill('failed');
    process.logger.warn({ callId, code }, 'recorded audio could not be transcribed');
    if (data.isAutomatic !== true) {
      const out = this.contexts.publisherFor(callId);
      out.problem(code, problems[code] ?? 'The recorded audio could not be transcribed.');
      await out.idle();
    }
    entry.delivery.acknowledge();
  }

  /** Nobody waits for an automatic request: its gap stays, and can be asked for by hand. */
  private giveUpOldestWaiting(): boolean {
    const index = this.entries.findIndex(({ request, failures }) => request.data.isAutomatic === true && failures > 0);
    const [entry] = index < 0 ? [] : this.entries.splice(index, 1);
    if (entry === undefined) return false;
    this.contexts.metrics.backfill('given-up');
    entry.delivery.acknowledge();
    return true;
  }
}

/** What the page shows; the codes are in docs/errors.md. */
const problems: Readonly<Partial<Record<ErrorCode, string>>> = {
  RECORDING_NOT_FOUND: 'The call has no recording to transcribe.',
  RECORDING_UNREADABLE: 'The recording of the call cannot be read.',
  NO_SPEECH_ENGINE: 'No speech engine is there to transcribe the recording.',
};
