import { z } from 'zod';
import { callMsSchema } from './units.js';
import { trackSchema } from './tracks.js';

/** What a participant does on the call. `AUTOMATION`: a voice menu or a bot. `UNKNOWN`: the source does not say. */
export const participantRoles = ['CUSTOMER', 'AGENT', 'SUPERVISOR', 'AUTOMATION', 'UNKNOWN'] as const;
export const participantRoleSchema = z.enum(participantRoles);
export type ParticipantRole = z.infer<typeof participantRoleSchema>;

/**
 * Where a role comes from. `METADATA`: the source said so. `NUMBER`: the participant's number is one of the contact centre's.
 * `GREETING`: what the participant said first. `OTHER_PARTY`: the only other participant is the agent, or the customer.
 * `USER`: a person corrected it.
 */
export const roleReasons = ['METADATA', 'NUMBER', 'GREETING', 'OTHER_PARTY', 'USER'] as const;
export const roleReasonSchema = z.enum(roleReasons);
export type RoleReason = z.infer<typeof roleReasonSchema>;

/** The reasons of roles that somebody found out later. Such a role holds from the participant's first word on. */
export const decisionReasons = ['GREETING', 'OTHER_PARTY', 'USER'] as const satisfies readonly RoleReason[];
export type DecisionReason = (typeof decisionReasons)[number];

export const isDecision = (reason: RoleReason | undefined): reason is DecisionReason =>
  decisionReasons.some((decision) => decision === reason);

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
  /** Absent: `METADATA`, unless the role is `UNKNOWN`. A reason that this version does not know counts as absent. */
  roleReason: roleReasonSchema.optional().catch(undefined),
  /** 0 to 1. Absent: 1, unless the role is `UNKNOWN`. */
  roleConfidence: z.number().min(0).max(1).optional(),
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
