/** Milliseconds that so many samples of one track last. Not rounded, so that sums of spans stay exact. */
export const samplesToMs = (samples: number, sampleRateHz: number): number => (samples * 1_000) / sampleRateHz;

/** Samples of one track in so many milliseconds. Not rounded: the caller knows which way to round. */
export const msToSamples = (ms: number, sampleRateHz: number): number => (ms * sampleRateHz) / 1_000;
