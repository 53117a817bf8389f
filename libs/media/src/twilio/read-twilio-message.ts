import { callIdSchema, err, isSampleRate, ok, type AudioCodec, type CallId, type Result } from '@earshot/contracts';
import { readJsonObject, type JsonObject } from '../json/read-json-object.js';
import { readName } from '../json/read-labels.js';
import {
  otherRole,
  readCallLabels,
  readFirstRole,
  type CallLabels,
  type TrackRole,
} from '../parameters/read-call-labels.js';
import { readParameters, type StreamParameters } from '../parameters/stream-parameters.js';
import { findCodec } from './decode-media.js';
import type { TwilioDialect } from './twilio-dialects.js';
import type { TwilioErrorCode } from './twilio-errors.js';

export const MAX_TWILIO_TEXT_BYTES = 262_144;

/** A start message, as ingest needs it. */
export interface TwilioStart extends CallLabels {
  readonly callId: CallId;
  /** The account of the vendor's customer, as the message names it. */
  readonly accountId: string | undefined;
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  /** One channel for each track. */
  readonly channelCount: number;
  /** The vendor's names of the tracks, in the order of the channels, and whose voice each one carries. */
  readonly tracks: readonly { readonly name: string; readonly role: TrackRole }[];
}

/** A piece of audio of one track. */
export interface TwilioMedia {
  readonly track: string | undefined;
  /** Counts the messages. */
  readonly chunk: number | undefined;
  /** Position in the stream, or a time of day, milliseconds. */
  readonly timestampMs: number | undefined;
  /** Base64. */
  readonly payload: string;
}

export type TwilioMessage =
  | { readonly kind: 'start'; readonly start: TwilioStart }
  | { readonly kind: 'media'; readonly media: TwilioMedia }
  | { readonly kind: 'stop' }
  /** Tells nothing that Earshot needs. The digits of `dtmf` may be of a payment card, so they are not even read. */
  | { readonly kind: 'note' };

/** Why a text message is refused. */
export interface TwilioMessageError {
  readonly code: TwilioErrorCode;
  /** The text is no message of this protocol. */
  readonly isForeign: boolean;
}

const notes = new Set(['connected', 'dtmf', 'mark', 'clear', 'clearedAudio', 'playedStream', 'error']);
const trackNames = ['inbound', 'outbound'];

/** Reads a text message. Unknown fields are ignored: vendors add some now and then. */
export function readTwilioMessage(
  bytes: Uint8Array,
  dialect: TwilioDialect,
): Result<TwilioMessage, TwilioMessageError> {
  if (bytes.length > MAX_TWILIO_TEXT_BYTES) return err({ code: 'TEXT_TOO_LARGE', isForeign: false });
  const json = readJsonObject(bytes);
  if (!json.ok) return err({ code: json.error, isForeign: true });
  const { event } = json.value;
  if (event === 'media') return readMedia(json.value);
  if (event === 'start') return readStart(json.value, dialect);
  if (event === 'stop') return ok({ kind: 'stop' });
  if (typeof event === 'string' && notes.has(event)) return ok({ kind: 'note' });
  return err({ code: 'EVENT_UNKNOWN', isForeign: typeof event !== 'string' });
}

function readMedia(message: JsonObject): Result<TwilioMessage, TwilioMessageError> {
  const { track, chunk, timestamp, payload } = readObject(message.media);
  if (typeof payload !== 'string') return err({ code: 'MEDIA_INVALID', isForeign: false });
  const media: TwilioMedia = {
    track: typeof track === 'string' ? trackName(track) : undefined,
    chunk: readCount(chunk),
    timestampMs: readCount(timestamp),
    payload,
  };
  return ok({ kind: 'media', media });
}

function readStart(message: JsonObject, dialect: TwilioDialect): Result<TwilioMessage, TwilioMessageError> {
  const start = readObject(message.start);
  const callId = callIdSchema.safeParse(start[dialect.callId]);
  if (!callId.success) return err({ code: 'START_INVALID', isForeign: false });
  const format = readObject(start[dialect.format]);
  const codec = findCodec(format.encoding);
  if (codec === undefined) return err({ code: 'CODEC_NOT_SUPPORTED', isForeign: false });
  const sampleRateHz = readCount(format[dialect.sampleRate]);
  if (!isSampleRate(sampleRateHz)) return err({ code: 'SAMPLING_RATE_INVALID', isForeign: false });
  const parameters = readParameters(
    dialect.parameters.map(({ at, field, form }) => ({ value: (at === 'start' ? start : message)[field], form })),
  );
  const tracks = readTracks(start.tracks, parameters, dialect);
  return ok({
    kind: 'start',
    start: {
      callId: callId.data,
      accountId: readName(start[dialect.accountId], 256),
      codec,
      sampleRateHz,
      channelCount: tracks.length,
      tracks,
      ...readCallLabels(parameters, start),
    },
  });
}

function readTracks(listed: unknown, parameters: StreamParameters, dialect: TwilioDialect): TwilioStart['tracks'] {
  const inbound = readFirstRole(parameters);
  return listTracks(listed, parameters, dialect).map((name) => ({
    name,
    role: name === 'outbound' ? otherRole(inbound) : inbound,
  }));
}

function listTracks(listed: unknown, parameters: StreamParameters, { unlistedTracks }: TwilioDialect) {
  const wanted = parameters.find('tracks')?.toLowerCase();
  if (wanted === 'both') return trackNames;
  const names: readonly unknown[] = wanted === undefined ? (Array.isArray(listed) ? listed : []) : [wanted];
  const known = trackNames.filter((name) => names.includes(name) || names.includes(`${name}_track`));
  return known.length === 0 ? unlistedTracks : known;
}

/** Some vendors write `inbound_track`. */
const trackName = (name: string): string => name.replace(/_track$/, '');

const readObject = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

/** A whole number from 0, written as a number or as text. */
function readCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : undefined;
}
