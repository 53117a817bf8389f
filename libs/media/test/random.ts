/** Random numbers from 0 to 1 that depend only on the seed (xorshift), so that a failing case can be made again. */
export function createRandom(seed: number): () => number {
  let state = (seed * 2_654_435_761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

/** Random bytes, as many as `next` says up to `most`. */
export const randomBytes = (next: () => number, most: number): Uint8Array =>
  Uint8Array.from({ length: Math.floor(next() * (most + 1)) }, () => Math.floor(next() * 256));
