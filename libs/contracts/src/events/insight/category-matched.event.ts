import { z } from 'zod';
import { defineEarlierVersion, defineEvent } from '../../envelope.js';
import { segmentIdSchema } from '../../ids.js';
import { speakerShape } from '../../participants.js';
import { callMsSchema } from '../../units.js';
import { channelToSpeaker, sideSchema } from '../../version-1.js';

const matchShape = {
  category: z.string().min(1).max(128),
  isAlert: z.boolean(),
  segmentId: segmentIdSchema,
  atMs: callMsSchema,
};

export const categoryMatched = defineEvent({
  type: 'category.matched',
  version: 2,
  says: 'The words of a segment matched a category, of our rules or of the speech engine. It is an alert if the category is configured as one.',
  data: z.object({ ...speakerShape, ...matchShape }),
  before: defineEarlierVersion({
    version: 1,
    data: z.object({ channel: sideSchema, ...matchShape }),
    upgrade: channelToSpeaker,
  }),
});
