import { err, ok, type CallId, type Result } from '@earshot/contracts';
import { RecentIds } from '@earshot/domain';
import type { LcaErrorCode, LcaStart } from '@earshot/media';
import type { Clock, Logger, NewId, StreamRegistry } from '@earshot/ports';
import type { ByteBudget } from '../limits/byte-budget.js';
import type { IngestPublisher } from '../bus/call-outbox.js';
import type { IngestMetrics } from '../ingest.metrics.js';
import type { Admission } from '../limits/admission.js';
import type { CallSource } from '../sources/media-source.js';
import { LiveCall } from './live-call.js';
import type { Ending } from './live-call-states.js';

export interface LiveCallsParts {
  readonly registry: StreamRegistry;
  readonly publisher: IngestPublisher;
  readonly budget: ByteBudget;
  readonly maxUnderWay: number;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: IngestMetrics;
  readonly maxCalls: number;
  readonly reconnectWindowMs: number;
  /** Silence of a live socket that is looked into. */
  readonly stallMs: number;
  /** Whether clients may come back to another process. */
  readonly isShared: boolean;
  readonly admission: Pick<Admission, 'refusal'>;
}

/** What START led to. */
export interface StartedCall {
  readonly call: LiveCall;
  /** Where a call of this process goes on. */
  readonly resumedAtMs?: number;
  /** Whether it may go on is not known yet: `CallSource.resumed` says so, or a refusal. */
  readonly isUndecided?: true;
}

/** The registry learns of an end only after the bus has it; until then, and longer, this process remembers. */
const REMEMBERED_ENDS = 20_000;

/** Every call of this process by its id: whose it is, whether there is room for one more. */
export class LiveCalls {
  private readonly calls = new Map<CallId, LiveCall>();
  private readonly ended = new RecentIds(REMEMBERED_ENDS);
  private isHandingOver = false;

  constructor(private readonly parts: LiveCallsParts) {}

  /** Calls that are not over or whose last events are on their way. */
  get size(): number {
    return this.calls.size;
  }

  /** Answers START from memory. While the process is busy, only calls that are known somewhere go on. */
  start(start: LcaStart, source: CallSource): Result<StartedCall, LcaErrorCode> {
    const live = this.calls.get(start.callId);
    if (live?.isOver === true || this.ended.has(start.callId)) return err('CALL_ALREADY_ENDED');
    if (live !== undefined) return this.carryOn(live, start, source);
    if (this.isHandingOver || this.calls.size >= this.parts.maxCalls) return err('CALL_LIMIT_REACHED');
    const busy = this.parts.admission.refusal;
    if (busy !== null && start.isNewId) return err('SERVICE_BUSY');
    const onGone = (gone: LiveCall, how: Ending) => this.remove(gone, how);
    const call = new LiveCall(start, source, this.parts, onGone, busy !== null);
    this.calls.set(start.callId, call);
    return ok({ call, ...(busy !== null && { isUndecided: true }) });
  }

  /** Takes no calls any more. */
  close(): void {
    this.isHandingOver = true;
  }

  /** Resolves when the bus has what was received until now, or `withinMs` is over. */
  async sendReceived(withinMs: number): Promise<void> {
    await this.inTime(withinMs, (call) => call.sendReceived());
  }

  /** Sends what was received and resolves when the bus has it, or `withinMs` is over; calls stay open. */
  async handOver(withinMs: number): Promise<void> {
    this.close();
    if (!(await this.inTime(withinMs, (call) => call.handOver())))
      this.parts.logger.error({ calls: this.calls.size }, 'not everything received reached the bus in time');
    for (const call of this.calls.values()) call.abandon();
    this.calls.clear();
  }

  private inTime(withinMs: number, each: (call: LiveCall) => Promise<void>): Promise<boolean> {
    return new Promise<boolean>((resolve) => {
      const cancel = this.parts.clock.schedule(withinMs, () => resolve(false));
      void Promise.all([...this.calls.values()].map(each)).then(() => {
        cancel();
        resolve(true);
      });
    });
  }

  private carryOn(live: LiveCall, start: LcaStart, source: CallSource): Result<StartedCall, LcaErrorCode> {
    const { codec, sampleRateHz, channelCount } = live.start;
    const isSame = codec === start.codec && sampleRateHz === start.sampleRateHz && channelCount === start.channelCount;
    if (!isSame) return err('AUDIO_FORMAT_CHANGED');
    live.takeOver(source);
    const resumedAtMs = live.positionMs;
    const isUndecided = live.isOnlyIfKnown && resumedAtMs === undefined;
    return ok({ call: live, ...(resumedAtMs !== undefined && { resumedAtMs }), ...(isUndecided && { isUndecided }) });
  }

  private remove(call: LiveCall, how: Ending): void {
    if (how === 'ENDED') this.ended.add(call.callId);
    this.calls.delete(call.callId);
  }
}
