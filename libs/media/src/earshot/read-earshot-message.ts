import {
  callIdSchema,
  err,
  ok,
  type AudioCodec,
  type CallId,
  type CallMetadata,
  type Participant,
  type ParticipantId,
  type Result,
} from '@earshot/contracts';
import { readJsonObject } from '../json/read-json-object.js';
import type { MessageError, SessionMessage } from '../session/media-protocol.js';
import type { EarshotErrorCode } from './earshot-errors.js';
import {
  earshotMessages,
  type EarshotMessage,
  type EarshotMessageType,
  type EarshotStartMessage,
} from './earshot-messages.js';

export const MAX_EARSHOT_TEXT_BYTES = 65_536;
/** The most wrong fields that an error names. */
const MAX_NAMED_FIELDS = 5;

/** A start message, as ingest needs it. */
export interface EarshotStart {
  readonly callId: CallId;
  /** This process made the id, so no other process can know the call. */
  readonly isNewId: boolean;
  readonly sampleRateHz: number;
  readonly codec: AudioCodec;
  /** One channel for each track. */
  readonly channelCount: number;
  readonly tracks: readonly { readonly participantId: ParticipantId | null }[];
  readonly participants: readonly Participant[];
  readonly agentId?: string;
  readonly customerNumber?: string;
  readonly systemNumber?: string;
  readonly queue?: string;
  readonly isRecorded?: boolean;
  readonly name?: string;
  readonly language?: string;
  readonly metadata?: CallMetadata;
  readonly awaitsStart?: true;
  readonly requestedEngine?: string;
  readonly script?: string;
  /** The client keeps audio for its return. Without fields: it has none of a stream from before. */
  readonly replay?: { readonly stream?: string | undefined; readonly keptFromSample?: number | undefined };
}

type Read = Result<SessionMessage<EarshotStart>, MessageError<EarshotErrorCode>>;

/** Reads a text message strictly: refuses it as a whole for a wrong or unknown field, and names the field in the error. */
export function readEarshotMessage(bytes: Uint8Array, newId: () => string): Read {
  if (bytes.length > MAX_EARSHOT_TEXT_BYTES) return err({ code: 'TEXT_TOO_LARGE', isForeign: false });
  const json = readJsonObject(bytes);
  if (!json.ok) return err({ code: json.error, isForeign: true });
  const { type } = json.value;
  if (!isMessageType(type)) return err({ code: 'TYPE_UNKNOWN', isForeign: true });
  const message = earshotMessages[type].safeParse(json.value);
  if (message.success) return ok(toSessionMessage(message.data, newId));
  const fields = [...new Set(message.error.issues.map(({ path }) => path.map(String).join('.') || type))];
  const detail = `Wrong in ${type}: ${fields.slice(0, MAX_NAMED_FIELDS).join(', ')}.`;
  return err({ code: 'MESSAGE_INVALID', isForeign: false, detail });
}

function toSessionMessage(message: EarshotMessage, newId: () => string): SessionMessage<EarshotStart> {
  switch (message.type) {
    case 'start':
      return { kind: 'start', start: toStart(message, newId) };
    case 'participant.joined': {
      const { participant, track } = message;
      return { kind: 'change', change: { kind: 'join', participant, ...(track !== undefined && { track }) } };
    }
    case 'participant.changed':
      return { kind: 'change', change: { kind: 'change', participant: message.participant } };
    case 'participant.left':
      return { kind: 'change', change: { kind: 'leave', participantId: message.participantId } };
    case 'track.assigned': {
      const { track, participantId } = message;
      return { kind: 'change', change: { kind: 'assign', track, participantId } };
    }
    case 'call.changed': {
      const { type: _, ...change } = message;
      return { kind: 'change', change: { kind: 'call', change } };
    }
    case 'call.paused':
    case 'call.resumed': {
      const { type, reason } = message;
      return { kind: 'pause', isPaused: type === 'call.paused', ...(reason !== undefined && { reason }) };
    }
    case 'end':
      return { kind: 'end', callId: message.callId };
  }
}

function toStart(message: EarshotStartMessage, newId: () => string): EarshotStart {
  const { type: _, callId, tracks, engine, ...rest } = message;
  return {
    ...rest,
    callId: callId ?? callIdSchema.parse(newId()),
    isNewId: callId === undefined,
    channelCount: tracks.length,
    tracks: tracks.map(({ participantId }) => ({ participantId: participantId ?? null })),
    ...(engine !== undefined && { requestedEngine: engine }),
  };
}

const isMessageType = (type: unknown): type is EarshotMessageType =>
  typeof type === 'string' && Object.hasOwn(earshotMessages, type);
