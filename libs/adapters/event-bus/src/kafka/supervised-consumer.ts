import type { Batch, Consumer, KafkaMessage } from 'kafkajs';
import { RetryPauses } from '../shared/retry-pauses.js';
import { groupAssigner } from './group-assigner.js';
import type { KafkaConnection } from './kafka-connection.js';
import { REQUEST_TIMEOUT_MS } from './kafka-client.js';
import { briefly, busClosed, kafkaFailure } from './kafka-failure.js';
import { within } from '../shared/wait-at-most.js';

export interface Joined {
  readonly memberId: string;
  readonly partitions: readonly number[];
  /** Requests to join since the group was joined last: with more than one, a generation may have passed without us. */
  readonly attempts: number;
}

/** What becomes of the messages. All but `beforeJoin` are called in between two fetches and must not wait. */
export interface ConsumerEvents {
  /** Partitions this member has until it joins again. */
  owned(): readonly number[];
  /** A request to join follows; what is acknowledged can still be committed. */
  beforeJoin(): Promise<void>;
  joined(joined: Joined): void;
  /** No heartbeat was answered for as long as a session lasts: the partitions are another's, or soon will be. */
  expired(): void;
  /** `fetchedOffset`: the one that was asked for. */
  received(partition: number, messages: readonly KafkaMessage[], fetchedOffset: number): void;
}

export interface ConsumerTarget {
  readonly topic: string;
  readonly groupId: string;
}

/** In kafkajs, but not in its types. */
interface FetchedBatch {
  readonly fetchedOffset: string;
}

/** Longest wait for messages that are not there; a partition that was paused is asked for again after it. */
const LONGEST_FETCH_MS = 500;
const MAX_PARTITION_BYTES = 1_048_576;
const MAX_FETCH_BYTES = 8 * 1_048_576;
const DISCONNECT_LIMIT_MS = 5_000;
const WATCH_EVERY_MS = 500;

/**
 * One subscription's consumer, started afresh for as long as it takes: kafkajs gives up for good on some errors, and
 * now and then hangs without one. A fresh consumer is a new member of the group.
 */
