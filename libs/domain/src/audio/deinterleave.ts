import { hostIsLittleEndian } from './host-byte-order.js';

/**
 * Splits interleaved samples into one array per track, in order. Drops samples after the last one that all tracks have.
 * Returns the samples of a single track unchanged.
 */
export function deinterleave(samples: Int16Array, channelCount: number): Int16Array[] {
  if (channelCount === 1) return [samples];
  if (channelCount === 2) return deinterleavePair(samples);
  const length = Math.floor(samples.length / channelCount);
  return Array.from({ length: channelCount }, (_, track) => {
    const out = new Int16Array(length);
    for (let index = 0, from = track; index < length; index++, from += channelCount) out[index] = samples[from] ?? 0;
    return out;
  });
}

/** Reads two samples as one 32-bit word in a single pass, because nearly every call has two tracks and this runs for every sample. */
function deinterleavePair(samples: Int16Array): Int16Array[] {
  const length = samples.length >> 1;
  const left = new Int16Array(length);
  const right = new Int16Array(length);
  if (samples.byteOffset % 4 === 0 && hostIsLittleEndian) {
    const pairs = new Int32Array(samples.buffer, samples.byteOffset, length);
    for (let index = 0; index < length; index++) {
      const pair = pairs[index] as number;
      left[index] = pair;
      right[index] = pair >> 16;
    }
  } else {
    for (let index = 0; index < length; index++) {
      left[index] = samples[2 * index] as number;
      right[index] = samples[2 * index + 1] as number;
    }
  }
  return [left, right];
}
