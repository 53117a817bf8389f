import type { KafkaMessage } from 'kafkajs';
import type { TopicName } from '@earshot/contracts';
import type { Clock, SubscribeOptions } from '@earshot/ports';
import { PartitionDispatcher } from '../shared/partition-dispatcher.js';
import type { PartitionWindow } from '../shared/partition-window.js';
import { topicSubscriber } from '../shared/topic-subscriber.js';

/** Controls which messages the consumer fetches. */
export interface FetchControl {
  seek(partition: number, offset: number): void;
  pause(partition: number): void;
  resume(partition: number): void;
}

export interface AssignedPartitionsOptions {
  readonly topic: TopicName;
  readonly subscriber: Pick<SubscribeOptions, 'handle' | 'acknowledge'>;
  readonly clock: Clock;
  readonly window: PartitionWindow;
  readonly fetchControl: FetchControl;
}

interface AssignedPartition {
  readonly dispatcher: PartitionDispatcher<number>;
  /** The offset to read next. Undefined until the start is known. */
  nextOffset: number | undefined;
  /** The offset at which reading stopped, while the start is looked up again. */
  stoppedAtOffset: number | undefined;
}

/** The partitions that one subscription owns, with their unhandled messages. */
export class AssignedPartitions {
  private readonly assigned = new Map<number, AssignedPartition>();
  /** By partition, the next offset of the group. Only partitions whose offset changed since the last commit. */
  private readonly uncommitted = new Map<number, number>();

  constructor(private readonly options: AssignedPartitionsOptions) {}

  get numbers(): number[] {
    return [...this.assigned.keys()];
  }

  /** The offset to read next. Undefined while the partition is not read. */
  nextOffset(partition: number): number | undefined {
    return this.assigned.get(partition)?.nextOffset;
  }

  stoppedAtOffset(partition: number): number | undefined {
    return this.assigned.get(partition)?.stoppedAtOffset;
  }

  /** Adds a partition that this member owns from now on. Nothing is delivered before `startReading`. */
  add(partition: number): void {
    const { topic, subscriber, clock, window } = this.options;
    const dispatcher = new PartitionDispatcher<number>({
      partition,
      subscriber: topicSubscriber({ ...subscriber, topic }),
      clock,
      window,
      onAcknowledged: (offset) => void this.uncommitted.set(partition, offset + 1),
    });
    this.assigned.set(partition, { dispatcher, nextOffset: undefined, stoppedAtOffset: undefined });
  }

  /** Reads nothing until `startReading`. Running handlers continue. */
  stopReading(partition: number): void {
    const assigned = this.assigned.get(partition);
    if (assigned === undefined) return;
    assigned.stoppedAtOffset = assigned.nextOffset;
    assigned.nextOffset = undefined;
    this.options.fetchControl.pause(partition);
  }

  startReading(partition: number, offset: number): void {
    const assigned = this.assigned.get(partition);
    if (assigned === undefined) return;
    assigned.nextOffset = offset;
    this.options.fetchControl.seek(partition, offset);
    this.options.fetchControl.resume(partition);
  }

  /** Continues at `nextOffset`, because the client forgets its offsets when it joins the group again. */
  continueReading(partition: number): void {
    const assigned = this.assigned.get(partition);
    if (assigned?.nextOffset === undefined) return;
    this.options.fetchControl.seek(partition, assigned.nextOffset);
    if (assigned.dispatcher.isFull) this.pauseUntilRoom(partition, assigned.dispatcher);
    else this.options.fetchControl.resume(partition);
  }

  /**
   * Takes the fetched messages that it does not have yet. Returns false when messages before them are missing. The caller
   * then looks up where to start reading.
   */
  receive(partition: number, messages: readonly KafkaMessage[], fetchedOffset: number): boolean {
    const assigned = this.assigned.get(partition);
    // The client requested them before the partition got another owner.
    if (assigned?.nextOffset === undefined) return true;
    if (fetchedOffset > assigned.nextOffset) return false;
    for (const message of messages) {
      const position = Number(message.offset);
      if (position < assigned.nextOffset) continue;
      assigned.nextOffset = position + 1;
      // A copy, because the client's buffers hold whole responses and one slow message would keep all of it in memory.
      const value = new Uint8Array(message.value ?? []);
      assigned.dispatcher.enqueue({ position, key: message.key?.toString() ?? '', value });
    }
    if (assigned.dispatcher.isFull) this.pauseUntilRoom(partition, assigned.dispatcher);
    return true;
  }

  /** Starts no handler until `resumeHandlers`. Resolves when the running ones are done. */
  async suspendHandlers(): Promise<void> {
    await Promise.all([...this.assigned.values()].map(({ dispatcher }) => dispatcher.suspend()));
  }

  resumeHandlers(partition: number): void {
    this.assigned.get(partition)?.dispatcher.resume();
  }

  /** Starts no more handlers for these partitions. Resolves when the running ones are done. */
  async remove(partitions: readonly number[]): Promise<void> {
    const stopping = partitions.map((partition) => {
      const dispatcher = this.assigned.get(partition)?.dispatcher;
      this.assigned.delete(partition);
      this.uncommitted.delete(partition);
      return dispatcher?.stop();
    });
    await Promise.all(stopping);
  }

  pauseFetching(): void {
    for (const partition of this.assigned.keys()) this.options.fetchControl.pause(partition);
  }

  offsetsToCommit(): ReadonlyMap<number, number> {
    return new Map(this.uncommitted);
  }

  markCommitted(offsets: ReadonlyMap<number, number>): void {
    for (const [partition, offset] of offsets) {
      if (this.uncommitted.get(partition) === offset) this.uncommitted.delete(partition);
    }
  }

  private pauseUntilRoom(partition: number, dispatcher: PartitionDispatcher<number>): void {
    this.options.fetchControl.pause(partition);
    void dispatcher.waitForRoom()?.then(() => {
      if (this.assigned.get(partition)?.dispatcher === dispatcher) this.options.fetchControl.resume(partition);
    });
  }
}
