import type { Clock, Delivery, SubscribeOptions } from '@earshot/ports';
import { busClosed } from '../shared/bus-failures.js';
import { assignSticky } from '../shared/sticky-assignment.js';
import { waitAtMost } from '../shared/wait-at-most.js';
import { KeyLog, type LogEntry } from './key-log.js';
import { PartitionOwner, type GroupSubscriber } from './partition-owner.js';

/** Messages of one key handled in a row before the event loop gets its turn. */
const MESSAGES_PER_TURN = 64;
/** How long a move waits for running handlers before it tells their subscriber that the partitions are lost. */
const FINISH_LIMIT_MS = 5_000;

/** The messages of one topic that one group has not finished. Its subscribers share them by partition. */
export class ConsumerGroup {
  private readonly logs = new Map<string, KeyLog>();
  private readonly owners: readonly PartitionOwner[];
  private subscribers: GroupSubscriber[] = [];
  private joinCount = 0;
  private waitingPublishers: (() => void)[] = [];
  private held = 0;

  constructor(
    partitions: number,
    private readonly maxHeldMessages: number,
    private readonly clock: Clock,
    /** Whether several subscribers can share it. False for the group of a single instance. */
    readonly isShared: boolean,
    private readonly onFinished: (entry: LogEntry) => void = () => {},
  ) {
    this.owners = Array.from({ length: partitions }, (_, partition) => new PartitionOwner(partition, clock));
  }

  /** Messages that are not acknowledged. */
  get heldMessages(): number {
    return this.held;
  }

  /** Whether a message waits for its handler or is being handled. */
  get hasUnhandledMessages(): boolean {
    for (const log of this.logs.values()) if (log.unhandledCount > 0 || log.isRunning) return true;
    return false;
  }

  /** Undefined while there is room. Otherwise resolves when there is room again. */
  waitForRoom(): Promise<void> | undefined {
    if (this.held < this.maxHeldMessages) return undefined;
    return new Promise((resolve) => this.waitingPublishers.push(resolve));
  }

  /** Resolves when the messages of every key that are held now are acknowledged. */
  async whenAllAcknowledged(): Promise<void> {
    await Promise.all([...this.logs.keys()].map((key) => this.whenAcknowledged(key)));
  }

  /** Undefined if no message of the key is unacknowledged. Otherwise resolves when those that are held now are acknowledged. */
  whenAcknowledged(key: string): Promise<void> | undefined {
    const log = this.logs.get(key);
    return log === undefined || log.length === 0 ? undefined : log.whenAcknowledged();
  }

  append(entry: LogEntry): void {
    let log = this.logs.get(entry.key);
    if (log === undefined) this.logs.set(entry.key, (log = new KeyLog(entry.partition)));
    log.append(entry);
    this.held += 1;
    this.startKey(entry.key, log);
  }

  /** Adds a subscriber. It gets its share of the partitions as soon as their owners have released them. */
  join(options: SubscribeOptions): GroupSubscriber {
    const subscriber: GroupSubscriber = { id: String((this.joinCount += 1)), options, isLeaving: false };
    this.subscribers = [...this.subscribers, subscriber];
    this.assignPartitions();
    return subscriber;
  }

  /** Removes a subscriber. Its unacknowledged messages go to the others, or wait for the next one to join. */
  async leave(subscriber: GroupSubscriber): Promise<void> {
    subscriber.isLeaving = true;
    const owned = this.owners.filter(({ current }) => current === subscriber);
    await Promise.all(owned.map((owner) => owner.waitForHandlers()));
    this.subscribers = this.subscribers.filter((other) => other !== subscriber);
    this.assignPartitions();
  }

  /** Discards every message and releases the publishers that wait. */
  discardAll(): void {
    for (const log of this.logs.values()) log.rejectWaiting(busClosed());
    this.logs.clear();
    this.held = 0;
    for (const resume of this.waitingPublishers.splice(0)) resume();
  }

