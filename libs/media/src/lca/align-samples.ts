/** What is whole, in order, and the piece of a sample frame that waits for the next bytes. */
export interface AlignedSamples {
  readonly whole: readonly Uint8Array[];
  readonly rest: Uint8Array;
}

const nothing = new Uint8Array(0);

/**
 * Cuts received bytes at sample frames (`frameBytes`: one sample of every channel) wherever the sender cut them. The
 * results are views on `bytes`, except the one frame that was cut in two.
 */
export function alignSamples(rest: Uint8Array, bytes: Uint8Array, frameBytes: number): AlignedSamples {
  if (rest.length === 0 && bytes.length % frameBytes === 0) {
    return { whole: bytes.length === 0 ? [] : [bytes], rest: nothing };
  }
  const missing = rest.length === 0 ? 0 : frameBytes - rest.length;
  if (bytes.length < missing) return { whole: [], rest: joined(rest, bytes) };
  const whole: Uint8Array[] = missing === 0 ? [] : [joined(rest, bytes.subarray(0, missing))];
  const end = bytes.length - ((bytes.length - missing) % frameBytes);
  if (end > missing) whole.push(bytes.subarray(missing, end));
  // Copied: a view would keep the whole received buffer alive for the sake of three bytes.
  return { whole, rest: bytes.slice(end) };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
