import { z } from 'zod';

/** Milliseconds on the call's own clock, counted in samples from the first sample of the call; may be fractional. */
export const callMsSchema = z.number().min(0).finite();
/** Position on the call's clock in samples per channel. */
export const samplePositionSchema = z.number().int().min(0);
export const MIN_SAMPLE_RATE_HZ = 4_000;
export const MAX_SAMPLE_RATE_HZ = 192_000;
export const sampleRateHzSchema = z.number().int().min(MIN_SAMPLE_RATE_HZ).max(MAX_SAMPLE_RATE_HZ);
/** Wall clock, milliseconds since the Unix epoch. */
export const epochMsSchema = z.number().min(0).finite();
