import { z } from 'zod';

/** AudioHook has no other rate (AudioHook protocol reference, "media"). */
export const AUDIOHOOK_RATE_HZ = 8_000;

const DURATION = /^PT(\d*\.?\d+)S$/;
/** A year: no session lasts longer. Keeps every position a safe number of samples. */
const MAX_SECONDS = 366 * 86_400;

/** A position or a length on the client's media clock, such as `PT12.345S`; read as samples of one channel. */
export const samplesSchema = z
  .string()
  .max(32)
  .transform((text) => Number(DURATION.exec(text)?.[1] ?? NaN))
  .refine((seconds) => seconds <= MAX_SECONDS)
  .transform((seconds) => Math.round(seconds * AUDIOHOOK_RATE_HZ));

/** A length in the same form, read as milliseconds. */
export const millisecondsSchema = samplesSchema.transform((samples) => (samples * 1_000) / AUDIOHOOK_RATE_HZ);
