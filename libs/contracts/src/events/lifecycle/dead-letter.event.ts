import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { callIdSchema } from '../../ids.js';

/** The call id of a letter whose message does not name a call. */
export const NO_CALL_ID = callIdSchema.parse('earshot:no-call');

/** Longest key that a letter keeps. */
export const MAX_DEAD_KEY_CHARS = 512;

export const deadLetter = defineEvent({
  type: 'dead.letter',
  version: 1,
  says: 'A stage could not process a message and set it aside for an operator.',
  data: z.object({
    stage: z.string().max(64),
    topic: z.string().max(64),
    code: z.string().max(64),
    attempts: z.number().int().min(1),
    /** The key of the message; left out when it is the call id of the letter. */
    key: z.string().max(MAX_DEAD_KEY_CHARS).optional(),
    /** The message unchanged, base64. */
    message: z.string(),
    /** The message or its key was too large and was cut, so it cannot return to its topic. */
    isCut: z.boolean().optional(),
  }),
});
