import type { KafkaMessage } from 'kafkajs';
import type { TopicName } from '@earshot/contracts';
import type { Clock, SubscribeOptions } from '@earshot/ports';
import { PartitionWork, type PartitionWindow } from '../shared/partition-dispatcher.js';

/** What holds of the consumer that reads the partitions. */
export interface PartitionReader {
  seek(partition: number, offset: number): void;
  pause(partition: number): void;
  resume(partition: number): void;
}

export interface AssignedPartitionsOptions {
  readonly topic: TopicName;
  readonly subscriber: Pick<SubscribeOptions, 'handle' | 'acknowledge'>;
  readonly clock: Clock;
  readonly window: PartitionWindow;
  readonly reader: PartitionReader;
}

interface Assigned {
  readonly work: PartitionWork<number>;
  /** The offset that comes next; none while it is not known where to start. */
  next: number | undefined;
  /** Where reading stopped to find out where to go on. */
  stoppedAt: number | undefined;
}

/** The partitions that one subscription has, each with the messages of it that are under way. */
export class AssignedPartitions {
  private readonly assigned = new Map<number, Assigned>();
  /** By partition, the next offset of the group, where it moved since `committed` was told. */
  private readonly moved = new Map<number, number>();

  constructor(private readonly options: AssignedPartitionsOptions) {}

  get all(): number[] {
    return [...this.assigned.keys()];
  }

  /** The offset that comes next, of a partition that is being read. */
  next(partition: number): number | undefined {
    return this.assigned.get(partition)?.next;
  }

  stoppedAt(partition: number): number | undefined {
    return this.assigned.get(partition)?.stoppedAt;
  }

  /** Begins to own a partition; nothing comes of it before `startAt`. */
  take(partition: number): void {
    const { topic, subscriber, clock, window } = this.options;
    const work: PartitionWork<number> = new PartitionWork({
      topic,
      partition,
      subscriber,
      clock,
      window,
      onAcknowledged: (offset) => void this.moved.set(partition, offset + 1),
    });
    this.assigned.set(partition, { work, next: undefined, stoppedAt: undefined });
  }

  /** Reads nothing until `startAt` says where; what is under way goes on. */
  stopReading(partition: number): void {
    const assigned = this.assigned.get(partition);
    if (assigned === undefined) return;
    assigned.stoppedAt = assigned.next;
    assigned.next = undefined;
    this.options.reader.pause(partition);
  }

  startAt(partition: number, offset: number): void {
    const assigned = this.assigned.get(partition);
    if (assigned === undefined) return;
    assigned.next = offset;
    this.options.reader.seek(partition, offset);
    this.options.reader.resume(partition);
  }

  /** After the group was joined again: the client has forgotten where it was. */
  readOn(partition: number): void {
    const assigned = this.assigned.get(partition);
    if (assigned?.next === undefined) return;
    this.options.reader.seek(partition, assigned.next);
    if (assigned.work.isFull) this.pauseUntilRoom(partition, assigned);
    else this.options.reader.resume(partition);
  }

  /**
   * Takes what was fetched, but what is already here. False when something is missing before it: then reading has to
   * start anew at `next`.
   */
  receive(partition: number, messages: readonly KafkaMessage[], fetchedOffset: number): boolean {
    const assigned = this.assigned.get(partition);
    // Asked for before the partition was another's.
    if (assigned?.next === undefined) return true;
    if (fetchedOffset > assigned.next) return false;
    for (const message of messages) {
      const position = Number(message.offset);
      if (position < assigned.next) continue;
      assigned.next = position + 1;
      // A copy: the client's buffers are whole answers, which one slow message would keep in memory.
      const value = new Uint8Array(message.value ?? []);
      assigned.work.add({ position, key: message.key?.toString() ?? '', value });
    }
    if (assigned.work.isFull) this.pauseUntilRoom(partition, assigned);
    return true;
  }

  /** Starts no handler until `goOn`; resolves when those under way are done. */
  async hold(): Promise<void> {
    await Promise.all([...this.assigned.values()].map(({ work }) => work.hold()));
  }

  goOn(partition: number): void {
    this.assigned.get(partition)?.work.goOn();
  }

  /** No handler of theirs starts any more; resolves when those under way are done. */
  async drop(partitions: readonly number[]): Promise<void> {
    const stopping = partitions.map((partition) => {
      const work = this.assigned.get(partition)?.work;
      this.assigned.delete(partition);
      this.moved.delete(partition);
      return work?.stop();
    });
    await Promise.all(stopping);
  }

  pauseAll(): void {
    for (const partition of this.assigned.keys()) this.options.reader.pause(partition);
  }

  /** What is to be committed. */
  toCommit(): ReadonlyMap<number, number> {
    return new Map(this.moved);
  }

  committed(offsets: ReadonlyMap<number, number>): void {
    for (const [partition, offset] of offsets) if (this.moved.get(partition) === offset) this.moved.delete(partition);
  }

  private pauseUntilRoom(partition: number, { work }: Assigned): void {
    this.options.reader.pause(partition);
    void work.room()?.then(() => {
      if (this.assigned.get(partition)?.work === work) this.options.reader.resume(partition);
    });
  }
}
