import type { KafkaMessage } from 'kafkajs';
import type { Counter, SubscribeOptions, Subscription } from '@earshot/ports';
import { windowFor } from '../shared/partition-window.js';
import { waitAtMost } from '../shared/wait-at-most.js';
import { AssignedPartitions } from './assigned-partitions.js';
import type { KafkaConnection } from './kafka-connection.js';
import { describeKafkaError } from './kafka-failure.js';
import { startWithin, type KafkaOffsets } from './kafka-offsets.js';
import { SupervisedConsumer, type ConsumerTarget, type Joined } from './supervised-consumer.js';

export interface KafkaSubscriptionOptions {
  readonly connection: KafkaConnection;
  readonly offsets: KafkaOffsets;
  readonly target: ConsumerTarget;
  readonly subscriber: SubscribeOptions;
  readonly rejoins: Counter;
  /** For an instance, which is alone in its group: by partition, the offset to start at. */
  readonly instanceStart?: ReadonlyMap<number, number>;
  onClosed(): Promise<void>;
}

const COMMIT_EVERY_MS = 250;
const COMMIT_LIMIT_MS = 3_000;
/** How long a partition that was lost and came back waits for handlers that still run from before the loss. */
const LOST_HANDLERS_LIMIT_MS = 30_000;

/**
 * One subscriber. Before it joins a rebalance, it finishes its running handlers and commits. After the rebalance, it
 * continues the partitions that it keeps and drops the lost ones. It has lost all of them if the group had forgotten it.
 */
export class KafkaSubscription implements Subscription {
  private readonly partitions: AssignedPartitions;
  private readonly consumer: SupervisedConsumer;
  private readonly isGroup: boolean;
  private memberId: string | undefined;
  private committing: Promise<void> | undefined;
  private closing: Promise<void> | undefined;
  private joinCount = 0;
  /** Resolves when no handler of a lost partition runs in this process any more. */
  private lostHandlersDone: Promise<void> = Promise.resolve();

  constructor(private readonly options: KafkaSubscriptionOptions) {
    const { connection, target, subscriber } = options;
    this.isGroup = options.instanceStart === undefined;
    this.partitions = new AssignedPartitions({
      topic: subscriber.topic,
      subscriber,
      clock: connection.clock,
      window: windowFor(subscriber.topic),
      fetchControl: {
        seek: (partition, offset) => this.consumer.seek(partition, offset),
        pause: (partition) => this.consumer.pause(partition),
        resume: (partition) => this.consumer.resume(partition),
      },
    });
    this.consumer = new SupervisedConsumer(connection, target, {
      ownedPartitions: () => this.partitions.numbers,
      beforeJoin: () => this.prepareToJoin(),
      joined: (joined) => this.applyAssignment(joined),
      sessionExpired: () => this.dropAllPartitions(),
      received: (partition, messages, fetchedOffset) => this.receive(partition, messages, fetchedOffset),
    });
  }

  /** Resolves when the subscription has joined its group. */
  async start(): Promise<void> {
    await this.consumer.start();
    if (this.isGroup) this.scheduleCommit();
  }

  close(): Promise<void> {
    return (this.closing ??= this.closeOnce());
  }

  private async closeOnce(): Promise<void> {
    this.partitions.pauseFetching();
    await this.partitions.suspendHandlers();
    await waitAtMost(this.options.connection.clock, COMMIT_LIMIT_MS, this.commitAll());
    await this.consumer.close();
    await this.partitions.remove(this.partitions.numbers);
    await this.options.onClosed();
  }

  private async prepareToJoin(): Promise<void> {
    const { clock, settings } = this.options.connection;
    // The last heartbeat was just now. Both waits together must stay below the session timeout.
    await waitAtMost(clock, settings.sessionTimeoutMs / 2, this.partitions.suspendHandlers());
    await waitAtMost(clock, Math.min(COMMIT_LIMIT_MS, settings.sessionTimeoutMs / 4), this.commitAll());
  }

  private applyAssignment({ memberId, partitions, attempts }: Joined): void {
    const isSameMember = !this.isGroup || (memberId === this.memberId && attempts <= 1);
    if (this.memberId !== undefined) this.options.rejoins.add(1, { topic: this.options.subscriber.topic });
    this.memberId = memberId;
    const owned = this.partitions.numbers;
    const kept = isSameMember ? owned.filter((partition) => partitions.includes(partition)) : [];
    const lost = owned.filter((partition) => !kept.includes(partition));
    const gained = partitions.filter((partition) => !kept.includes(partition));
    const { groupId: group } = this.options.target;
    this.options.connection.log.info({ group, kept: kept.length, lost, gained }, 'Kafka assigned partitions');

    this.lostHandlersDone = Promise.all([this.lostHandlersDone, this.dropPartitions(lost)]).then(() => undefined);
    for (const partition of gained) {
      this.partitions.add(partition);
      // A paused partition takes longer to start, so this pauses only those that must wait for handlers of lost partitions.
      // In the others, messages that arrive before the start is known are dropped and fetched again.
      if (lost.length > 0) this.consumer.pause(partition);
    }
    for (const partition of kept) {
      this.partitions.continueReading(partition);
      if (this.closing === undefined) this.partitions.resumeHandlers(partition);
    }
    const withoutStart = kept.filter((partition) => this.partitions.nextOffset(partition) === undefined);
    const join = (this.joinCount += 1);
    void this.lostHandlersDone.then(() => this.startReading([...gained, ...withoutStart], join));
  }

