import { z } from 'zod';

/** Who asked for a change of a call: a person, or its source. */
export const requesterSchema = z.object({
  /** The key of the principal. */
  principal: z.string().min(1).max(128),
  /** The name that people read. */
  subject: z.string().max(256),
});
