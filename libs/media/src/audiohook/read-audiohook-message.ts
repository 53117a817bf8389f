import { err, ok, type Result } from '@earshot/contracts';
import { readJsonObject } from '../json/read-json-object.js';
import type { AudiohookErrorCode } from './audiohook-errors.js';
import {
  audiohookEnvelope,
  audiohookParameters,
  type AudiohookEnvelope,
  type AudiohookMessage,
  type AudiohookMessageType,
} from './audiohook-messages.js';
import { hasUnknownFields } from './has-unknown-fields.js';

export const MAX_AUDIOHOOK_TEXT_BYTES = 65_535;

/** The fields that every message has. They count even if the rest of the message is refused. */
export interface ReadEnvelope {
  readonly envelope: AudiohookEnvelope;
  readonly hasUnknownFields: boolean;
}

export function readAudiohookEnvelope(bytes: Uint8Array): Result<ReadEnvelope, AudiohookErrorCode> {
  if (bytes.length > MAX_AUDIOHOOK_TEXT_BYTES) return err('TEXT_TOO_LARGE');
  const json = readJsonObject(bytes);
  if (!json.ok) return json;
  const envelope = audiohookEnvelope.safeParse(json.value);
  if (!envelope.success) return err('ENVELOPE_INVALID');
  return ok({
    envelope: envelope.data,
    hasUnknownFields: Object.keys(json.value).some((key) => !(key in envelope.data)),
  });
}

/** A message whose type and parameters are read as well. */
export interface ReadMessage {
  readonly message: AudiohookMessage;
  readonly hasUnknownFields: boolean;
}

export function readAudiohookMessage(
  read: ReadEnvelope,
): Result<ReadMessage, 'TYPE_UNKNOWN' | 'OPEN_INVALID' | 'MESSAGE_INVALID'> {
  const { type, position, parameters } = read.envelope;
  if (!isMessageType(type)) return err('TYPE_UNKNOWN');
  const parsed = audiohookParameters[type].safeParse(parameters);
  if (!parsed.success) return err(type === 'open' ? 'OPEN_INVALID' : 'MESSAGE_INVALID');
  return ok({
    message: { type, positionSample: position, parameters: parsed.data } as AudiohookMessage,
    hasUnknownFields: read.hasUnknownFields || hasUnknownFields(parameters, parsed.data),
  });
}

const isMessageType = (type: string): type is AudiohookMessageType => Object.hasOwn(audiohookParameters, type);