  private dropAllPartitions(): void {
    if (!this.isGroup) return;
    const dropping = this.dropPartitions(this.partitions.numbers);
    this.lostHandlersDone = Promise.all([this.lostHandlersDone, dropping]).then(() => undefined);
  }

  /** Stops the handlers of lost partitions and tells the subscriber. Resolves when no handler runs any more. */
  private async dropPartitions(lost: readonly number[]): Promise<void> {
    if (lost.length === 0) return;
    const { connection, subscriber } = this.options;
    const stopped = this.partitions.remove(lost);
    const isInTime = await waitAtMost(
      connection.clock,
      LOST_HANDLERS_LIMIT_MS,
      Promise.all([stopped, this.reportLost(lost)]),
    );
    if (!isInTime) {
      connection.log.warn({ topic: subscriber.topic, lost }, 'handlers of lost partitions still run');
    }
  }

  private async reportLost(lost: readonly number[]): Promise<void> {
    if (this.closing !== undefined) return;
    const { connection, subscriber } = this.options;
    try {
      await subscriber.onLost?.(lost);
    } catch (error) {
      connection.log.error(
        { topic: subscriber.topic, reason: describeKafkaError(error) },
        'a subscriber failed to discard the state of lost partitions',
      );
    }
  }

  /** Looks up where to start, then starts. Ignores the answer if the member joined again in the meantime. */
  private async startReading(partitions: readonly number[], join: number): Promise<void> {
    if (partitions.length === 0) return;
    const { connection, offsets, target, instanceStart } = this.options;
    const isStopped = () => join !== this.joinCount || this.closing !== undefined || connection.isClosed;
    const fetchOffsets = () =>
      Promise.all([
        offsets.fetchBounds(target.topic),
        instanceStart ?? offsets.fetchCommitted(target.groupId, target.topic),
      ]);
    try {
      const [bounds, committed] = await connection.retryUntilDone(
        `fetch offsets of ${target.groupId}`,
        fetchOffsets,
        isStopped,
      );
      if (isStopped()) return;
      for (const partition of partitions) {
        const held = bounds.get(partition);
        if (held === undefined || this.partitions.nextOffset(partition) !== undefined) continue;
        const wanted = this.partitions.stoppedAtOffset(partition) ?? committed.get(partition);
        const offset = startWithin(held, wanted);
        const missed = offset - (wanted ?? offset);
        if (missed > 0)
          connection.log.error({ ...target, partition, missed }, 'Kafka deleted messages before Earshot read them');
        this.partitions.startReading(partition, offset);
      }
    } catch (error) {
      if (!isStopped())
        connection.log.error(
          { ...target, reason: describeKafkaError(error) },
          'Earshot cannot find out where to start reading a partition',
        );
    }
  }

  private receive(partition: number, messages: readonly KafkaMessage[], fetchedOffset: number): void {
    if (this.closing !== undefined) return;
    if (this.partitions.receive(partition, messages, fetchedOffset)) return;
    // The client skipped messages: the broker deleted them, or an old response came late.
    this.partitions.stopReading(partition);
    void this.startReading([partition], this.joinCount);
  }

  private scheduleCommit(): void {
    this.options.connection.clock.schedule(COMMIT_EVERY_MS, () => {
      if (this.closing !== undefined) return;
      void this.commit().finally(() => this.scheduleCommit());
    });
  }

  /** Commits everything acknowledged until now. A commit that is already on its way may be older. */
  private async commitAll(): Promise<void> {
    await this.committing;
    await this.commit();
  }

  /** Makes one attempt. After a failure the next commit covers the offsets, or the next owner gets the messages again. */
  private commit(): Promise<void> {
    return (this.committing ??= this.commitOnce().finally(() => (this.committing = undefined)));
  }

  private async commitOnce(): Promise<void> {
    const offsets = this.partitions.offsetsToCommit();
    if (!this.isGroup || offsets.size === 0) return;
    try {
      await this.consumer.commit(offsets);
      this.partitions.markCommitted(offsets);
    } catch (error) {
      this.options.connection.log.debug(
        { ...this.options.target, reason: describeKafkaError(error) },
        'Kafka did not accept a commit',
      );
    }
  }
}
