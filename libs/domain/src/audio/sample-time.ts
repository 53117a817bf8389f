/** The duration of a number of samples of one track. Not rounded, so that sums of spans stay exact. */
export const samplesToMs = (samples: number, sampleRateHz: number): number => (samples * 1_000) / sampleRateHz;

/** The number of samples of one track in a duration. Not rounded: the caller knows which way to round. */
export const msToSamples = (ms: number, sampleRateHz: number): number => (ms * sampleRateHz) / 1_000;
