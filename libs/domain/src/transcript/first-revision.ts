/** Revisions that one owner of a call has for each segment. */
export const REVISIONS_PER_EPOCH = 10_000;
/** Where the revisions of words heard in a recording begin. */
const RECORDED = 1_000_000_000;
/** A revision has to fit 31 bits in every stage and in the database. */
const MAX_EPOCH = RECORDED / REVISIONS_PER_EPOCH - 2;

/**
 * The first revision that an owner gives a segment, so that whatever it says outranks every former owner; words from a
 * recording outrank all that was said live.
 */
export const firstRevision = (epoch: number, kind: 'live' | 'recorded'): number =>
  (kind === 'recorded' ? RECORDED : 0) + Math.min(epoch, MAX_EPOCH) * REVISIONS_PER_EPOCH + 1;
