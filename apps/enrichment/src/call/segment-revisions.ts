import type { SegmentId } from '@earshot/contracts';

/** Partials that may be under way at once in a call; the oldest is forgotten beyond. */
const MAX_OPEN = 64;
/** Finals whose ids are not of our own form or far ahead of their stint, and stints, that a call remembers. */
const MAX_OTHER = 4_096;
/** Ordinals follow one another; one so far ahead is kept by itself, or it would make room for all between. */
const MAX_ORDINAL_STEP = 1_024;
const OWN_ID = /^(.{1,56})-(\d{1,5})$/;

/**
 * Which revision of each segment of a call was dealt with: about 4 bytes per final of our own id form. A new owner of the
 * transcription goes on with revisions far above its predecessor's, so what that one still says late is never new.
 */
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
    const [, stint = '', ordinal = '0'] = OWN_ID.exec(id) ?? [];
    const room = stint === '' ? null : this.roomFor(stint, Number(ordinal));
    if (room !== null) {
      room[Number(ordinal)] = revision;
      this.others.delete(id);
      return;
    }
    this.others.delete(id);
    this.others.set(id, revision);
    forgetOldest(this.others, MAX_OTHER);
  }

  private finalRevision(id: SegmentId): number {
    const [, stint = '', ordinal = '0'] = OWN_ID.exec(id) ?? [];
    return Math.max(this.others.get(id) ?? 0, this.stints.get(stint)?.[Number(ordinal)] ?? 0);
  }

  private roomFor(stint: string, ordinal: number): Uint32Array | null {
    const known = this.stints.get(stint);
    if (known !== undefined && ordinal < known.length) return known;
    if (ordinal >= (known?.length ?? 0) + MAX_ORDINAL_STEP) return null;
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
