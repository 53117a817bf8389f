import {
  audioCodecs,
  callIdSchema,
  err,
  isSampleRate,
  ok,
  type AudioCodec,
  type CallId,
  type Result,
} from '@earshot/contracts';
import type { JsonObject } from '../json/read-json-object.js';
import {
  otherRole,
  readCallLabels,
  readFirstRole,
  type CallLabels,
  type TrackRole,
} from '../parameters/read-call-labels.js';
import { readParameters } from '../parameters/stream-parameters.js';
import { callIdFields, findMetadata, type ForkVendor } from './find-metadata.js';
import type { ForkErrorCode } from './fork-errors.js';

export const MAX_FORK_TEXT_BYTES = 65_536;

/** The metadata of a call, as ingest needs it. */
export interface ForkStart extends CallLabels {
  readonly callId: CallId;
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Whose voice each channel carries; null for both voices mixed. */
  readonly roles: readonly (TrackRole | null)[];
}

export type ForkMessage =
  | { readonly kind: 'start'; readonly start: ForkStart }
  /** Tells nothing that Earshot needs. The digits of `dtmf` may be of a payment card, so they are not even read. */
  | { readonly kind: 'note' };

/** Why a text message is refused. */
export interface ForkMessageError {
  readonly code: ForkErrorCode;
  /** The text is no message of this protocol. */
  readonly isForeign: boolean;
}

const DEFAULT_SAMPLE_RATE_HZ = 8_000;

/** Reads a text message. The first one is the metadata of the call. */
export function readForkMessage(bytes: Uint8Array, vendor: ForkVendor): Result<ForkMessage, ForkMessageError> {
  if (bytes.length > MAX_FORK_TEXT_BYTES) return err({ code: 'TEXT_TOO_LARGE', isForeign: false });
  const metadata = findMetadata(bytes, vendor);
  if (!metadata.ok) return err({ code: metadata.error, isForeign: true });
  return metadata.value === null ? ok({ kind: 'note' }) : readMetadata(metadata.value, vendor);
}

function readMetadata(metadata: JsonObject, vendor: ForkVendor): Result<ForkMessage, ForkMessageError> {
  const callId = callIdSchema.safeParse(callIdFields.map((field) => metadata[field]).find((id) => id !== undefined));
  if (!callId.success) return err({ code: 'START_INVALID', isForeign: false });
  const sampleRateHz = readNumber(metadata.sampleRate ?? DEFAULT_SAMPLE_RATE_HZ);
  if (!isSampleRate(sampleRateHz)) return err({ code: 'SAMPLING_RATE_INVALID', isForeign: false });
  const codec = audioCodecs.find((name) => name === (metadata.codec ?? 'L16'));
  if (codec === undefined) return err({ code: 'CODEC_NOT_SUPPORTED', isForeign: false });
  const roles = readRoles(metadata, vendor);
  if (roles === undefined) return err({ code: 'MIX_NOT_SUPPORTED', isForeign: false });
  const labels = readCallLabels(readParameters([{ value: metadata, form: 'OBJECT' }]), {});
  const start = {
    callId: callId.data,
    codec,
    sampleRateHz,
    channelCount: roles.length,
    roles,
    ...labels,
  };
  return ok({ kind: 'start', start });
}

/**
 * The first channel is what the forked leg says. In FreeSWITCH that is whoever calls. A jambonz call has the leg of the
 * customer, whoever made the call.
 */
function readRoles(metadata: JsonObject, vendor: ForkVendor): ForkStart['roles'] | undefined {
  const { direction: _, ...withoutDirection } = metadata;
  const first = readFirstRole(
    readParameters([{ value: vendor === 'jambonz' ? withoutDirection : metadata, form: 'OBJECT' }]),
  );
  switch (metadata.mixType ?? 'mono') {
    case 'mono':
      return [first];
    case 'mixed':
      return [null];
    case 'stereo':
      return [first, otherRole(first)];
    default:
      return undefined;
  }
}

/** An object whose `toString` is no function cannot become a number: the conversion would throw. */
const readNumber = (value: unknown): number =>
  typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
