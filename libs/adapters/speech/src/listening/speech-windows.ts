/** The rate of the models. */
export const SAMPLE_RATE_HZ = 16_000;
/** The detector of voice activity decides about windows of this size. */
export const WINDOW_SAMPLES = 512;

export const windowsOf = (seconds: number): number => Math.round((seconds * SAMPLE_RATE_HZ) / WINDOW_SAMPLES);
