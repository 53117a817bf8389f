/** A span on the call clock, in samples. */
export interface SampleSpan {
  readonly fromSample: number;
  readonly toSample: number;
}
