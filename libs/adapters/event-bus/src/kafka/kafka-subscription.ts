import type { KafkaMessage } from 'kafkajs';
import type { Counter, SubscribeOptions, Subscription } from '@earshot/ports';
import type { PartitionWindow } from '../shared/partition-dispatcher.js';
import { AssignedPartitions } from './assigned-partitions.js';
import type { KafkaConnection } from './kafka-connection.js';
import { briefly } from './kafka-failure.js';
import { startWithin, type KafkaOffsets } from './kafka-offsets.js';
import { SupervisedConsumer, type ConsumerTarget, type Joined } from './supervised-consumer.js';
import { within } from '../shared/wait-at-most.js';

export interface KafkaSubscriptionOptions {
  readonly connection: KafkaConnection;
  readonly offsets: KafkaOffsets;
  readonly target: ConsumerTarget;
  readonly subscriber: SubscribeOptions;
  readonly window: PartitionWindow;
  readonly rejoins: Counter;
  /** For a subscriber that hears everything: by partition, where it begins. It never loses a partition to another. */
  readonly everythingFrom?: ReadonlyMap<number, number>;
  onClosed(): Promise<void>;
}

const COMMIT_EVERY_MS = 250;
const COMMIT_LIMIT_MS = 3_000;
/** How long partitions that were lost, and come back, wait for handlers of before. */
const LOST_LIMIT_MS = 30_000;

/**
 * One subscriber. In a rebalance it first finishes what is under way and commits, then joins; what it keeps goes on where
 * it was, what it loses is dropped. A member that the group had forgotten has lost everything.
 */
export class KafkaSubscription implements Subscription {
  private readonly partitions: AssignedPartitions;
  private readonly consumer: SupervisedConsumer;
  private readonly isGroup: boolean;
  private memberId: string | undefined;
  private committing: Promise<void> | undefined;
  private closing: Promise<void> | undefined;
  private joins = 0;
  /** Until nothing of lost partitions is under way here. */
  private going: Promise<void> = Promise.resolve();

  constructor(private readonly options: KafkaSubscriptionOptions) {
    const { connection, target, subscriber, window } = options;
    this.isGroup = options.everythingFrom === undefined;
    this.partitions = new AssignedPartitions({
      topic: subscriber.topic,
      subscriber,
      clock: connection.clock,
      window,
      reader: {
        seek: (partition, offset) => this.consumer.seek(partition, offset),
        pause: (partition) => this.consumer.pause(partition),
        resume: (partition) => this.consumer.resume(partition),
      },
    });
    this.consumer = new SupervisedConsumer(connection, target, {
      owned: () => this.partitions.all,
      beforeJoin: () => this.beforeJoin(),
      joined: (joined) => this.joined(joined),
      expired: () => this.expired(),
      received: (partition, messages, fetchedOffset) => this.received(partition, messages, fetchedOffset),
    });
  }

  /** Resolves when the group is joined. */
  async start(): Promise<void> {
    await this.consumer.start();
    if (this.isGroup) this.commitNowAndThen();
  }

  close(): Promise<void> {
    return (this.closing ??= this.finish());
  }

  private async finish(): Promise<void> {
    this.partitions.pauseAll();
    await this.partitions.hold();
    await within(this.options.connection.clock, COMMIT_LIMIT_MS, this.commit());
    await this.consumer.close();
    await this.partitions.drop(this.partitions.all);
    await this.options.onClosed();
  }

  private async beforeJoin(): Promise<void> {
    const { clock, settings } = this.options.connection;
    // The session was last heard of just now; it must not end while we wait.
    await within(clock, settings.sessionTimeoutMs / 2, this.partitions.hold());
    await within(clock, Math.min(COMMIT_LIMIT_MS, settings.sessionTimeoutMs / 4), this.commit());
  }

