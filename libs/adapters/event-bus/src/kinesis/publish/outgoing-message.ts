import type { PutRecordsRequestEntry, PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import type { Clock } from '@earshot/ports';
import { toRecords } from '../record-codec.js';

/** One record of a message in a request. */
export interface OutgoingRecord {
  readonly message: OutgoingMessage;
  readonly index: number;
  readonly entry: PutRecordsRequestEntry;
  readonly bytes: number;
}

export interface OutgoingMessageOptions {
  readonly clock: Clock;
  readonly newMessageId: () => Uint8Array;
}

/** After this time all records of an incomplete message are sent again, well before a reader forgets it (`FORGET_AFTER_MS`). */
const RESEND_AFTER_MS = 30_000;

/** A message that waits until Kinesis has stored all of its records in one shard. */
export class OutgoingMessage {
  private records: Uint8Array[] = [];
  /** By index of the record, the shard that stored it. */
  private shardOf = new Map<number, string>();
  private mustResend = false;
  private cancelResend = () => {};
  refusals = 0;
  lastRefusalCode = '';

  constructor(
    readonly key: string,
    private readonly value: Uint8Array,
    private readonly publisher: { resolve(): void; reject(error: unknown): void },
    private readonly options: OutgoingMessageOptions,
  ) {}

  /** Whether one shard has every record, so that its reader finds the whole message. */
  get isPlaced(): boolean {
    return this.isStored && !this.mustResend && new Set(this.shardOf.values()).size === 1;
  }

  /** Returns the records to send: all of them if a reader cannot use those that are stored. */
  takeMissingRecords(): OutgoingRecord[] {
    if (this.records.length === 0 || this.mustResend || this.isStored) this.restart();
    return this.records.flatMap((data, index) => (this.shardOf.has(index) ? [] : [this.toOutgoingRecord(data, index)]));
  }

  /** Notes the answer of Kinesis to one record. */
  noteResult({ index }: OutgoingRecord, result: PutRecordsResultEntry | undefined): void {
    if (result?.SequenceNumber === undefined) {
      this.refusals += 1;
      this.lastRefusalCode = result?.ErrorCode ?? 'no answer';
      return;
    }
    if (this.shardOf.size === 0 && this.records.length > 1) {
      this.cancelResend = this.options.clock.schedule(RESEND_AFTER_MS, () => (this.mustResend = true));
    }
    this.shardOf.set(index, result.ShardId ?? '');
    if (!this.isStored) return;
    this.cancelResend();
    // A split or merge put the records into different shards, where no reader sees all of them.
    if (!this.isPlaced) this.refusals += 1;
  }

  resolve(): void {
    this.publisher.resolve();
  }

  reject(error: unknown): void {
    this.publisher.reject(error);
  }

  private get isStored(): boolean {
    return this.records.length > 0 && this.shardOf.size === this.records.length;
  }

  private restart(): void {
    this.cancelResend();
    this.mustResend = false;
    this.records = toRecords(this.value, this.options.newMessageId);
    this.shardOf = new Map();
  }

  private toOutgoingRecord(data: Uint8Array, index: number): OutgoingRecord {
    const bytes = data.length + Buffer.byteLength(this.key);
    return { message: this, index, entry: { Data: data, PartitionKey: this.key }, bytes };
  }
}
