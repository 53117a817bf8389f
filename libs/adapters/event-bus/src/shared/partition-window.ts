import { topics, type TopicDefinition, type TopicName } from '@earshot/contracts';

/** How much of a partition may be in memory before its reader pauses. */
export interface PartitionWindow {
  /** Messages whose handler has not succeeded yet. */
  readonly maxUnhandledMessages: number;
  readonly maxUnhandledBytes: number;
  /**
   * Messages from the first unacknowledged one on. This bound is far wider: only positions are kept, and a handler may need
   * later messages before it can acknowledge earlier ones.
   */
  readonly maxUnacknowledged: number;
}

const MAX_UNHANDLED_BYTES = 4 * 1_048_576;
/** A slow call holds its neighbours back only when this many times `maxInFlight` of their messages passed it. */
const UNACKNOWLEDGED_PER_IN_FLIGHT = 32;

export function windowFor(topic: TopicName): PartitionWindow {
  const { maxInFlight }: TopicDefinition = topics[topic];
  return {
    maxUnhandledMessages: maxInFlight,
    maxUnhandledBytes: MAX_UNHANDLED_BYTES,
    maxUnacknowledged: maxInFlight * UNACKNOWLEDGED_PER_IN_FLIGHT,
  };
}
