import { z } from 'zod';
import { changedFactsShape } from '../../call-facts.js';
import { defineEvent } from '../../envelope.js';
import { requesterSchema } from '../../requester.js';
import { trackSchema } from '../../tracks.js';
import { epochMsSchema } from '../../units.js';

export const callChangeRequested = defineEvent({
  type: 'call.change-requested',
  version: 1,
  says: 'Somebody changes how a live call is heard: who the agent is, its language, its tracks, whether it is recorded, or that it starts. The ingest process that has the call acts. Facts of the call also come as `call.changed`.',
  data: z.object({
    /** Another agent is heard where the agent was heard. */
    agentId: changedFactsShape.agentId,
    language: changedFactsShape.language,
    /** The participants of these two tracks change places. */
    swapTracks: z.tuple([trackSchema, trackSchema]).optional(),
    /** False: nothing is recorded from now on. True: the recording goes on. */
    isRecorded: z.boolean().optional(),
    /** A call that waits for its start begins. */
    startProcessing: z.literal(true).optional(),
    /** The wall clock of whoever asks. */
    changedAtMs: epochMsSchema,
    /** Absent when it is not known. */
    requestedBy: requesterSchema.optional(),
  }),
});
