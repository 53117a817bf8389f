import { z } from 'zod';

/** Most tracks of a call. A frame of 16 tracks of 20 ms at 48 kHz is far below the largest message. */
export const MAX_TRACKS = 16;

/** Number of a track: its place in the audio frames, from 0. */
export const trackSchema = z
  .number()
  .int()
  .min(0)
  .max(MAX_TRACKS - 1);

export const trackCountSchema = z.number().int().min(1).max(MAX_TRACKS);
