import { concatBytes } from '../bytes/concat-bytes.js';

/** Whole sample frames in order, and the bytes of a partial one that wait for the next message. */
export interface AlignedSamples {
  readonly whole: readonly Uint8Array[];
  readonly rest: Uint8Array;
}

const noBytes = new Uint8Array(0);

/**
 * Cuts received bytes at sample frames (`frameBytes`: one sample of every track), wherever the sender cut them. The
 * results are views of `bytes`, except the one sample frame that came in two parts.
 */
export function alignSamples(rest: Uint8Array, bytes: Uint8Array, frameBytes: number): AlignedSamples {
  if (rest.length === 0 && bytes.length % frameBytes === 0) {
    return { whole: bytes.length === 0 ? [] : [bytes], rest: noBytes };
  }
  const missing = rest.length === 0 ? 0 : frameBytes - rest.length;
  if (bytes.length < missing) return { whole: [], rest: concatBytes([rest, bytes]) };
  const whole: Uint8Array[] = missing === 0 ? [] : [concatBytes([rest, bytes.subarray(0, missing)])];
  const end = bytes.length - ((bytes.length - missing) % frameBytes);
  if (end > missing) whole.push(bytes.subarray(missing, end));
  // A copy: a view would keep the whole received buffer in memory for three bytes.
  return { whole, rest: bytes.slice(end) };
}
