import { err, ok, type CallId, type Result } from '@earshot/contracts';
import type { LcaErrorCode, LcaStart } from '@earshot/media';
import type { Clock, Logger, NewId, StreamRegistry } from '@earshot/ports';
import type { ByteBudget } from './byte-budget.js';
import type { IngestPublisher } from './call-outbox.js';
import type { IngestMetrics } from './ingest.metrics.js';
import { LiveCall, type CallSource } from './live-call.js';
import { RecentIds } from './recent-ids.js';

export interface LiveCallsParts {
  readonly registry: StreamRegistry;
  readonly publisher: IngestPublisher;
  readonly budget: ByteBudget;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: IngestMetrics;
  readonly maxCalls: number;
  readonly reconnectWindowMs: number;
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

  /** Answers START from memory. `resumedAtMs` is where a call of this process goes on. */
  start(start: LcaStart, source: CallSource): Result<{ call: LiveCall; resumedAtMs?: number }, LcaErrorCode> {
    const live = this.calls.get(start.callId);
    if (live?.isOver === true || this.ended.has(start.callId)) return err('CALL_ALREADY_ENDED');
    if (live !== undefined) return this.carryOn(live, start, source);
    if (this.isHandingOver || this.calls.size >= this.parts.maxCalls) return err('CALL_LIMIT_REACHED');
    const call = new LiveCall(start, source, this.parts, (gone, how) => this.remove(gone, how));
    this.calls.set(start.callId, call);
    return ok({ call });
  }

  /** Sends what was received and resolves when the bus has it, or `withinMs` is over; calls stay open. */
  async handOver(withinMs: number): Promise<void> {
    this.isHandingOver = true;
    const all = [...this.calls.values()];
    const isInTime = await new Promise<boolean>((resolve) => {
      const cancel = this.parts.clock.schedule(withinMs, () => resolve(false));
      void Promise.all(all.map((call) => call.handOver())).then(() => {
        cancel();
        resolve(true);
      });
    });
    if (!isInTime)
      this.parts.logger.error({ calls: this.calls.size }, 'not everything received reached the bus in time');
    for (const call of all) call.abandon();
    this.calls.clear();
  }

  private carryOn(
    live: LiveCall,
    start: LcaStart,
    source: CallSource,
  ): Result<{ call: LiveCall; resumedAtMs?: number }, LcaErrorCode> {
    const { codec, sampleRateHz, channelCount } = live.start;
    const isSame = codec === start.codec && sampleRateHz === start.sampleRateHz && channelCount === start.channelCount;
    if (!isSame) return err('AUDIO_FORMAT_CHANGED');
    live.takeOver(source);
    const resumedAtMs = live.positionMs;
    return ok({ call: live, ...(resumedAtMs === undefined ? {} : { resumedAtMs }) });
  }

  private remove(call: LiveCall, how: 'ENDED' | 'REFUSED'): void {
    if (how === 'ENDED') this.ended.add(call.callId);
    this.calls.delete(call.callId);
  }
}
