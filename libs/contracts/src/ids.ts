import { z } from 'zod';

/** Longest call id in UTF-16 units; vendors use UUIDs or contact ids far below it. */
export const MAX_CALL_ID_LENGTH = 256;

/** The id the source gave the call; it keys every topic and every row. No control characters. */
export const callIdSchema = z
  .string()
  .min(1)
  .max(MAX_CALL_ID_LENGTH)
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused here
  .regex(/^[^\u0000-\u001f\u007f]+$/)
  .brand<'CallId'>();
export type CallId = z.infer<typeof callIdSchema>;

/**
 * Id of one transcript segment, unique within its call: `<c|a>-<stintStartMs>-<ordinal>`. A stint is one uninterrupted
 * run of a speech engine on a channel; since the call's clock never restarts, two stints never share a start.
 */
export const segmentIdSchema = z.string().min(1).max(64).brand<'SegmentId'>();
export type SegmentId = z.infer<typeof segmentIdSchema>;
