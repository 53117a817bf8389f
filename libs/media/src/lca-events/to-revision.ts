/** Half of the revisions that a store holds in four bytes. */
const FINALS_FROM = 2 ** 30;
/** 2026-01-01T00:00:00Z. The seconds since then fit into the revisions until 2060. */
const FINALS_SINCE_MS = 1_767_225_600_000;

/**
 * The revision of a segment, from the time at which Kinesis took its record: a record that is read again, by whichever process,
 * has the same revision. Every final has a higher one than every partial, and a later final a higher one than those that came
 * at least a second before it. Partials are told apart by milliseconds, in turns of 12 days.
 */
export const toRevision = (arrivedAtMs: number, isPartial: boolean): number =>
  isPartial
    ? 1 + (Math.floor(arrivedAtMs) % (FINALS_FROM - 1))
    : FINALS_FROM + (Math.max(0, Math.floor((arrivedAtMs - FINALS_SINCE_MS) / 1_000)) % FINALS_FROM);
