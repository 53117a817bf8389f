import type { PutRecordsRequestEntry, PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import type { Clock } from '@earshot/ports';
import { toRecords } from '../record-codec.js';

/** One record of a message in a request. */
export interface Part {
  readonly message: OutgoingMessage;
  readonly index: number;
  readonly entry: PutRecordsRequestEntry;
  readonly bytes: number;
}

/** A reader forgets parts of a message after `FORGET_AFTER_MS`; well before that all of them are sent again. */
const RESEND_AFTER_MS = 30_000;

/** A message on its way into a stream, in one record or in several that a reader puts together. */
export class OutgoingMessage {
  private records: Uint8Array[] = [];
  /** The shard that took each record. */
  private placed = new Map<number, string>();
  private isStale = false;
  private keepFresh = () => {};
  refusals = 0;
  lastCode = '';

  constructor(
    readonly key: string,
    private readonly value: Uint8Array,
    private readonly publisher: { resolve(): void; reject(error: unknown): void },
    private readonly tools: { clock: Clock; newMessageId: () => Uint8Array },
  ) {}

  /** Every record is in, and where one reader finds all of them. */
  get isPlaced(): boolean {
    return this.isWhole && !this.isStale && new Set(this.placed.values()).size === 1;
  }

  missingParts(): Part[] {
    if (this.records.length === 0 || this.isStale || this.isWhole) this.begin();
    return this.records.flatMap((data, index) => (this.placed.has(index) ? [] : [this.partOf(data, index)]));
  }

  /** What Kinesis said to one record. */
  took({ index }: Part, result: PutRecordsResultEntry | undefined): void {
    if (result?.SequenceNumber === undefined) {
      this.refusals += 1;
      this.lastCode = result?.ErrorCode ?? 'no answer';
      return;
    }
    if (this.placed.size === 0 && this.records.length > 1) {
      this.keepFresh = this.tools.clock.schedule(RESEND_AFTER_MS, () => (this.isStale = true));
    }
    this.placed.set(index, result.ShardId ?? '');
    if (!this.isWhole) return;
    this.keepFresh();
    // The shards were split or merged in between: no reader would see all parts.
    if (!this.isPlaced) this.refusals += 1;
  }

  resolve(): void {
    this.publisher.resolve();
  }

  reject(error: unknown): void {
    this.publisher.reject(error);
  }

  private get isWhole(): boolean {
    return this.records.length > 0 && this.placed.size === this.records.length;
  }

  private begin(): void {
    this.keepFresh();
    this.isStale = false;
    this.records = toRecords(this.value, this.tools.newMessageId);
    this.placed = new Map();
  }

  private partOf(data: Uint8Array, index: number): Part {
    const bytes = data.length + Buffer.byteLength(this.key);
    return { message: this, index, entry: { Data: data, PartitionKey: this.key }, bytes };
  }
}
