const AMPLITUDE = 4;

/**
 * Adds noise far below hearing, the same for the same place in a span. The features of digital silence, as telephone
 * systems send it between words, are not those of any silence that the model was trained with.
 */
export function addNoiseFloor(samples: Int16Array): Int16Array {
  let state = 1;
  return samples.map((sample) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const noise = ((state >>> 16) % (2 * AMPLITUDE + 1)) - AMPLITUDE;
    return Math.max(-32_768, Math.min(32_767, sample + noise));
  });
}
