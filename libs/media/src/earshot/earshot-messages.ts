import {
  audioCodecs,
  callIdSchema,
  callNameSchema,
  hearingChangeShape,
  isPrintable,
  languageSchema,
  MAX_PARTICIPANTS,
  MAX_TRACKS,
  metadataChangeSchema,
  metadataSchema,
  participantIdSchema,
  participantRoleSchema,
  pauseReasonSchema,
  sampleRateHzSchema,
} from '@earshot/contracts';
import { z } from 'zod';

const label = z.string().max(256).refine(isPrintable);
/** The name of an engine or a script. */
const name = (maxLength: number) => z.string().min(1).max(maxLength).refine(isPrintable);
const participantId = participantIdSchema.refine(isPrintable);
const participant = z.strictObject({
  id: participantId,
  role: participantRoleSchema,
  name: label.optional(),
  number: label.optional(),
});
/** An unknown reason counts as `OTHER`: otherwise the call would go on. */
const pauseReason = pauseReasonSchema.optional();
/** Only the call can check the upper bound: it knows how many tracks it has. */
const track = z.number().int().min(0);

/**
 * A client that keeps its audio while it is not connected. In the first start it has no fields; later it names the stream of the last
 * `started` and the first sample of it that the client still has.
 */
const replay = z
  .strictObject({
    stream: name(64).optional(),
    keptFromSample: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  })
  .refine(({ stream, keptFromSample }) => (stream === undefined) === (keptFromSample === undefined));

/** The first message. A client that connects again sends it with the participants and tracks of that moment. */
const start = z
  .strictObject({
    type: z.literal('start'),
    callId: callIdSchema.optional(),
    codec: z.enum(audioCodecs),
    sampleRateHz: sampleRateHzSchema,
    tracks: z
      .array(z.strictObject({ participantId: participantId.nullish() }))
      .min(1)
      .max(MAX_TRACKS),
    participants: z.array(participant).max(MAX_PARTICIPANTS),
    engine: name(64).optional(),
    script: name(128).optional(),
    agentId: label.optional(),
    customerNumber: label.optional(),
    systemNumber: label.optional(),
    queue: name(128).optional(),
    /** False: no recording of the call is stored. */
    isRecorded: z.boolean().optional(),
    replay: replay.optional(),
    /** The id by which the contact centre knows the call. */
    name: callNameSchema.optional(),
    /** BCP 47. */
    language: languageSchema.optional(),
    metadata: metadataSchema.optional(),
    /** The call is known, and its audio is not processed before somebody starts it. */
    awaitsStart: z.literal(true).optional(),
  })
  .superRefine(({ tracks, participants }, context) => {
    const ids = new Set(participants.map(({ id }) => id));
    if (ids.size < participants.length) context.addIssue({ code: 'custom', path: ['participants'] });
    tracks.forEach(({ participantId: id }, at) => {
      const isKnown = id === undefined || id === null || ids.has(id);
      if (!isKnown) context.addIssue({ code: 'custom', path: ['tracks', at, 'participantId'] });
    });
  });

/** The text messages of a client, by their type. */
export const earshotMessages = {
  start,
  'participant.joined': z.strictObject({
    type: z.literal('participant.joined'),
    participant,
    track: track.optional(),
  }),
  'participant.changed': z.strictObject({ type: z.literal('participant.changed'), participant }),
  'participant.left': z.strictObject({ type: z.literal('participant.left'), participantId }),
  'track.assigned': z.strictObject({
    type: z.literal('track.assigned'),
    track,
    participantId: participantId.nullable(),
  }),
  'call.changed': z.strictObject({
    type: z.literal('call.changed'),
    ...hearingChangeShape,
    agentId: label.min(1).optional(),
    customerNumber: label.optional(),
    systemNumber: label.optional(),
    queue: name(128).optional(),
    name: callNameSchema.optional(),
    metadata: metadataChangeSchema.optional(),
  }),
  /** Earshot keeps nothing of the audio that follows, until the call is resumed. */
  'call.paused': z.strictObject({ type: z.literal('call.paused'), reason: pauseReason }),
  'call.resumed': z.strictObject({ type: z.literal('call.resumed'), reason: pauseReason }),
  end: z.strictObject({ type: z.literal('end'), callId: callIdSchema.optional() }),
} as const;

export type EarshotMessageType = keyof typeof earshotMessages;
export type EarshotMessage = z.infer<(typeof earshotMessages)[EarshotMessageType]>;
export type EarshotStartMessage = z.infer<typeof start>;
