import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { epochMsSchema } from '../../units.js';

const label = z.string().max(256);

export const callStarted = defineEvent({
  type: 'call.started',
  version: 1,
  says: 'A source announced a call.',
  data: z.object({
    /** The protocol of the source, e.g. `lca-websocket`. */
    source: z.string().max(64),
    startedAtMs: epochMsSchema,
    customerNumber: label.optional(),
    systemNumber: label.optional(),
    agentId: label.optional(),
  }),
});
