/** Revisions that one owner of a call has for each segment. */
export const REVISIONS_PER_EPOCH = 10_000;
/** First revision of the segments that come from a recording. */
const RECORDED = 1_000_000_000;
/** Every stage and the database hold a revision in 31 bits. */
const MAX_EPOCH = RECORDED / REVISIONS_PER_EPOCH - 2;

/**
 * The first revision that an owner gives a segment. It outranks every earlier owner, and a segment from a recording outranks
 * every live one.
 */
export const firstRevision = (epoch: number, kind: 'live' | 'recorded'): number =>
  (kind === 'recorded' ? RECORDED : 0) + Math.min(epoch, MAX_EPOCH) * REVISIONS_PER_EPOCH + 1;
