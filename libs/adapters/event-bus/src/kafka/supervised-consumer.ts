import type { Batch, Consumer, KafkaMessage } from 'kafkajs';
import { busClosed } from '../shared/bus-failures.js';
import { RetryPauses } from '../shared/retry-pauses.js';
import { waitAtMost } from '../shared/wait-at-most.js';
import { createGroupAssigner } from './group-assigner.js';
import { REQUEST_TIMEOUT_MS } from './kafka-client.js';
import type { KafkaConnection } from './kafka-connection.js';
import { describeKafkaError, toKafkaFailure } from './kafka-failure.js';

/** The result of a rebalance for this member. */
export interface Joined {
  readonly memberId: string;
  readonly partitions: readonly number[];
  /** Join requests since the last join. With more than one, a generation may have passed without this member. */
  readonly attempts: number;
}

/** Called by the consumer. All but `beforeJoin` run between two fetches and must not wait. */
export interface ConsumerEvents {
  /** The partitions that this member owns until it joins again. */
  ownedPartitions(): readonly number[];
  /** Called before a join request. The member can still commit. */
  beforeJoin(): Promise<void>;
  joined(joined: Joined): void;
  /** No heartbeat was answered for the length of a session: other members own the partitions now or soon. */
  sessionExpired(): void;
  /** `fetchedOffset` is the offset that the client asked for. */
  received(partition: number, messages: readonly KafkaMessage[], fetchedOffset: number): void;
}

export interface ConsumerTarget {
  readonly topic: string;
  readonly groupId: string;
}

/** A field of kafkajs batches that its types lack. */
interface FetchedBatch {
  readonly fetchedOffset: string;
}

/** How long a fetch waits for messages. A resumed partition may wait this long for its next fetch. */
const LONGEST_FETCH_MS = 500;
const MAX_PARTITION_BYTES = 1_048_576;
const MAX_FETCH_BYTES = 8 * 1_048_576;
const DISCONNECT_LIMIT_MS = 5_000;
const CHECK_EVERY_MS = 500;

/**
 * The consumer of one subscription. It replaces the client's consumer as often as needed, because kafkajs gives up for good
 * after some errors and sometimes hangs without one. A new consumer is a new member of the group.
 */
