import { z } from 'zod';
import { defineEarlierVersion, defineEvent } from '../../envelope.js';
import { callIdSchema } from '../../ids.js';

/** The call id of a letter whose message does not name a call. */
export const NO_CALL_ID = callIdSchema.parse('earshot:no-call');

/** Longest key that a letter keeps. */
export const MAX_DEAD_KEY_CHARS = 512;

const headShape = {
  stage: z.string().max(64),
  topic: z.string().max(64),
  code: z.string().max(64),
  attempts: z.number().int().min(1),
  /** The key of the message; left out when it is the call id of the letter. */
  key: z.string().max(MAX_DEAD_KEY_CHARS).optional(),
  /** The message or its key was too large and was cut, so it cannot return to its topic. */
  isCut: z.boolean().optional(),
};

export const deadLetter = defineEvent({
  type: 'dead.letter',
  version: 2,
  says: 'A stage could not process a message and set it aside for an operator. The message is sealed.',
  data: z.object({
    ...headShape,
    /** The message, sealed with the master key, base64. A letter of version 1 is not sealed. */
    message: z.string(),
    isSealed: z.boolean(),
    /** Length of the message before it was sealed. */
    messageBytes: z.number().int().min(0),
  }),
  before: defineEarlierVersion({
    version: 1,
    data: z.object({ ...headShape, message: z.string() }),
    upgrade: (data) => ({ ...data, isSealed: false, messageBytes: countBase64Bytes(data.message) }),
  }),
});

/** Four characters hold three bytes. */
const countBase64Bytes = (base64: string): number => Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
