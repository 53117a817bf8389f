import { z } from 'zod';
import { changedFactsShape, type ChangedFacts } from './call-facts.js';
import { trackSchema } from './tracks.js';

/** How a live call is heard. What is absent stays as it is. */
export const hearingChangeShape = {
  /** Another agent is heard where the agent was heard. */
  agentId: changedFactsShape.agentId,
  language: changedFactsShape.language,
  /** The participants of these two tracks change places. */
  swapTracks: z.tuple([trackSchema, trackSchema]).optional(),
  /** False: nothing is recorded from now on. True: the recording goes on. */
  isRecorded: z.boolean().optional(),
  /** A call that waits for its start begins. */
  startProcessing: z.literal(true).optional(),
};
export type HearingChange = Readonly<z.infer<z.ZodObject<typeof hearingChangeShape>>>;

/** What changes about a call. What is absent stays as it is. */
export type CallChange = Readonly<ChangedFacts> & HearingChange;
