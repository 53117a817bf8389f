import { pause, type Clock, type HeldShard } from '@earshot/ports';
import type { ShardReader } from '../read/shard-reader.js';
import type { GroupLeases } from './group-leases.js';

/** A shard while this member owns it: its reader, and the lease under which its checkpoints are stored. */
export class OwnedShard {
  /** Set when the release of the shard has begun, so that it begins only once. */
  isReleasing = false;
  private storing: Promise<unknown> = Promise.resolve();
  private readonly lost = new AbortController();

  constructor(
    readonly held: HeldShard,
    readonly reader: ShardReader,
    private storedCheckpoint: string | null,
    private readonly leases: GroupLeases,
    private readonly clock: Clock,
  ) {}

  /** Starts no more handlers. Resolves when the running ones are done, after `limitMs`, or when the shard is lost. */
  async finishHandlers(limitMs?: number): Promise<void> {
    const finished = this.reader.finishHandlers();
    if (limitMs === undefined) await finished;
    else await Promise.race([finished, pause(this.clock, limitMs, this.lost.signal)]);
  }

  /** Stores no checkpoint from now on, because another member owns the shard. Resolves when no handler runs any more. */
  lose(): Promise<void> {
    this.lost.abort();
    return this.reader.stop();
  }

  /** Stores the checkpoint if it changed. Returns false when another member owns the shard. */
  storeCheckpoint(isFinished = false): Promise<boolean> {
    // One at a time: an older checkpoint must not arrive last.
    const storing = this.storing.then(() => this.storeNow(isFinished));
    this.storing = storing.catch(() => undefined);
    return storing;
  }

  private async storeNow(isFinished: boolean): Promise<boolean> {
    const { checkpoint } = this.reader;
    if (this.lost.signal.aborted) return false;
    if (!isFinished && (checkpoint === null || checkpoint === this.storedCheckpoint)) return true;
    const isStored = await this.leases.checkpoint(this.held, {
      ...(checkpoint !== null && { sequenceNumber: checkpoint }),
      isFinished,
    });
    if (isStored) this.storedCheckpoint = checkpoint;
    return isStored;
  }
}
