import type { Clock, SubscribeOptions } from '@earshot/ports';
import { RetryPauses } from '../shared/retry-pauses.js';

/** A subscriber of a group. */
export interface Member {
  /** For sharing partitions out. */
  readonly id: string;
  readonly options: SubscribeOptions;
  closing: boolean;
}

/** Who has one partition of a group, and what of it is under way. */
export class PartitionSlot {
  owner: Member | undefined;
  /** Who shall have it; another than the owner while it is on its way. */
  heir: Member | undefined;
  /** Counts owners: what an earlier one acknowledges has no effect. */
  term = 0;
  moving = false;
  readonly running = new Set<Promise<void>>();
  readonly pauses: RetryPauses;

  constructor(
    readonly partition: number,
    clock: Clock,
  ) {
    this.pauses = new RetryPauses(clock);
  }

  /** The member that the next message goes to; none while the partition is on its way or nobody has it. */
  get taker(): Member | undefined {
    return this.moving || this.owner?.closing === true ? undefined : this.owner;
  }

  async idle(): Promise<void> {
    this.pauses.endAll();
    await Promise.all(this.running);
  }
}
