import type { Clock, HeldShard, LeaseScope, ShardLeases } from '@earshot/ports';
import { pause } from '../backoff.js';
import type { ShardReader } from '../read/shard-reader.js';

/** A shard while this member owns it: what it reads, and under which counter it may store how far it is. */
export class OwnedShard {
  /** Somebody is at letting it go. */
  isLeaving = false;
  private storing: Promise<unknown> = Promise.resolve();
  private readonly lost = new AbortController();

  constructor(
    readonly held: HeldShard,
    readonly reader: ShardReader,
    private stored: string | null,
    private readonly tools: { scope: LeaseScope; leases: ShardLeases; clock: Clock },
  ) {}

  /** Starts no handler any more; resolves when those under way are done, or after so long, or when lost. */
  async hold(withinMs?: number): Promise<void> {
    const held = this.reader.hold();
    if (withinMs === undefined) await held;
    else await Promise.race([held, pause(this.tools.clock, withinMs, this.lost.signal)]);
  }

  /** Another's, or perhaps another's: stores nothing from now on; resolves when no handler runs any more. */
  lose(): Promise<void> {
    this.lost.abort();
    return this.reader.stop();
  }

  /** Stores how far it is, where that is news. False when the shard is another's. */
  store(isFinished = false): Promise<boolean> {
    // One after the other: an older checkpoint must not arrive last.
    const storing = this.storing.then(() => this.storeNow(isFinished));
    this.storing = storing.catch(() => undefined);
    return storing;
  }

  private async storeNow(isFinished: boolean): Promise<boolean> {
    const { checkpoint } = this.reader;
    if (this.lost.signal.aborted) return false;
    if (!isFinished && (checkpoint === null || checkpoint === this.stored)) return true;
    const isStored = await this.tools.leases.checkpoint(this.tools.scope, this.held, {
      ...(checkpoint !== null && { sequenceNumber: checkpoint }),
      isFinished,
    });
    if (isStored) this.stored = checkpoint;
    return isStored;
  }
}
