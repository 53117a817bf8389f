import { z } from 'zod';
import { callMsSchema } from './units.js';
import { trackSchema } from './tracks.js';

/** What a participant does on the call. `AUTOMATION`: a voice menu or a bot. `UNKNOWN`: the source does not say. */
export const participantRoles = ['CUSTOMER', 'AGENT', 'SUPERVISOR', 'AUTOMATION', 'UNKNOWN'] as const;
export const participantRoleSchema = z.enum(participantRoles);
export type ParticipantRole = z.infer<typeof participantRoleSchema>;

/** Most participants that a source may announce for one call. */
export const MAX_PARTICIPANTS = 64;

/** Longest participant id in UTF-16 units. */
export const MAX_PARTICIPANT_ID_LENGTH = 64;

/** Unique within its call. Logs show it, so a source must not put a name or a number into it. */
export const participantIdSchema = z
  .string()
  .min(1)
  .max(MAX_PARTICIPANT_ID_LENGTH)
  .regex(/^[^\u0000-\u001f\u007f]+$/)
  .brand<'ParticipantId'>();
export type ParticipantId = z.infer<typeof participantIdSchema>;

/** A person or a machine on the call. */
export const participantSchema = z.object({
  id: participantIdSchema,
  role: participantRoleSchema,
  name: z.string().max(256).optional(),
  /** Phone number or address, as the source writes it. */
  number: z.string().max(256).optional(),
});
export type Participant = z.infer<typeof participantSchema>;

/** The speaker of words: their track, the participant heard on it, and the role of that participant at the time. */
export const speakerShape = {
  track: trackSchema,
  participantId: participantIdSchema,
  role: participantRoleSchema,
};

/** Says from when on a participant is heard on a track. */
export const trackAssignmentSchema = z.object({ ...speakerShape, fromMs: callMsSchema });
export type TrackAssignment = z.infer<typeof trackAssignmentSchema>;

/** The participant that the words of a track belong to while the source has not said who is on it. */
export const impliedParticipant = (track: number): Participant => ({
  id: participantIdSchema.parse(`track-${track}`),
  role: 'UNKNOWN',
});
