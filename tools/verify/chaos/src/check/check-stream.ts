import type { SeenSegment, StreamEntry } from './observed.js';

/** What a subscriber ended up with, against the read model. */
export interface StreamCheck {
  /** Finals of the read model that the subscriber never had, or had in an older state. */
  readonly missed: number;
  /** Finals that the subscriber has and the read model has not. */
  readonly surplus: number;
  /**
   * A final before an earlier one of its channel; within one subscription a revision after a newer one, a partial after its
   * final. Another gateway, to which a client came back, may be a moment behind the one it was at.
   */
  readonly outOfOrder: number;
  readonly details: readonly string[];
}

/** Replays what the subscriber was told, as a client does that keeps the highest revision of each id. */
export function checkStream(stream: readonly StreamEntry[], stored: readonly SeenSegment[]): StreamCheck {
  const client = new ReplayedClient();
  for (const entry of stream) {
    if (entry.kind === 'snapshot') client.fetched(entry.segments);
    else client.told(entry.segment);
  }
  const { view, disorder } = client;
  const missed = stored.flatMap((segment) => {
    const seen = view.get(segment.id);
    if (seen === undefined || seen.isPartial) return [`${segment.id}: its final never came by subscription`];
    const isNewest = seen.revision === segment.revision && seen.text === segment.text;
    return isNewest ? [] : [`${segment.id}: its newest state never came by subscription`];
  });
  const storedIds = new Set(stored.map(({ id }) => id));
  const surplus = [...view.values()]
    .filter(({ id, isPartial }) => !isPartial && !storedIds.has(id))
    .map(({ id }) => `${id}: a final that is not stored came by subscription`);
  return {
    missed: missed.length,
    surplus: surplus.length,
    outOfOrder: disorder.length,
    details: [...disorder, ...missed, ...surplus],
  };
}

class ReplayedClient {
  readonly view = new Map<string, SeenSegment>();
  /** What came out of order, in words. */
  readonly disorder: string[] = [];
  private ofSubscription = new Map<string, SeenSegment>();
  private readonly lastStartMs = new Map<string, number>();

  /** A subscription is in force, and this was fetched after it began. */
  fetched(segments: readonly SeenSegment[]): void {
    this.ofSubscription = new Map(segments.map((segment) => [segment.id, segment]));
    for (const segment of segments) {
      const known = this.view.get(segment.id);
      if (known?.isPartial !== false) this.isBehindAll(segment);
      if (known === undefined || known.revision < segment.revision) this.view.set(segment.id, segment);
    }
  }

  told(segment: SeenSegment): void {
    const { id, revision, isPartial } = segment;
    const told = this.ofSubscription.get(id);
    if (told !== undefined && revision < told.revision)
      this.disorder.push(`${id}: revision ${revision} after ${told.revision}`);
    else if (told?.isPartial === false && isPartial) this.disorder.push(`${id}: a partial after its final`);
    else this.ofSubscription.set(id, segment);
    const known = this.view.get(id);
    if (known !== undefined && (revision < known.revision || (isPartial && !known.isPartial))) return;
    if (!isPartial && known?.isPartial !== false && !this.isBehindAll(segment))
      this.disorder.push(`${id}: a final before an earlier one`);
    this.view.set(id, segment);
  }

  /** Whether a new final begins behind all before it on its channel. */
  private isBehindAll({ channel, startMs }: SeenSegment): boolean {
    const before = this.lastStartMs.get(channel) ?? -1;
    this.lastStartMs.set(channel, Math.max(before, startMs));
    return startMs >= before;
  }
}
