import type { SegmentId } from '@earshot/contracts';

/** Partials that may be under way at once in a call; the oldest is forgotten beyond. */
const MAX_OPEN = 64;
/** Finals whose ids are not of our own form, and stints, that a call remembers. */
const MAX_OTHER = 4_096;
const OWN_ID = /^(.{1,56})-(\d{1,5})$/;

/** Which revision of each segment of a call was dealt with: about 4 bytes per final of our own id form. */
export class SegmentRevisions {
  private readonly open = new Map<SegmentId, number>();
  private readonly stints = new Map<string, Uint32Array>();
  private readonly others = new Map<SegmentId, number>();

  /** Whether this revision is new; of a segment that is final only a newer final is. */
  isNew(id: SegmentId, revision: number, isPartial: boolean): boolean {
    const final = this.finalRevision(id);
    if (final > 0) return !isPartial && revision > final;
    return revision > (this.open.get(id) ?? 0);
  }

  isFinal(id: SegmentId): boolean {
    return this.finalRevision(id) > 0;
  }

  setOpen(id: SegmentId, revision: number): void {
    this.open.delete(id);
    this.open.set(id, revision);
    forgetOldest(this.open, MAX_OPEN);
  }

  setFinal(id: SegmentId, revision: number): void {
    this.open.delete(id);
    const own = OWN_ID.exec(id);
    if (own === null) {
      this.others.delete(id);
      this.others.set(id, revision);
      forgetOldest(this.others, MAX_OTHER);
      return;
    }
    const [, stint = '', ordinal = '0'] = own;
    this.roomFor(stint, Number(ordinal))[Number(ordinal)] = revision;
  }

  private finalRevision(id: SegmentId): number {
    const own = OWN_ID.exec(id);
    return (own === null ? this.others.get(id) : this.stints.get(own[1] ?? '')?.[Number(own[2])]) ?? 0;
  }

  private roomFor(stint: string, ordinal: number): Uint32Array {
    const known = this.stints.get(stint);
    if (known !== undefined && ordinal < known.length) return known;
    const larger = new Uint32Array(Math.max(16, 2 ** Math.ceil(Math.log2(ordinal + 1))));
    if (known !== undefined) larger.set(known);
    this.stints.set(stint, larger);
    forgetOldest(this.stints, MAX_OTHER);
    return larger;
  }
}

function forgetOldest<K>(map: Map<K, unknown>, max: number): void {
  if (map.size <= max) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
