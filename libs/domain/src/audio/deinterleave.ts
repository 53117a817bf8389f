/** One array of samples per channel, in channel order. A cut last frame is left out; one channel is passed through as it is. */
export function deinterleave(samples: Int16Array, channelCount: number): Int16Array[] {
  if (channelCount === 1) return [samples];
  const length = Math.floor(samples.length / channelCount);
  return Array.from({ length: channelCount }, (_, channel) => {
    const out = new Int16Array(length);
    for (let index = 0, from = channel; index < length; index++, from += channelCount) out[index] = samples[from] ?? 0;
    return out;
  });
}
