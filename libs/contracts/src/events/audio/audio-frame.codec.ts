import { isCallId, type CallId } from '../../ids.js';
import { MAX_SAMPLE_RATE_HZ, MIN_SAMPLE_RATE_HZ } from '../../units.js';
import { err, ok, type Result } from '../../result.js';
import type { ContractError } from '../../errors.js';

/** Codecs a frame may carry. `L16` here is little-endian, as LCA and WAV have it (RFC 3551's L16 is big-endian). */
export const audioCodecs = ['L16', 'PCMU', 'PCMA'] as const;
export type AudioCodec = (typeof audioCodecs)[number];
/** Bytes of one sample of one channel. */
export const bytesPerSample: Record<AudioCodec, number> = { L16: 2, PCMU: 1, PCMA: 1 };

/** Audio as it was received: interleaved samples at a position of the call's clock. */
export interface AudioFrame {
  readonly type: 'audio.frame';
  readonly callId: CallId;
  /** Counts the frames of a call from 0; a missing number is a lost frame. */
  readonly sequence: number;
  readonly codec: AudioCodec;
  readonly channelCount: number;
  readonly sampleRateHz: number;
  /** Position of the first sample on the call's clock, in samples per channel. */
  readonly positionSample: number;
  /** When the last byte came in, milliseconds since the epoch. */
  readonly receivedAtMs: number;
  readonly payload: Uint8Array;
}

/** First byte of a binary event; no JSON text starts with it. */
export const AUDIO_FRAME_MAGIC = 0xea;
const VERSION = 1;
const FIXED_BYTES = 34;
const HIGH_HALF = 2 ** 32;

/*
 * Layout, big-endian: 0 magic · 1 version · 2 codec · 3 channels · 4 sampleRateHz u32 · 8 sequence u32 ·
 * 12 positionSample u64 · 20 receivedAtMs f64 · 28 payloadBytes u32 · 32 callIdBytes u16 · 34 call id (UTF-8) · samples.
 */

/** The frame as one message of `calls.audio`. Binary: base64 in JSON would cost a third more and a copy. */
export function encodeAudioFrame(frame: AudioFrame): Uint8Array {
  const callIdBytes = Buffer.byteLength(frame.callId, 'utf8');
  const bytes = Buffer.allocUnsafe(FIXED_BYTES + callIdBytes + frame.payload.length);
  bytes.writeUInt8(AUDIO_FRAME_MAGIC, 0);
  bytes.writeUInt8(VERSION, 1);
  bytes.writeUInt8(audioCodecs.indexOf(frame.codec), 2);
  bytes.writeUInt8(frame.channelCount, 3);
  bytes.writeUInt32BE(frame.sampleRateHz, 4);
  bytes.writeUInt32BE(frame.sequence, 8);
  // Two halves: a BigInt for each frame of each call would be garbage 5 times a second.
  bytes.writeUInt32BE(Math.floor(frame.positionSample / HIGH_HALF), 12);
  bytes.writeUInt32BE(frame.positionSample % HIGH_HALF, 16);
  bytes.writeDoubleBE(frame.receivedAtMs, 20);
  bytes.writeUInt32BE(frame.payload.length, 28);
  bytes.writeUInt16BE(callIdBytes, 32);
  bytes.write(frame.callId, FIXED_BYTES, 'utf8');
  bytes.set(frame.payload, FIXED_BYTES + callIdBytes);
  return bytes;
}

/** The frame of a message; the payload is a view on it, not a copy. */
export function decodeAudioFrame(message: Uint8Array): Result<AudioFrame, ContractError> {
  const bad = (detail: string) => err<ContractError>({ code: 'EVENT_BAD_DATA', detail: `audio.frame: ${detail}` });
  if (message.length < FIXED_BYTES) return bad('shorter than its header');
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  if (bytes[0] !== AUDIO_FRAME_MAGIC) return bad('magic');
  if (bytes[1] !== VERSION) return bad('version');
  const codec = audioCodecs[bytes.readUInt8(2)];
  if (codec === undefined) return bad('codec');
  const channelCount = bytes.readUInt8(3);
  if (channelCount < 1 || channelCount > 2) return bad('channel count');
  const sampleRateHz = bytes.readUInt32BE(4);
  if (sampleRateHz < MIN_SAMPLE_RATE_HZ || sampleRateHz > MAX_SAMPLE_RATE_HZ) return bad('sample rate');
  const payloadBytes = bytes.readUInt32BE(28);
  const callIdBytes = bytes.readUInt16BE(32);
  if (bytes.length !== FIXED_BYTES + callIdBytes + payloadBytes) return bad('length');
  if (payloadBytes % (channelCount * bytesPerSample[codec]) !== 0) return bad('a sample is cut in two');
  const callId = bytes.toString('utf8', FIXED_BYTES, FIXED_BYTES + callIdBytes);
  if (!isCallId(callId)) return bad('call id');
  const positionSample = bytes.readUInt32BE(12) * HIGH_HALF + bytes.readUInt32BE(16);
  if (positionSample > Number.MAX_SAFE_INTEGER) return bad('position');
  return ok({
    type: 'audio.frame',
    callId,
    sequence: bytes.readUInt32BE(8),
    codec,
    channelCount,
    sampleRateHz,
    positionSample,
    receivedAtMs: bytes.readDoubleBE(20),
    payload: bytes.subarray(FIXED_BYTES + callIdBytes),
  });
}

/** Samples per channel that a frame holds. */
export const frameSamples = (frame: Pick<AudioFrame, 'payload' | 'codec' | 'channelCount'>): number =>
  frame.payload.length / (frame.channelCount * bytesPerSample[frame.codec]);