export class SupervisedConsumer {
  private current: Consumer | undefined;
  private running: Promise<void> | undefined;
  private readonly pauses: RetryPauses;
  private closed = false;
  /** Ends the consumer of now. */
  private end: (reason?: unknown) => void = () => {};
  private attempts = 0;
  private generation = 0;
  /** When the consumer last did anything, and when the group last knew of it. */
  private lastSignMs = 0;
  private lastKnownMs: number | undefined;
  private joining = false;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly target: ConsumerTarget,
    private readonly events: ConsumerEvents,
  ) {
    this.pauses = new RetryPauses(connection.clock);
  }

  /** Resolves when the group is joined; rejects when the settings turn out to be wrong. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const closed = () => reject(busClosed());
      this.watch();
      this.running = this.superviseUntilClosed(resolve).then(closed, reject);
    });
  }

  /** One try, in which the client itself tries for some seconds; rejects when this is no member of the group. */
  async commit(offsets: ReadonlyMap<number, number>): Promise<void> {
    if (this.current === undefined) throw new Error('not a member of the group');
    const { topic } = this.target;
    await this.current.commitOffsets(
      [...offsets].map(([partition, offset]) => ({ topic, partition, offset: String(offset) })),
    );
  }

  seek(partition: number, offset: number): void {
    this.tell((consumer) => consumer.seek({ topic: this.target.topic, partition, offset: String(offset) }));
  }

  pause(partition: number): void {
    this.tell((consumer) => consumer.pause([{ topic: this.target.topic, partitions: [partition] }]));
  }

  resume(partition: number): void {
    this.tell((consumer) => consumer.resume([{ topic: this.target.topic, partitions: [partition] }]));
  }

  /** Leaves the group. */
  async close(): Promise<void> {
    this.closed = true;
    this.pauses.endAll();
    this.end();
    if (this.running !== undefined) await within(this.connection.clock, DISCONNECT_LIMIT_MS * 2, this.running);
  }

  private tell(what: (consumer: Consumer) => void): void {
    try {
      if (this.current !== undefined) what(this.current);
    } catch {
      // It crashed and has nothing any more; its successor is told when it joins.
    }
  }

  private async superviseUntilClosed(joined: () => void): Promise<void> {
    const { log } = this.connection;
    const stopped = () => this.closed;
    let once: () => void = joined;
    for (let attempt = 1; !this.closed; attempt += 1) {
      const started = await this.connection.untilDone('joining a group', () => this.connect(), stopped);
      let wasMember = false;
      const reason = await this.live(started, () => {
        wasMember = true;
        once();
        once = () => {};
      });
      this.current = undefined;
      this.end = () => {};
      await within(this.connection.clock, DISCONNECT_LIMIT_MS, started.disconnect());
      if (this.closed) return;
      if (wasMember) attempt = 1;
      const code = kafkaFailure(reason).code;
      log.warn({ ...this.target, attempt, code, reason: briefly(reason) }, 'a Kafka consumer ended, starting another');
      await this.pauses.after(attempt);
    }
  }

  private async connect(): Promise<Consumer> {
    const { settings } = this.connection;
    const kafka = await this.connection.kafka();
    const made: { consumer?: Consumer } = {};
    const assigner = await groupAssigner({
      claim: () => ({ owned: this.events.owned(), generation: this.generation }),
      beforeJoin: async () => {
        // One that was given up on must not come back beside its successor.
        if (this.current !== made.consumer) throw Object.assign(new Error('no longer in use'), { retriable: false });
        this.attempts += 1;
        this.joining = true;
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
    made.consumer = consumer;
    await consumer.connect();
    await consumer.subscribe({ topic: this.target.topic, fromBeginning: true });
    return consumer;
  }

  /** Resolves with the reason when the consumer is at its end. */
  private live(consumer: Consumer, joined: () => void): Promise<unknown> {
    return new Promise((resolve) => {
      const { clock } = this.connection;
      this.current = consumer;
      this.attempts = 0;
      this.joining = false;
      this.end = resolve;
      const sign = () => (this.lastSignMs = clock.nowMs());
      const known = () => (this.lastKnownMs = sign());
      sign();
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
      consumer.on(consumer.events.FETCH, sign);
      consumer.on(consumer.events.HEARTBEAT, ({ payload }) => {
        known();
        this.generation = payload.groupGenerationId;
      });
      consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberId, memberAssignment } }) => {
        if (this.current !== consumer) return;
        known();
        const { attempts } = this;
        this.attempts = 0;
        this.joining = false;
        this.events.joined({ memberId, partitions: memberAssignment[this.target.topic] ?? [], attempts });
        joined();
      });
      consumer
        .run({
          autoCommit: false,
          eachBatch: async ({ batch }) => {
            if (this.current !== consumer) return;
            this.events.received(
              batch.partition,
              batch.messages,
              Number((batch as Batch & FetchedBatch).fetchedOffset),
            );
          },
        })
        .catch(resolve);
      if (this.closed) this.end();
    });
  }

  /**
   * Ends a consumer that neither fetches nor says why, and says when the session must have ended without our knowing:
   * also while there is no consumer, for then somebody else may be reached by the brokers.
   */
  private watch(): void {
    if (this.closed) return;
    const { clock, settings } = this.connection;
    const nowMs = clock.nowMs();
    const hangMs = settings.rebalanceTimeoutMs + settings.sessionTimeoutMs + 2 * REQUEST_TIMEOUT_MS;
    if (nowMs - this.lastSignMs > hangMs) this.end(named('NO_SIGN_OF_LIFE'));
    // While a consumer joins, the group waits for it without heartbeats.
    const waitedFor = this.joining && this.current !== undefined;
    if (this.lastKnownMs !== undefined && !waitedFor && nowMs - this.lastKnownMs > settings.sessionTimeoutMs) {
      this.lastKnownMs = undefined;
      this.events.expired();
      this.end(named('SESSION_ENDED'));
    }
    clock.schedule(WATCH_EVERY_MS, () => this.watch());
  }
}

const named = (code: string) => Object.assign(new Error(code), { code });
