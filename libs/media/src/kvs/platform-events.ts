import { err, ok, type Result } from '@earshot/contracts';
import { z } from 'zod';
import { readLabel, readName } from '../json/read-labels.js';

const MAX_ID_LENGTH = 256;
const MAX_ARN_LENGTH = 1_024;
const MAX_METADATA_LENGTH = 65_536;

/** What platforms send besides is not read, and a wrong optional field does not lose the call. */
const label = z.unknown().optional().transform(readLabel);
const id = z.unknown().transform((value, context) => {
  const name = readName(value, MAX_ID_LENGTH);
  if (name === undefined) context.addIssue('expected a name');
  return name ?? '';
});
const streamArn = z
  .string()
  .max(MAX_ARN_LENGTH)
  .regex(/^arn:[a-z0-9-]+:kinesisvideo:[a-z0-9-]+:\d{12}:stream\/[\w.-]+\/\d+$/);
const fragmentNumber = z
  .string()
  .regex(/^\d{1,128}$/)
  .optional()
  .catch(undefined);
const wallClock = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .optional()
  .catch(undefined);
const metadata = z.string().max(MAX_METADATA_LENGTH).optional().catch(undefined);

const voiceConnectorDetail = z.object({
  callId: id,
  transactionId: label,
  voiceConnectorId: label,
  direction: label,
  fromNumber: label,
  toNumber: label,
  isCaller: z.boolean().optional().catch(undefined),
  siprecMetadata: metadata,
  sdp: z.object({ mediaLabel: label }).optional().catch(undefined),
});
const startedDetail = voiceConnectorDetail.extend({
  streamArn,
  startFragmentNumber: fragmentNumber,
  startTime: wallClock,
});
const endedDetail = voiceConnectorDetail.extend({
  streamArn: streamArn.optional().catch(undefined),
  startFragmentNumber: fragmentNumber,
  endTime: wallClock,
});
const failedDetail = z.object({ callId: id, failureReason: label });

export type StartedDetail = z.infer<typeof startedDetail>;
export type EndedDetail = z.infer<typeof endedDetail>;

/** An event of Amazon Chime SDK Voice Connector on EventBridge, `Chime VoiceConnector Streaming Status`. */
export type VoiceConnectorEvent =
  | { readonly kind: 'started'; readonly detail: StartedDetail }
  | { readonly kind: 'ended'; readonly detail: EndedDetail }
  | { readonly kind: 'updated'; readonly detail: z.infer<typeof voiceConnectorDetail> }
  | { readonly kind: 'failed'; readonly detail: z.infer<typeof failedDetail> };

const contactAudio = z.object({
  StreamARN: streamArn,
  StartFragmentNumber: fragmentNumber,
  StartTimestamp: z.unknown().optional().transform(readMilliseconds),
});
const address = z.object({ Address: label }).nullish().catch(undefined);
const contactData = z.object({
  Channel: z.literal('VOICE'),
  ContactId: id,
  InitialContactId: label,
  InstanceARN: label,
  CustomerEndpoint: address,
  SystemEndpoint: address,
  Attributes: z.record(z.string(), z.unknown()).catch({}),
  MediaStreams: z.object({ Customer: z.object({ Audio: contactAudio }) }),
});

/** What a contact flow of Amazon Connect passes to the function that it invokes. */
export interface ContactFlowEvent {
  readonly kind: 'contact-flow';
  readonly contact: z.infer<typeof contactData>;
}

const contactDetail = z.object({
  contactId: id,
  eventType: z.string(),
  instanceArn: label,
  agentInfo: z
    .object({ agentArn: z.string().max(MAX_ARN_LENGTH) })
    .optional()
    .catch(undefined),
});

/** `Amazon Connect Contact Event` on EventBridge. */
export interface ContactEvent {
  readonly kind: 'contact';
  readonly detail: z.infer<typeof contactDetail>;
}

const startProcessingDetail = z.object({ callId: id, agentId: label, fromNumber: label, toNumber: label });

/** Starts a call whose hook said that it waits. */
export interface StartProcessingEvent {
  readonly kind: 'start-processing';
  readonly detail: z.infer<typeof startProcessingDetail>;
}

export type PlatformEvent = VoiceConnectorEvent | ContactFlowEvent | ContactEvent | StartProcessingEvent;

const envelope = z.object({ source: z.string(), 'detail-type': z.string(), detail: z.record(z.string(), z.unknown()) });
const flowEnvelope = z.object({ Details: z.object({ ContactData: z.unknown() }) });

const statuses = {
  STARTED: (detail: unknown) => toEvent('started', startedDetail.safeParse(detail)),
  ENDED: (detail: unknown) => toEvent('ended', endedDetail.safeParse(detail)),
  UPDATED: (detail: unknown) => toEvent('updated', voiceConnectorDetail.safeParse(detail)),
  FAILED: (detail: unknown) => toEvent('failed', failedDetail.safeParse(detail)),
} as const;

/**
 * Reads an event as it stands in the queue or in a request. Null: an event that does not concern calls.
 *
 * @see https://docs.aws.amazon.com/chime-sdk/latest/ag/automating-chime-with-cloudwatch-events.html
 * @see https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html
 */
export function readPlatformEvent(json: unknown): Result<PlatformEvent | null, 'KVS_EVENT_INVALID'> {
  const flow = flowEnvelope.safeParse(json);
  if (flow.success) {
    const contact = contactData.safeParse(flow.data.Details.ContactData);
    return contact.success ? ok({ kind: 'contact-flow', contact: contact.data }) : err('KVS_EVENT_INVALID');
  }
  const read = envelope.safeParse(json);
  if (!read.success) return err('KVS_EVENT_INVALID');
  const { source, detail, 'detail-type': type } = read.data;
  if (source === 'aws.chime') return readVoiceConnector(detail);
  if (source === 'aws.connect' && type === 'Amazon Connect Contact Event')
    return toEvent('contact', contactDetail.safeParse(detail));
  if (type === 'START_CALL_PROCESSING') return toEvent('start-processing', startProcessingDetail.safeParse(detail));
  return ok(null);
}

function readVoiceConnector(
  detail: Readonly<Record<string, unknown>>,
): Result<PlatformEvent | null, 'KVS_EVENT_INVALID'> {
  const { streamingStatus, mediaType } = detail;
  if (typeof streamingStatus !== 'string' || !Object.hasOwn(statuses, streamingStatus)) return ok(null);
  const isSupported = mediaType === undefined || (typeof mediaType === 'string' && /^audio\/l16/i.test(mediaType));
  if (!isSupported) return err('KVS_EVENT_INVALID');
  return statuses[streamingStatus as keyof typeof statuses](detail);
}

const toEvent = <K extends string, D>(
  kind: K,
  read: z.ZodSafeParseResult<D>,
): Result<{ readonly kind: K; readonly detail: D }, 'KVS_EVENT_INVALID'> =>
  read.success ? ok({ kind, detail: read.data }) : err('KVS_EVENT_INVALID');

/** Connect writes milliseconds since the epoch as text. */
function readMilliseconds(value: unknown): number | undefined {
  const ms = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  return Number.isSafeInteger(ms) && ms > 0 ? ms : undefined;
}
