import type { CallId } from '@earshot/contracts';
import type { Clock, StreamRecord } from '@earshot/ports';

interface PendingEnd {
  /** The records that said that the call is over. They are acknowledged when its end is published. */
  records: StreamRecord[];
  readonly finish: () => Promise<void>;
  cancelTimer: () => void;
}

/**
 * The ends of calls that wait until nothing more comes of the call. They are as many as records that are not acknowledged, which
 * the reader bounds.
 */
export class PendingEnds {
  private readonly byCall = new Map<CallId, PendingEnd>();

  constructor(
    private readonly quietMs: number,
    private readonly clock: Clock,
  ) {}

  /** `finish` publishes the end. It is called again after the quiet time when it rejects. */
  add(callId: CallId, record: StreamRecord, finish: () => Promise<void>): void {
    const known = this.byCall.get(callId);
    if (known !== undefined) return void known.records.push(record);
    const end: PendingEnd = { records: [record], finish, cancelTimer: () => {} };
    this.byCall.set(callId, end);
    this.restartTimer(callId, end);
  }

  /** Something came of the call: its end waits again. */
  noteNews(callId: CallId): void {
    const end = this.byCall.get(callId);
    if (end !== undefined) this.restartTimer(callId, end);
  }

  /** Forgets the records from these partitions, because another member reads them again. An end without records is forgotten. */
  dropPartitions(partitions: readonly number[]): void {
    for (const [callId, end] of this.byCall) {
      end.records = end.records.filter(({ partition }) => !partitions.includes(partition));
      if (end.records.length > 0) continue;
      end.cancelTimer();
      this.byCall.delete(callId);
    }
  }

  dropAll(): void {
    for (const end of this.byCall.values()) end.cancelTimer();
    this.byCall.clear();
  }

  private restartTimer(callId: CallId, end: PendingEnd): void {
    end.cancelTimer();
    end.cancelTimer = this.clock.schedule(this.quietMs, () => void this.finish(callId, end));
  }

  private async finish(callId: CallId, end: PendingEnd): Promise<void> {
    try {
      await end.finish();
    } catch {
      if (this.byCall.get(callId) === end) this.restartTimer(callId, end);
      return;
    }
    if (this.byCall.get(callId) !== end) return;
    this.byCall.delete(callId);
    for (const record of end.records) record.acknowledge();
  }
}
