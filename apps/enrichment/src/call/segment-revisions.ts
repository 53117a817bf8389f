import { parseSegmentId, type SegmentId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';

/** Open partials of a call. Beyond this the oldest is forgotten. */
const MAX_OPEN_PARTIALS = 64;
/** Stints of a call, and finals that are remembered one by one because their id is not in our form or far ahead of its stint. */
const MAX_OTHER = 4_096;
/** Ordinals of a stint have no gaps. An ordinal so far ahead is remembered by itself, or the array would grow for nothing. */
const MAX_ORDINAL_STEP = 1_024;

/**
 * The newest handled revision of each segment of a call, in about 4 bytes per final with an id in our form. A new owner of
 * the transcription starts with revisions far above those of its predecessor, so late segments of the predecessor are
 * never new.
 */
export class SegmentRevisions {
  private readonly openPartials = new BoundedMap<SegmentId, number>(MAX_OPEN_PARTIALS);
  private readonly stints = new BoundedMap<string, Uint32Array>(MAX_OTHER);
  private readonly others = new BoundedMap<SegmentId, number>(MAX_OTHER);

  /** After the final of a segment, only a newer final is new. */
  isNew(id: SegmentId, revision: number, isPartial: boolean): boolean {
    const final = this.finalRevision(id);
    if (final > 0) return !isPartial && revision > final;
    return revision > (this.openPartials.get(id) ?? 0);
  }

  isFinal(id: SegmentId): boolean {
    return this.finalRevision(id) > 0;
  }

  setPartial(id: SegmentId, revision: number): void {
    this.openPartials.set(id, revision);
  }

  setFinal(id: SegmentId, revision: number): void {
    this.openPartials.delete(id);
    const parts = parseSegmentId(id);
    const revisions = parts && this.revisionsOfStint(parts.stint, parts.ordinal);
    if (parts === null || revisions === null) return this.others.set(id, revision);
    revisions[parts.ordinal] = revision;
    this.others.delete(id);
  }

  /** The revision of the final; 0 when there is none. */
  finalRevision(id: SegmentId): number {
    const parts = parseSegmentId(id);
    const ofStint = parts && this.stints.get(parts.stint)?.[parts.ordinal];
    return Math.max(this.others.get(id) ?? 0, ofStint ?? 0);
  }

  /** The revisions of a stint by ordinal, with room for this one; null when it is too far ahead. */
  private revisionsOfStint(stint: string, ordinal: number): Uint32Array | null {
    const known = this.stints.get(stint);
    if (known !== undefined && ordinal < known.length) return known;
    if (ordinal >= (known?.length ?? 0) + MAX_ORDINAL_STEP) return null;
    const larger = new Uint32Array(Math.max(16, 2 ** Math.ceil(Math.log2(ordinal + 1))));
    if (known !== undefined) larger.set(known);
    this.stints.set(stint, larger);
    return larger;
  }
}