export class SupervisedConsumer {
  private current: Consumer | undefined;
  private running: Promise<void> | undefined;
  private readonly pauses: RetryPauses;
  private isClosed = false;
  /** Ends the current consumer. */
  private endCurrent: (reason?: unknown) => void = () => {};
  private joinAttempts = 0;
  private generation = 0;
  /** The last fetch, heartbeat or join of the consumer. */
  private lastActivityMs = 0;
  /** The last time the group confirmed the membership. */
  private lastConfirmedMs: number | undefined;
  private isJoining = false;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly target: ConsumerTarget,
    private readonly events: ConsumerEvents,
  ) {
    this.pauses = new RetryPauses(connection.clock);
  }

  /** Resolves when the consumer has joined its group. Rejects when the settings turn out to be wrong. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.checkRepeatedly();
      this.running = this.superviseUntilClosed(resolve).then(() => reject(busClosed()), reject);
    });
  }

  /** Makes one attempt, in which the client retries for some seconds. Rejects while this is not a member of the group. */
  async commit(offsets: ReadonlyMap<number, number>): Promise<void> {
    if (this.current === undefined) throw new Error('not a member of the group');
    const { topic } = this.target;
    await this.current.commitOffsets(
      [...offsets].map(([partition, offset]) => ({ topic, partition, offset: String(offset) })),
    );
  }

  seek(partition: number, offset: number): void {
    this.withCurrent((consumer) => consumer.seek({ topic: this.target.topic, partition, offset: String(offset) }));
  }

  pause(partition: number): void {
    this.withCurrent((consumer) => consumer.pause([{ topic: this.target.topic, partitions: [partition] }]));
  }

  resume(partition: number): void {
    this.withCurrent((consumer) => consumer.resume([{ topic: this.target.topic, partitions: [partition] }]));
  }

  /** Leaves the group. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.pauses.endAll();
    this.endCurrent();
    if (this.running !== undefined) await waitAtMost(this.connection.clock, DISCONNECT_LIMIT_MS * 2, this.running);
  }

  private withCurrent(use: (consumer: Consumer) => void): void {
    try {
      if (this.current !== undefined) use(this.current);
    } catch {
      // The consumer crashed. The next one gets its partitions when it joins.
    }
  }

  private async superviseUntilClosed(reportJoined: () => void): Promise<void> {
    for (let failures = 1; !this.isClosed; failures += 1) {
      const consumer = await this.connection.retryUntilDone(
        `join ${this.target.groupId}`,
        () => this.connect(),
        () => this.isClosed,
      );
      let wasMember = false;
      const reason = await this.runUntilEnd(consumer, () => {
        wasMember = true;
        reportJoined();
      });
      this.current = undefined;
      this.endCurrent = () => {};
      await waitAtMost(this.connection.clock, DISCONNECT_LIMIT_MS, consumer.disconnect());
      if (this.isClosed) return;
      if (wasMember) failures = 1;
      this.connection.log.warn(
        { ...this.target, failures, code: toKafkaFailure(reason).code, reason: describeKafkaError(reason) },
        'a Kafka consumer ended; Earshot starts another one',
      );
      await this.pauses.pauseAfter(failures);
    }
  }

  private async connect(): Promise<Consumer> {
    const { settings } = this.connection;
    const kafka = await this.connection.kafka();
    const created: { consumer?: Consumer } = {};
    const assigner = await createGroupAssigner({
      claim: () => ({ owned: this.events.ownedPartitions(), generation: this.generation }),
      beforeJoin: async () => {
        // A consumer that was replaced must not join beside its successor.
        if (this.current !== created.consumer) throw Object.assign(new Error('replaced'), { retriable: false });
        this.joinAttempts += 1;
        this.isJoining = true;
        await this.events.beforeJoin();
      },
    });
    const consumer = kafka.consumer({
      groupId: this.target.groupId,
      partitionAssigners: [assigner],
      sessionTimeout: settings.sessionTimeoutMs,
      rebalanceTimeout: settings.rebalanceTimeoutMs,
      heartbeatInterval: Math.min(1_000, Math.floor(settings.sessionTimeoutMs / 10)),
      maxWaitTimeInMs: LONGEST_FETCH_MS,
      maxBytesPerPartition: MAX_PARTITION_BYTES,
      maxBytes: MAX_FETCH_BYTES,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure: async () => false },
    });
    created.consumer = consumer;
    await consumer.connect();
    await consumer.subscribe({ topic: this.target.topic, fromBeginning: true });
    return consumer;
  }

  /** Resolves with the reason when the consumer has ended. */
  private runUntilEnd(consumer: Consumer, reportJoined: () => void): Promise<unknown> {
    return new Promise((resolve) => {
      this.current = consumer;
      this.joinAttempts = 0;
      this.isJoining = false;
      this.endCurrent = resolve;
      this.noteActivity();
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
      consumer.on(consumer.events.FETCH, () => this.noteActivity());
      consumer.on(consumer.events.HEARTBEAT, ({ payload }) => {
        this.noteMembership();
        this.generation = payload.groupGenerationId;
      });
      consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberId, memberAssignment } }) => {
        if (this.current !== consumer) return;
        this.noteMembership();
        const attempts = this.joinAttempts;
        this.joinAttempts = 0;
        this.isJoining = false;
        this.events.joined({ memberId, partitions: memberAssignment[this.target.topic] ?? [], attempts });
        reportJoined();
      });
      consumer
        .run({
          autoCommit: false,
          eachBatch: async ({ batch }) => {
            if (this.current !== consumer) return;
            const { fetchedOffset } = batch as Batch & FetchedBatch;
            this.events.received(batch.partition, batch.messages, Number(fetchedOffset));
          },
        })
        .catch(resolve);
      if (this.isClosed) this.endCurrent();
    });
  }

  private noteActivity(): void {
    this.lastActivityMs = this.connection.clock.nowMs();
  }

  private noteMembership(): void {
    this.noteActivity();
    this.lastConfirmedMs = this.lastActivityMs;
  }

  /**
   * Ends a consumer that hangs, and reports a session that must have expired. It also checks while there is no consumer,
   * because another member may reach the brokers then.
   */
  private checkRepeatedly(): void {
    if (this.isClosed) return;
    const { clock, settings } = this.connection;
    const nowMs = clock.nowMs();
    const hangMs = settings.rebalanceTimeoutMs + settings.sessionTimeoutMs + 2 * REQUEST_TIMEOUT_MS;
    if (nowMs - this.lastActivityMs > hangMs) this.endCurrent(endReason('NO_SIGN_OF_LIFE'));
    // The group waits for a joining consumer without heartbeats.
    const isAwaited = this.isJoining && this.current !== undefined;
    if (this.lastConfirmedMs !== undefined && !isAwaited && nowMs - this.lastConfirmedMs > settings.sessionTimeoutMs) {
      this.lastConfirmedMs = undefined;
      this.events.sessionExpired();
      this.endCurrent(endReason('SESSION_ENDED'));
    }
    clock.schedule(CHECK_EVERY_MS, () => this.checkRepeatedly());
  }
}

const endReason = (code: string) => Object.assign(new Error(code), { code });
