import { z } from 'zod';
import { callNameSchema, languageSchema, metadataSchema } from '../../call-facts.js';
import { defineEvent } from '../../envelope.js';
import { epochMsSchema } from '../../units.js';

/** A week. */
const MAX_QUIET_MS = 604_800_000;
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
    /** Absent in events of versions before 0.2, whose calls belong to the tenant `default`. */
    tenant: z.string().min(1).max(64).optional(),
    /** The key of the principal that brought the call. Absent where nobody had to sign in. */
    startedBy: z.string().min(1).max(128).optional(),
    /** The queue of the contact centre that the call came through. Absent when the source did not send it. */
    queue: z.string().min(1).max(128).optional(),
    /** Absent where the contact centre knows the call by the call id. */
    name: callNameSchema.optional(),
    /** Absent: the configured language of the speech engine. */
    language: languageSchema.optional(),
    /** What the source says of the call in words of its own. */
    metadata: metadataSchema.optional(),
    /** The call is known, and none of its audio is processed before `call.changed` says that it starts. */
    awaitsStart: z.literal(true).optional(),
    /** The source brings words and no audio. A call without news for `longestQuietMs` is closed as interrupted. */
    textOnly: z.object({ longestQuietMs: z.number().int().min(1_000).max(MAX_QUIET_MS) }).optional(),
  }),
});
