import type { Clock, SubscribeOptions } from '@earshot/ports';
import { RetryPauses } from '../shared/retry-pauses.js';

/** One subscriber of a group. */
export interface GroupSubscriber {
  readonly id: string;
  readonly options: SubscribeOptions;
  isLeaving: boolean;
}

/** Knows which subscriber of a group owns one partition, and the handlers that run for it. */
export class PartitionOwner {
  current: GroupSubscriber | undefined;
  /** The subscriber that owns the partition when the move ends. Equals `current` while no move is due. */
  next: GroupSubscriber | undefined;
  /** Counts owners. An acknowledgement of an earlier owner has no effect. */
  ownerCount = 0;
  isMoving = false;
  readonly runningHandlers = new Set<Promise<void>>();
  readonly pauses: RetryPauses;

  constructor(
    readonly partition: number,
    clock: Clock,
  ) {
    this.pauses = new RetryPauses(clock);
  }

  /** The subscriber that gets the next message. Undefined while the partition moves or nobody owns it. */
  get receiver(): GroupSubscriber | undefined {
    return this.isMoving || this.current?.isLeaving === true ? undefined : this.current;
  }

  async waitForHandlers(): Promise<void> {
    this.pauses.endAll();
    await Promise.all(this.runningHandlers);
  }
}
