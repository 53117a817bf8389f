const AMPLITUDE = 4;

/**
 * Adds inaudible noise, always the same at the same position of a span. Telephone systems send digital silence between
 * words, and the model was never trained with that.
 */
export function addNoiseFloor(samples: Int16Array): Int16Array {
  let state = 1;
  return samples.map((sample) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const noise = ((state >>> 16) % (2 * AMPLITUDE + 1)) - AMPLITUDE;
    return Math.max(-32_768, Math.min(32_767, sample + noise));
  });
}
