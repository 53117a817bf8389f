import { parseSegmentId, type SegmentId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';

/** Partials that may be under way at once in a call; the oldest is forgotten beyond. */
const MAX_OPEN = 64;
/** Finals whose ids are not of our own form or far ahead of their stint, and stints, that a call remembers. */
const MAX_OTHER = 4_096;
/** Ordinals follow one another; one so far ahead is kept by itself, or it would make room for all between. */
const MAX_ORDINAL_STEP = 1_024;

/**
 * Which revision of each segment of a call was dealt with: about 4 bytes per final of our own id form. A new owner of the
 * transcription goes on with revisions far above its predecessor's, so what that one still says late is never new.
 */
export class SegmentRevisions {
  private readonly open = new BoundedMap<SegmentId, number>(MAX_OPEN);
  private readonly stints = new BoundedMap<string, Uint32Array>(MAX_OTHER);
  private readonly others = new BoundedMap<SegmentId, number>(MAX_OTHER);

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
    this.open.set(id, revision);
  }

  setFinal(id: SegmentId, revision: number): void {
    this.open.delete(id);
    const parts = parseSegmentId(id);
    const room = parts && this.roomFor(parts.stint, parts.ordinal);
    if (parts === null || room === null) return this.others.set(id, revision);
    room[parts.ordinal] = revision;
    this.others.delete(id);
  }

  private finalRevision(id: SegmentId): number {
    const parts = parseSegmentId(id);
    const known = parts && this.stints.get(parts.stint)?.[parts.ordinal];
    return Math.max(this.others.get(id) ?? 0, known ?? 0);
  }

  private roomFor(stint: string, ordinal: number): Uint32Array | null {
    const known = this.stints.get(stint);
    if (known !== undefined && ordinal < known.length) return known;
    if (ordinal >= (known?.length ?? 0) + MAX_ORDINAL_STEP) return null;
    const larger = new Uint32Array(Math.max(16, 2 ** Math.ceil(Math.log2(ordinal + 1))));
    if (known !== undefined) larger.set(known);
    this.stints.set(stint, larger);
    return larger;
  }
}
