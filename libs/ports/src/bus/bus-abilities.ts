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
  /** Rejects with a retryable `Failure` while the servers do not answer. */
  ping(): Promise<void>;
}

export const canPing = (bus: EventBus): bus is EventBus & BusProbe =>
  typeof (bus as Partial<BusProbe>).ping === 'function';
