import type { SeenSegment, StreamEntry } from './observed.js';

/** What a subscriber ended up with, against the read model. */
export interface StreamCheck {
  /** Finals of the read model that the subscriber never had, or had in an older state. */
  readonly missed: number;
  /** Finals that the subscriber has and the read model has not. */
  readonly surplus: number;
  /** A final before an earlier one of its channel, a revision after a newer one, a partial after its final. */
  readonly outOfOrder: number;
  readonly details: readonly string[];
}

/** Replays what the subscriber was told, as a client does that keeps the highest revision of each id. */
export function checkStream(stream: readonly StreamEntry[], stored: readonly SeenSegment[]): StreamCheck {
  const view = new Map<string, SeenSegment>();
  const lastStartMs = new Map<string, number>();
  const details: string[] = [];
  let outOfOrder = 0;
  const disorder = (text: string) => {
    outOfOrder += 1;
    details.push(text);
  };
  const firstFinal = ({ channel, startMs }: SeenSegment) => {
    const before = lastStartMs.get(channel) ?? -1;
    lastStartMs.set(channel, Math.max(before, startMs));
    return startMs >= before;
  };
  for (const entry of stream) {
    if (entry.kind === 'snapshot') {
      for (const segment of entry.segments) {
        const known = view.get(segment.id);
        if (known === undefined || known.isPartial) firstFinal(segment);
        if (known === undefined || known.revision < segment.revision) view.set(segment.id, segment);
      }
      continue;
    }
    const { segment } = entry;
    const known = view.get(segment.id);
    if (known !== undefined && segment.revision < known.revision)
      disorder(`${segment.id}: revision ${segment.revision} after ${known.revision}`);
    else if (known?.isPartial === false && segment.isPartial) disorder(`${segment.id}: a partial after its final`);
    else {
      if (!segment.isPartial && known?.isPartial !== false && !firstFinal(segment))
        disorder(`${segment.id}: a final before an earlier one`);
      view.set(segment.id, segment);
    }
  }
  let missed = 0;
  for (const segment of stored) {
    const seen = view.get(segment.id);
    if (seen !== undefined && !seen.isPartial && seen.revision === segment.revision && seen.text === segment.text)
      continue;
    missed += 1;
    details.push(
      `${segment.id}: ${seen === undefined || seen.isPartial ? 'its final never came by subscription' : 'its newest state never came by subscription'}`,
    );
  }
  const storedIds = new Set(stored.map(({ id }) => id));
  const surplus = [...view.values()].filter(({ id, isPartial }) => !isPartial && !storedIds.has(id));
  for (const { id } of surplus) details.push(`${id}: a final that is not stored came by subscription`);
  return { missed, surplus: surplus.length, outOfOrder, details };
}
