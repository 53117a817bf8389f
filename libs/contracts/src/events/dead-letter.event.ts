import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { callIdSchema } from '../ids.js';

/** Call id of letters about messages that tell no call. */
export const NO_CALL_ID = callIdSchema.parse('earshot:no-call');

/** Longest key that a letter keeps. */
export const MAX_DEAD_KEY_CHARS = 512;

export const deadLetter = defineEvent({
  type: 'dead.letter',
  version: 1,
  says: 'A message that a stage could not process, kept for an operator.',
  data: z.object({
    stage: z.string().max(64),
    topic: z.string().max(64),
    code: z.string().max(64),
    attempts: z.number().int().min(1),
    /** The message's key where it is not the letter's call id. */
    key: z.string().max(MAX_DEAD_KEY_CHARS).optional(),
    /** The message as it was, base64. */
    message: z.string(),
    /** The message or its key did not fit and was cut: it cannot be given back to its topic. */
    isCut: z.boolean().optional(),
  }),
});
