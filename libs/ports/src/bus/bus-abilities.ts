import type { TopicName } from '@earshot/contracts';
import type { EventBus } from './event-bus.js';

/** A bus that knows the backlog of a group. */
export interface BacklogReader {
  /** Messages of the topic that the group has not acknowledged, over all partitions. */
  backlogMessages(topic: TopicName, group: string): Promise<number>;
}

export const canReadBacklog = (bus: EventBus): bus is EventBus & BacklogReader =>
  typeof (bus as Partial<BacklogReader>).backlogMessages === 'function';

/** A bus with servers that may be unreachable. */
export interface BusProbe {
  /** Rejects with a retryable `Failure` while the servers do not answer, or refuse what this process tries again. */
  ping(): Promise<void>;
}

export const canPing = (bus: EventBus): bus is EventBus & BusProbe =>
  typeof (bus as Partial<BusProbe>).ping === 'function';

/** A bus in one process that keeps unacknowledged messages of some topics for the next process. */
export interface MessageKeeper {
  /** Whether a group gets its unacknowledged messages of the topic again after the death of this process. */
  keepsMessages(topic: TopicName): boolean;
  /** Resolves when the group has acknowledged every message of the topic that the bus holds now. */
  whenAcknowledged(topic: TopicName, group: string): Promise<void>;
}

export const canKeepMessages = (bus: EventBus): bus is EventBus & MessageKeeper =>
  typeof (bus as Partial<MessageKeeper>).keepsMessages === 'function';

/** Whether unacknowledged messages of the topic survive the death of this process. */
export const redeliversAfterDeath = (bus: EventBus, topic: TopicName): boolean =>
  bus.isDurable || (canKeepMessages(bus) && bus.keepsMessages(topic));
