import { z } from 'zod';
import { channelSchema } from '../../channel.js';
import { defineEvent } from '../../envelope.js';
import { segmentIdSchema } from '../../ids.js';
import { callMsSchema } from '../../units.js';

export const categoryMatched = defineEvent({
  type: 'category.matched',
  version: 1,
  says: 'The words of a segment matched a category. It is an alert if the category is configured as one.',
  data: z.object({
    category: z.string().min(1).max(128),
    isAlert: z.boolean(),
    segmentId: segmentIdSchema,
    channel: channelSchema,
    atMs: callMsSchema,
  }),
});
