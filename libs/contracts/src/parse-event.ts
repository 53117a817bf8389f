import type { z } from 'zod';
import { envelopeSchema, type EventDefinition } from './envelope.js';
import type { ContractError } from './errors.js';
import { AUDIO_FRAME_MAGIC, decodeAudioFrame, encodeAudioFrame } from './events/audio/audio-frame.codec.js';
import {
  eventDefinitions,
  type EarshotEvent,
  type EventData,
  type JsonEvent,
  type JsonEventType,
} from './events/index.js';
import type { CallId } from './ids.js';
import { err, ok, type Result } from './result.js';

/** Largest message of any topic in bytes: the default limit of Kafka and of Kinesis. */
export const MAX_EVENT_BYTES = 1_048_576;

/** First byte of a sealed message. No event starts with it. */
export const SEALED_MESSAGE_MAGIC = 0xeb;

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/**
 * Parses a message in steps; each step has its own error code. Unknown fields are dropped. An event of an earlier version
 * becomes one of the current version.
 */
export function parseEvent(message: Uint8Array): Result<EarshotEvent, ContractError> {
  if (message.length > MAX_EVENT_BYTES) return err({ code: 'EVENT_TOO_LARGE', detail: `${message.length} bytes` });
  if (message[0] === AUDIO_FRAME_MAGIC) return decodeAudioFrame(message);
  if (message[0] === SEALED_MESSAGE_MAGIC) return err({ code: 'EVENT_SEALED', detail: `${message.length} bytes` });
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(message));
  } catch {
    return err({ code: 'EVENT_NOT_JSON', detail: `${message.length} bytes` });
  }
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return err({ code: 'EVENT_BAD_ENVELOPE', detail: issuePaths(envelope.error) });
  const { type, version } = envelope.data;
  const unknown = { code: 'EVENT_UNKNOWN_TYPE', detail: `${type} v${version}`.slice(0, 80) } as const;
  if (!isJsonEventType(type)) return err(unknown);
  const data = parseData(eventDefinitions[type], version, envelope.data.data);
  if (data === null) return err(unknown);
  if (!data.success) return err({ code: 'EVENT_BAD_DATA', detail: `${type}: ${issuePaths(data.error)}` });
  return ok({ ...envelope.data, version: eventDefinitions[type].version, data: data.data } as EarshotEvent);
}

/** Parses the data of a known version and upgrades it to the current one; null for an unknown version. */
function parseData(definition: EventDefinition<string, z.ZodType>, version: number, data: unknown) {
  if (definition.version === version) return definition.data.safeParse(data);
  const { before } = definition;
  if (before?.version !== version) return null;
  const parsed = before.data.safeParse(data);
  return parsed.success ? definition.data.safeParse(before.upgrade(parsed.data)) : parsed;
}

/** Encodes an event as one message of its topic. */
export const encodeEvent = (event: EarshotEvent): Uint8Array =>
  event.type === 'audio.frame' ? encodeAudioFrame(event) : encoder.encode(JSON.stringify(event));

/** Makes an event of the current version. The caller passes `id` and `occurredAtMs`, so time and randomness stay outside. */
export const makeEvent = <T extends JsonEventType>(
  type: T,
  callId: CallId,
  data: EventData<T>,
  stamp: { id: string; occurredAtMs: number },
): JsonEvent<T> => ({
  id: stamp.id,
  type,
  version: eventDefinitions[type].version,
  callId,
  occurredAtMs: stamp.occurredAtMs,
  data,
});

const isJsonEventType = (type: string): type is JsonEventType => Object.hasOwn(eventDefinitions, type);

const issuePaths = (error: { issues: readonly { path: PropertyKey[]; code?: string }[] }): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.') || '(root)'} ${issue.code ?? ''}`.trim())
    .join(', ');
