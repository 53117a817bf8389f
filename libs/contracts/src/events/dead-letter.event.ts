import { z } from 'zod';
import { defineEvent } from '../envelope.js';

export const deadLetter = defineEvent({
  type: 'dead.letter',
  version: 1,
  says: 'A message that a stage could not process, kept for an operator.',
  data: z.object({
    stage: z.string().max(64),
    topic: z.string().max(64),
    code: z.string().max(64),
    attempts: z.number().int().min(1),
    /** The message as it was, base64. */
    message: z.string(),
  }),
});
