import type { SegmentId } from '@earshot/contracts';
import { BoundedMap, type MatchedCategory } from '@earshot/domain';

/** Stored finals that the bus may deliver again. A call never has more unacknowledged messages. */
const MAX_STORED_FINALS = 1_024;

/**
 * Tracks which finals of a former process this process knows. Persistence stores a call's finals in the order in which they
 * were published, so only the last ones can be missing: they may still be on the bus.
 */
export class TakeoverProgress {
  private readonly storedFinals = new BoundedMap<SegmentId, readonly MatchedCategory[]>(MAX_STORED_FINALS);
  /** The first final that this process enriched. Once it is stored, all finals of former processes are stored too. */
  firstOwnFinal: SegmentId | null = null;
  checkedAtMs = -Infinity;

  /** `hasAllFinals`: each final that a former process may have published is counted here. */
  constructor(public hasAllFinals: boolean) {}

  /** When the message of a stored final comes again, its process may have died before it published the follow-ups. */
  rememberStoredFinal(id: SegmentId, matched: readonly MatchedCategory[]): void {
    this.storedFinals.set(id, matched);
  }

  /** The categories of a stored final whose message came again. Returns them once. */
  takeStoredFinal(id: SegmentId): readonly MatchedCategory[] | undefined {
    const matched = this.storedFinals.get(id);
    this.storedFinals.delete(id);
    return matched;
  }
}
