import type { SegmentId } from '@earshot/contracts';
import type { MatchedCategory } from '@earshot/domain';

/** Stored finals that may still come again; more are never unacknowledged in one call. */
const MAX_UNPROVEN = 1_024;

/**
 * What is left to do about what another process did with a call. What it stored lies in the order of its messages, so
 * the stored finals are all that it said but for a tail that is still on its way.
 */
export class Past {
  private readonly unproven = new Map<SegmentId, readonly MatchedCategory[]>();
  /** The first final of this process: once it is stored, everything said before it is. */
  firstOwn: SegmentId | null = null;
  checkedAtMs = -Infinity;

  /** `isSettled`: there is no tail, everything another process may have said is counted here. */
  constructor(public isSettled: boolean) {}

  /** A stored final whose message may come again: then its process died before all that follows it was published. */
  addStored(id: SegmentId, matched: readonly MatchedCategory[]): void {
    this.unproven.set(id, matched);
    const [oldest] = this.unproven.keys();
    if (this.unproven.size > MAX_UNPROVEN && oldest !== undefined) this.unproven.delete(oldest);
  }

  /** The categories of a stored final whose message came again; once each. */
  takeStored(id: SegmentId): readonly MatchedCategory[] | undefined {
    const matched = this.unproven.get(id);
    this.unproven.delete(id);
    return matched;
  }
}