  private joined({ memberId, partitions, attempts }: Joined): void {
    const isMemberStill = !this.isGroup || (memberId === this.memberId && attempts <= 1);
    if (this.memberId !== undefined) this.options.rejoins.add(1, { topic: this.options.subscriber.topic });
    this.memberId = memberId;
    const had = this.partitions.all;
    const kept = isMemberStill ? had.filter((partition) => partitions.includes(partition)) : [];
    const lost = had.filter((partition) => !kept.includes(partition));
    const fresh = partitions.filter((partition) => !kept.includes(partition));
    const { groupId: group } = this.options.target;
    this.options.connection.log.info(
      { group, kept: kept.length, lost, fresh },
      'partitions of a Kafka topic were shared out',
    );

    this.going = Promise.all([this.going, this.lose(lost)]).then(() => undefined);
    const { going } = this;
    for (const partition of fresh) {
      this.partitions.take(partition);
      // Else what comes before the start is known is dropped and fetched again: that is sooner than a pause ends.
      if (lost.length > 0) this.consumer.pause(partition);
    }
    for (const partition of kept) {
      this.partitions.readOn(partition);
      if (this.closing === undefined) this.partitions.goOn(partition);
    }
    const unread = kept.filter((partition) => this.partitions.next(partition) === undefined);
    const join = (this.joins += 1);
    void going.then(() => this.startReading([...fresh, ...unread], join));
  }

  private expired(): void {
    if (!this.isGroup) return;
    this.going = Promise.all([this.going, this.lose(this.partitions.all)]).then(() => undefined);
  }

  /** Resolves when nothing of them is under way here any more. */
  private async lose(lost: readonly number[]): Promise<void> {
    if (lost.length === 0) return;
    const { connection, subscriber } = this.options;
    const stopped = this.partitions.drop(lost);
    const told =
      this.closing === undefined ? Promise.resolve().then(() => subscriber.onLost?.(lost)) : Promise.resolve();
    const failed = (error: unknown) =>
      connection.log.error(
        { topic: subscriber.topic, reason: briefly(error) },
        'a subscriber failed to let go of its partitions',
      );
    const done = await within(connection.clock, LOST_LIMIT_MS, Promise.all([stopped, told.catch(failed)]));
    if (!done)
      connection.log.warn({ topic: subscriber.topic, lost }, 'handlers of lost partitions are still under way');
  }

  /** `join`: the partitions may have been lost, and be on their way back, when the brokers answered. */
  private async startReading(partitions: readonly number[], join: number): Promise<void> {
    if (partitions.length === 0) return;
    const { connection, offsets, target, everythingFrom } = this.options;
    const stopped = () => join !== this.joins || this.closing !== undefined || connection.closed;
    const ask = () =>
      Promise.all([offsets.bounds(target.topic), everythingFrom ?? offsets.committed(target.groupId, target.topic)]);
    try {
      const [bounds, committed] = await connection.untilDone('looking up offsets', ask, stopped);
      if (stopped()) return;
      for (const partition of partitions) {
        const known = bounds.get(partition);
        if (known === undefined || this.partitions.next(partition) !== undefined) continue;
        const wanted = this.partitions.stoppedAt(partition) ?? committed.get(partition);
        const offset = startWithin(known, wanted);
        const missed = offset - (wanted ?? offset);
        if (missed > 0)
          connection.log.error({ ...target, partition, missed }, 'messages were deleted before they were read');
        this.partitions.startAt(partition, offset);
      }
    } catch (error) {
      if (!stopped())
        connection.log.error({ ...target, reason: briefly(error) }, 'the start of a partition cannot be found');
    }
  }

  private received(partition: number, messages: readonly KafkaMessage[], fetchedOffset: number): void {
    if (this.closing !== undefined) return;
    if (this.partitions.receive(partition, messages, fetchedOffset)) return;
    // The client went on at another place: the broker deleted what was wanted, or an answer came late.
    this.partitions.stopReading(partition);
    void this.startReading([partition], this.joins);
  }

  private commitNowAndThen(): void {
    this.options.connection.clock.schedule(COMMIT_EVERY_MS, () => {
      if (this.closing !== undefined) return;
      void this.commit().finally(() => this.commitNowAndThen());
    });
  }

  /** One try; what fails is committed with the next one, or comes again to the next owner. */
  private commit(): Promise<void> {
    return (this.committing ??= this.commitOnce().finally(() => (this.committing = undefined)));
  }

  private async commitOnce(): Promise<void> {
    const offsets = this.partitions.toCommit();
    if (!this.isGroup || offsets.size === 0) return;
    try {
      await this.consumer.commit(offsets);
      this.partitions.committed(offsets);
    } catch (error) {
      this.options.connection.log.debug(
        { ...this.options.target, reason: briefly(error) },
        'offsets were not committed',
      );
    }
  }
}
