import {
  callIdSchema,
  languageSchema,
  participantIdSchema,
  type CallId,
  type CallMetadata,
  type Participant,
  type ParticipantId,
} from '@earshot/contracts';
import { boundMetadata, flattenMetadata } from '@earshot/domain';
import { readLabel } from '../json/read-labels.js';
import type { SessionStart } from '../session/media-protocol.js';
import type { AudiohookParameters } from './audiohook-messages.js';
import type { ChannelName, ChosenMedia } from './choose-media.js';
import { AUDIOHOOK_RATE_HZ } from './media-position.js';

/** A call that an AudioHook client opens. */
export interface AudiohookStart extends SessionStart {
  /** The conversation: a client that connects again continues it in a new session. */
  readonly callId: CallId;
  readonly sessionId: string;
  readonly tracks: readonly { readonly participantId: ParticipantId }[];
  readonly participants: readonly Participant[];
  readonly customerNumber?: string;
  readonly systemNumber?: string;
  /** A BCP 47 tag. */
  readonly language?: string;
  readonly metadata?: CallMetadata;
}

/** The external party is the customer, the internal one the agent. Who the agent is, AudioHook does not say. */
const participantIds: Readonly<Record<ChannelName, ParticipantId>> = {
  external: participantIdSchema.parse('customer'),
  internal: participantIdSchema.parse('agent'),
};
const agent: Participant = { id: participantIds.internal, role: 'AGENT' };

export function toAudiohookStart(
  sessionId: string,
  parameters: AudiohookParameters<'open'>,
  { codec, channels }: ChosenMedia,
): AudiohookStart {
  const customer = toCustomer(parameters.participant);
  const systemNumber = readNumber(parameters.participant.dnis);
  return {
    callId: callIdSchema.parse(parameters.conversationId),
    sessionId,
    sampleRateHz: AUDIOHOOK_RATE_HZ,
    codec,
    channelCount: channels.length,
    tracks: channels.map((channel) => ({ participantId: participantIds[channel] })),
    participants: [customer, agent],
    ...(customer.number !== undefined && { customerNumber: customer.number }),
    ...(systemNumber !== undefined && { systemNumber }),
    ...(languageSchema.safeParse(parameters.language).success && { language: parameters.language }),
    metadata: readMetadata(sessionId, parameters),
  };
}

/** What leads from the call to Genesys, and what the integration was given in its configuration. */
function readMetadata(sessionId: string, { organizationId, customConfig }: AudiohookParameters<'open'>): CallMetadata {
  const ids = flattenMetadata({ organizationId, sessionId });
  return boundMetadata([...ids, ...flattenMetadata(customConfig, 'customConfig')]);
}

export function toCustomer({ ani, aniName }: AudiohookParameters<'open'>['participant']): Participant {
  const [number, name] = [readNumber(ani), readLabel(aniName)];
  return {
    id: participantIds.external,
    role: 'CUSTOMER',
    ...(name !== undefined && { name }),
    ...(number !== undefined && { number }),
  };
}

/** Genesys may write a number as an address: `tel:+13175550100`. */
const readNumber = (address: string | undefined): string | undefined => readLabel(address?.replace(/^tel:/i, ''));
