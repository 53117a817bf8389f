import type { ContractError } from '../../errors.js';
import { isCallId, type CallId } from '../../ids.js';
import { err, ok, type Result } from '../../result.js';
import { MAX_TRACKS } from '../../tracks.js';
import { isSampleRate } from '../../units.js';

/** Codecs of a frame. `L16` is little-endian here, as in LCA and WAV (RFC 3551's L16 is big-endian). */
export const audioCodecs = ['L16', 'PCMU', 'PCMA'] as const;
export type AudioCodec = (typeof audioCodecs)[number];
/** Bytes of one sample of one track. */
export const bytesPerSample: Record<AudioCodec, number> = { L16: 2, PCMU: 1, PCMA: 1 };

/** Audio as it was received: interleaved samples at a position of the call clock. */
export interface AudioFrame {
  readonly type: 'audio.frame';
  readonly callId: CallId;
  /** Counts the frames of a call from 0. A missing number is a lost frame. */
  readonly sequence: number;
  readonly codec: AudioCodec;
  /** Number of tracks. */
  readonly channelCount: number;
  readonly sampleRateHz: number;
  /** Position of the first sample on the call clock, in samples of one track. */
  readonly positionSample: number;
  /** When the last byte arrived, milliseconds since the epoch. */
  readonly receivedAtMs: number;
  readonly payload: Uint8Array;
}

/** First byte of a binary event. No JSON text starts with it. */
export const AUDIO_FRAME_MAGIC = 0xea;
export const AUDIO_FRAME_VERSION = 1;
const HEADER_BYTES = 34;
const HIGH_HALF = 2 ** 32;

/*
 * Layout, big-endian: 0 magic · 1 version · 2 codec · 3 channels · 4 sampleRateHz u32 · 8 sequence u32 ·
 * 12 positionSample u64 · 20 receivedAtMs f64 · 28 payloadBytes u32 · 32 callIdBytes u16 · 34 call id (UTF-8) · samples.
 */

/** Encodes a frame as one message of `calls.audio`. It is binary because base64 in JSON would cost a third more and a copy. */
export function encodeAudioFrame(frame: AudioFrame): Uint8Array {
  const callIdBytes = Buffer.byteLength(frame.callId, 'utf8');
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + callIdBytes + frame.payload.length);
  bytes.writeUInt8(AUDIO_FRAME_MAGIC, 0);
  bytes.writeUInt8(AUDIO_FRAME_VERSION, 1);
  bytes.writeUInt8(audioCodecs.indexOf(frame.codec), 2);
  bytes.writeUInt8(frame.channelCount, 3);
  bytes.writeUInt32BE(frame.sampleRateHz, 4);
  bytes.writeUInt32BE(frame.sequence, 8);
  // In two halves, because a BigInt for each frame of each call would be garbage 5 times a second.
  bytes.writeUInt32BE(Math.floor(frame.positionSample / HIGH_HALF), 12);
  bytes.writeUInt32BE(frame.positionSample % HIGH_HALF, 16);
  bytes.writeDoubleBE(frame.receivedAtMs, 20);
  bytes.writeUInt32BE(frame.payload.length, 28);
  bytes.writeUInt16BE(callIdBytes, 32);
  bytes.write(frame.callId, HEADER_BYTES, 'utf8');
  bytes.set(frame.payload, HEADER_BYTES + callIdBytes);
  return bytes;
}

/** Decodes the frame of a message. Its payload is a view of the message, not a copy. */
export function decodeAudioFrame(message: Uint8Array): Result<AudioFrame, ContractError> {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const problem = findHeaderProblem(bytes) ?? findLengthProblem(bytes);
  if (problem !== null) return refuse(problem);
  const callIdEnd = HEADER_BYTES + bytes.readUInt16BE(32);
  const callId = bytes.toString('utf8', HEADER_BYTES, callIdEnd);
  if (!isCallId(callId)) return refuse('call id');
  const positionSample = bytes.readUInt32BE(12) * HIGH_HALF + bytes.readUInt32BE(16);
  if (positionSample > Number.MAX_SAFE_INTEGER) return refuse('position');
  return ok({
    type: 'audio.frame',
    callId,
    sequence: bytes.readUInt32BE(8),
    codec: codecOf(bytes) as AudioCodec,
    channelCount: bytes.readUInt8(3),
    sampleRateHz: bytes.readUInt32BE(4),
    positionSample,
    receivedAtMs: bytes.readDoubleBE(20),
    payload: bytes.subarray(callIdEnd),
  });
}

const refuse = (detail: string) => err<ContractError>({ code: 'EVENT_BAD_DATA', detail: `audio.frame: ${detail}` });

const codecOf = (bytes: Buffer): AudioCodec | undefined => audioCodecs[bytes.readUInt8(2)];

function findHeaderProblem(bytes: Buffer): string | null {
  if (bytes.length < HEADER_BYTES) return 'shorter than its header';
  if (bytes[0] !== AUDIO_FRAME_MAGIC) return 'magic';
  if (bytes[1] !== AUDIO_FRAME_VERSION) return 'version';
  if (codecOf(bytes) === undefined) return 'codec';
  const channelCount = bytes.readUInt8(3);
  if (channelCount < 1 || channelCount > MAX_TRACKS) return 'channel count';
  const sampleRateHz = bytes.readUInt32BE(4);
  return isSampleRate(sampleRateHz) ? null : 'sample rate';
}

function findLengthProblem(bytes: Buffer): string | null {
  const payloadBytes = bytes.readUInt32BE(28);
  if (bytes.length !== HEADER_BYTES + bytes.readUInt16BE(32) + payloadBytes) return 'length';
  const frameBytes = bytes.readUInt8(3) * bytesPerSample[codecOf(bytes) as AudioCodec];
  return payloadBytes % frameBytes === 0 ? null : 'a sample is cut in two';
}

/** Samples of each track in a frame. */
export const frameSamples = (frame: Pick<AudioFrame, 'payload' | 'codec' | 'channelCount'>): number =>
  frame.payload.length / (frame.channelCount * bytesPerSample[frame.codec]);
