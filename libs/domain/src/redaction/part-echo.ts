import type { CharSpan, SegmentText } from './segment-text.js';

/** A final that only says again how another participant's final ended: "two zero", while the number is not whole. */
export interface PartEcho {
  readonly source: SegmentText;
  readonly span: CharSpan;
  /** The final that it repeats, and the part of it. */
  readonly original: SegmentText;
  readonly originalSpan: CharSpan;
}
