import {
  audioCodecs,
  callIdSchema,
  err,
  isSampleRate,
  ok,
  type AudioCodec,
  languageSchema,
  type CallId,
  type CallMetadata,
  type Result,
} from '@earshot/contracts';
import { boundMetadata, flattenMetadata } from '@earshot/domain';
import { readJsonObject, type JsonObject } from '../json/read-json-object.js';
import { omitAbsent, readLabel, readName } from '../json/read-labels.js';
import type { LcaErrorCode } from './lca-errors.js';

export const MAX_LCA_TEXT_BYTES = 65_536;

/** A START message, missing fields filled in as LCA's server fills them. */
export interface LcaStart {
  readonly callId: CallId;
  /** This process made the id, so no other process can know the call. */
  readonly isNewId: boolean;
  readonly agentId: string;
  readonly customerNumber: string;
  readonly systemNumber: string;
  /** Values that the client sent; absent where LCA's default was filled in. */
  readonly sent: { readonly agentId?: string; readonly customerNumber?: string };
  readonly sampleRateHz: number;
  readonly codec: AudioCodec;
  readonly channelCount: 1 | 2;
  /** The client asks that no recording of the call is stored. */
  readonly isRecorded?: false;
  readonly requestedEngine?: string;
  readonly script?: string;
  readonly language?: string;
  readonly metadata?: CallMetadata;
  /** The client asks that nothing is processed before somebody starts the call. */
  readonly awaitsStart?: true;
}

export type LcaMessage =
  | { readonly callEvent: 'START'; readonly start: LcaStart }
  | { readonly callEvent: 'END'; readonly callId: CallId | undefined };

/**
 * Reads a text message as LCA's server does, but checks it: ignores unknown fields, fills in LCA's defaults for missing
 * ones, and refuses a value that would make the audio unreadable.
 */
export function readLcaMessage(bytes: Uint8Array, newId: () => string): Result<LcaMessage, LcaErrorCode> {
  if (bytes.length > MAX_LCA_TEXT_BYTES) return err('TEXT_TOO_LARGE');
  const json = readJsonObject(bytes);
  if (!json.ok) return json;
  const fields = json.value;
  if (fields.callEvent !== 'START' && fields.callEvent !== 'END') return err('CALL_EVENT_UNKNOWN');
  const callId = readCallId(fields.callId);
  if (!callId.ok) return callId;
  if (fields.callEvent === 'END') return ok({ callEvent: 'END', callId: callId.value });
  return readStart(fields, callId.value, newId);
}

function readStart(
  fields: JsonObject,
  callId: CallId | undefined,
  newId: () => string,
): Result<LcaMessage, LcaErrorCode> {
  const { samplingRate } = fields;
  if (!isSampleRate(samplingRate)) return err('SAMPLING_RATE_INVALID');
  const codec = readCodec(fields.codec);
  if (codec === undefined) return err('CODEC_NOT_SUPPORTED');
  const channelCount = fields.channels ?? 2;
  if (channelCount !== 1 && channelCount !== 2) return err('CHANNELS_NOT_SUPPORTED');
  const [agentId, customerNumber] = [readLabel(fields.agentId), readLabel(fields.fromNumber)];
  const start: LcaStart = {
    callId: callId ?? callIdSchema.parse(newId()),
    isNewId: callId === undefined,
    agentId: agentId ?? newId(),
    customerNumber: customerNumber ?? 'Customer Phone',
    systemNumber: readLabel(fields.toNumber) ?? 'System Phone',
    sent: omitAbsent({ agentId, customerNumber }),
    sampleRateHz: samplingRate,
    codec,
    channelCount,
    // LCA's own default is false, and its server records all the same. So only a client that says it is taken at its word.
    ...(fields.shouldRecordCall === false && { isRecorded: false as const }),
    ...(fields.shouldProcessCall === false && { awaitsStart: true as const }),
    ...readFacts(fields),
    ...omitAbsent({
      requestedEngine: readName(fields.speechEngine, 64),
      script: readName(fields.speechScript, 128),
    }),
  };
  return ok({ callEvent: 'START', start });
}

/** The fields of LCA's hook that starts a call: its language, and its metadata as an object or as the text of one. */
function readFacts({ transcribeLanguageCode, metadatajson }: JsonObject): Pick<LcaStart, 'language' | 'metadata'> {
  const language = languageSchema.safeParse(transcribeLanguageCode);
  const metadata = boundMetadata(flattenMetadata(readMetadata(metadatajson)));
  return {
    ...(language.success && { language: language.data }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

function readMetadata(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const json = readJsonObject(new TextEncoder().encode(value));
  return json.ok ? json.value : { metadata: value };
}

/** Absent, null and empty mean no id, as `callId || randomUUID()` does in LCA. */
function readCallId(value: unknown): Result<CallId | undefined, LcaErrorCode> {
  if (value === undefined || value === null || value === '') return ok(undefined);
  const callId = callIdSchema.safeParse(value);
  return callId.success ? ok(callId.data) : err('CALL_ID_INVALID');
}

function readCodec(value: unknown): AudioCodec | undefined {
  if (value === undefined || value === null) return 'L16';
  return typeof value === 'string' ? audioCodecs.find((codec) => codec === value.toUpperCase()) : undefined;
}