  private assignPartitions(): void {
    const claims = this.subscribers.map(({ id }) => ({
      memberId: id,
      owned: this.owners.filter(({ current }) => current?.id === id).map(({ partition }) => partition),
      generation: 0,
    }));
    const shares = claims.length === 0 ? new Map<string, number[]>() : assignSticky([...this.owners.keys()], claims);
    for (const owner of this.owners) {
      owner.next = this.subscribers.find(({ id }) => shares.get(id)?.includes(owner.partition) === true);
    }
    const changing = this.owners.filter(({ current, next, isMoving }) => current !== next && !isMoving);
    for (const former of new Set(changing.map(({ current }) => current))) {
      void this.movePartitions(
        former,
        changing.filter(({ current }) => current === former),
      );
    }
  }

  /** Moves partitions to their next owners after the handlers of the former owner are done. */
  private async movePartitions(former: GroupSubscriber | undefined, moving: readonly PartitionOwner[]): Promise<void> {
    for (const owner of moving) owner.isMoving = true;
    const handlersDone = Promise.all(moving.map((owner) => owner.waitForHandlers()));
    if (former !== undefined) await waitAtMost(this.clock, FINISH_LIMIT_MS, handlersDone);
    for (const owner of moving) owner.ownerCount += 1;
    if (former?.isLeaving === false) await reportLost(former, moving);
    await handlersDone;
    for (const owner of moving) {
      owner.isMoving = false;
      owner.current = owner.next;
    }
    this.restartKeys(new Set(moving.map(({ partition }) => partition)));
  }

  private restartKeys(partitions: ReadonlySet<number>): void {
    for (const [key, log] of this.logs) {
      if (!partitions.has(log.partition)) continue;
      log.rewind();
      this.startKey(key, log);
    }
  }

  private startKey(key: string, log: KeyLog): void {
    const owner = this.owners[log.partition];
    const receiver = owner?.receiver;
    if (owner === undefined || receiver === undefined || log.isRunning || log.next === undefined) return;
    log.isRunning = true;
    const running = this.handleLog(log, owner, receiver).finally(() => {
      owner.runningHandlers.delete(running);
      log.isRunning = false;
      this.removeAcknowledged(key, log);
      this.startKey(key, log);
    });
    owner.runningHandlers.add(running);
  }

  private async handleLog(log: KeyLog, owner: PartitionOwner, receiver: GroupSubscriber): Promise<void> {
    let handled = 0;
    for (let entry = log.next; entry !== undefined && owner.receiver === receiver; entry = log.next) {
      if (!(await this.handleEntry(entry, log, owner, receiver))) continue;
      log.advance();
      this.removeAcknowledged(entry.key, log);
      handled += 1;
      if (handled % MESSAGES_PER_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** Returns false after a failure and a pause: the caller hands over the same message again. */
  private async handleEntry(
    entry: LogEntry,
    log: KeyLog,
    owner: PartitionOwner,
    receiver: GroupSubscriber,
  ): Promise<boolean> {
    entry.attempts += 1;
    const { ownerCount } = owner;
    const acknowledge = () => {
      if (owner.ownerCount !== ownerCount) return;
      entry.isAcknowledged = true;
      this.removeAcknowledged(entry.key, log);
    };
    const { topic, key, value, partition, attempts: attempt } = entry;
    const delivery: Delivery = { topic, key, value, partition, attempt, acknowledge };
    try {
      await receiver.options.handle(delivery);
      if (receiver.options.acknowledge === 'on-return') acknowledge();
      return true;
    } catch {
      if (owner.receiver === receiver) await owner.pauses.pauseAfter(attempt);
      return false;
    }
  }

  private removeAcknowledged(key: string, log: KeyLog): void {
    const finished = log.removeAcknowledged();
    this.held -= finished.length;
    for (const entry of finished) this.onFinished(entry);
    if (log.length === 0 && !log.isRunning && this.logs.get(key) === log) this.logs.delete(key);
    while (this.waitingPublishers.length > 0 && this.held < this.maxHeldMessages) this.waitingPublishers.shift()?.();
  }
}

/** A subscriber that fails to discard the state of lost partitions does not stop the move. */
async function reportLost(former: GroupSubscriber, moving: readonly PartitionOwner[]): Promise<void> {
  try {
    await former.options.onLost?.(moving.map(({ partition }) => partition));
  } catch {
    // The bus has no logger. The next owner gets the messages either way.
  }
}
