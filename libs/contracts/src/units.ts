import { z } from 'zod';

/** Milliseconds on the call clock, counted in samples from the first sample of the call. May be fractional. */
export const callMsSchema = z.number().min(0).finite();
/** Position on the call clock, in samples of one track. */
export const samplePositionSchema = z.number().int().min(0);
export const MIN_SAMPLE_RATE_HZ = 4_000;
export const MAX_SAMPLE_RATE_HZ = 192_000;
export const sampleRateHzSchema = z.number().int().min(MIN_SAMPLE_RATE_HZ).max(MAX_SAMPLE_RATE_HZ);
export const isSampleRate = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= MIN_SAMPLE_RATE_HZ && (value as number) <= MAX_SAMPLE_RATE_HZ;
/** Wall clock, milliseconds since the Unix epoch. */
export const epochMsSchema = z.number().min(0).finite();
