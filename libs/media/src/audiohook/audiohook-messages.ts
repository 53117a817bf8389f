import { z } from 'zod';
import { millisecondsSchema, samplesSchema } from './media-position.js';

/*
 * The messages of an AudioHook client, version 2 (Genesys Cloud Developer Center, "AudioHook protocol reference"). Genesys
 * adds fields and types without a new version, so unknown ones are dropped here and counted by the reader.
 */

/** Ids are compared, and phone systems do not agree on the case of the letters. */
const uuid = z.guid().transform((id) => id.toLowerCase());
const sequenceNumber = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Labels are cut to length and cleaned where they are used. */
const text = z.string();

/** The fields of every message. */
export const audiohookEnvelope = z.object({
  version: z.literal('2'),
  id: uuid,
  type: z.string().max(64),
  seq: sequenceNumber,
  serverseq: sequenceNumber,
  position: samplesSchema,
  parameters: z.record(z.string(), z.unknown()),
});
export type AudiohookEnvelope = z.infer<typeof audiohookEnvelope>;

export const channelNames = ['external', 'internal'] as const;

/** Wide, because a client may offer formats that we cannot take beside one that we can. */
const offeredMedia = z.object({
  type: z.string(),
  format: z.string(),
  channels: z.array(z.string()).max(16),
  rate: z.number(),
});
export type OfferedMedia = z.infer<typeof offeredMedia>;

const participant = z.object({
  id: uuid.optional(),
  ani: text.optional(),
  aniName: text.optional(),
  dnis: text.optional(),
});

/** A BCP 47 tag. A client without one, or with a broken one, still has a call. */
const language = z
  .string()
  .regex(/^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$/)
  .max(35)
  .optional()
  .catch(undefined);

/** The parameters of each type of message. */
export const audiohookParameters = {
  open: z.object({
    organizationId: uuid,
    conversationId: uuid,
    participant,
    media: z.array(offeredMedia).max(64),
    language,
    /** Whether the client asks which languages are transcribed. */
    supportedLanguages: z.boolean().optional().catch(undefined),
    continuedSessions: z.array(z.object({ id: uuid, serverseq: sequenceNumber, clientseq: sequenceNumber })).optional(),
    customConfig: z.unknown().optional(),
  }),
  close: z.object({ reason: z.string().catch('end') }),
  ping: z.object({ rtt: millisecondsSchema.optional().catch(undefined) }),
  paused: z.object({}),
  resumed: z.object({
    start: samplesSchema.optional().catch(undefined),
    discarded: samplesSchema.optional().catch(undefined),
  }),
  discarded: z.object({ start: samplesSchema.optional().catch(undefined), discarded: samplesSchema }),
  update: z.object({ language, participant: participant.optional().catch(undefined) }),
  /** `message` is text of the client: it is never logged. */
  error: z.object({
    code: z.number().int().min(0).max(9_999).optional().catch(undefined),
    message: z.unknown().optional(),
    retryAfter: z.unknown().optional(),
  }),
} as const;

export type AudiohookMessageType = keyof typeof audiohookParameters;
export type AudiohookParameters<Type extends AudiohookMessageType> = z.infer<(typeof audiohookParameters)[Type]>;

/** A message of the client, read. */
export type AudiohookMessage = {
  [Type in AudiohookMessageType]: {
    readonly type: Type;
    /** The client's media clock when it sent the message, samples. */
    readonly positionSample: number;
    readonly parameters: AudiohookParameters<Type>;
  };
}[AudiohookMessageType];
