import { describe, expect, it } from '@jest/globals';
import { callIdSchema, isCallId, MAX_CALL_ID_LENGTH } from '../../ids.js';
import { decodeAudioFrame, encodeAudioFrame, type AudioFrame } from './audio-frame.codec.js';

const frame: AudioFrame = {
  type: 'audio.frame',
  callId: callIdSchema.parse('call-ü-1'),
  sequence: 4_294_967_295,
  codec: 'L16',
  channelCount: 2,
  sampleRateHz: 8_000,
  positionSample: 5 * 2 ** 32 + 7,
  receivedAtMs: 1_795_500_000_123.5,
  payload: Uint8Array.from({ length: 32 }, (_, at) => at * 7),
};

/** Decodes the message after replacing some of its bytes. */
const decodeCorrupted = (at: number, ...bytes: readonly number[]) => {
  const message = encodeAudioFrame(frame);
  message.set(bytes, at);
  return decodeAudioFrame(message);
};

describe('the binary audio frame', () => {
  it('survives a round trip, far into a call and with an id that is not ASCII', () => {
    const decoded = decodeAudioFrame(encodeAudioFrame(frame));
    expect(decoded.ok && { ...decoded.value, payload: Uint8Array.from(decoded.value.payload) }).toEqual(frame);
  });

  it('holds its position as one big-endian 64-bit number at byte 12', () => {
    expect(Buffer.from(encodeAudioFrame(frame)).readBigUInt64BE(12)).toBe(BigInt(frame.positionSample));
  });

  it.each([
    ['magic', 0, [0x7b]],
    ['version', 1, [9]],
    ['codec', 2, [3]],
    ['channel count', 3, [17]],
    ['channel count', 3, [0]],
    ['sample rate', 4, [0, 0, 0, 1]],
    ['position', 12, [0, 0x20, 0, 0]],
    ['length', 28, [0, 0, 0, 31]],
    ['call id', 34, [0x0a]],
  ])('is refused for a wrong %s', (what, at, bytes) => {
    const decoded = decodeCorrupted(at, ...bytes);
    expect(!decoded.ok && decoded.error).toMatchObject({ code: 'EVENT_BAD_DATA', detail: `audio.frame: ${what}` });
  });

  it.each([
    ['shorter than its header', encodeAudioFrame(frame).subarray(0, 20)],
    ['a sample is cut in two', encodeAudioFrame({ ...frame, payload: new Uint8Array(31) })],
  ])('is refused with the detail "%s"', (what, message) => {
    const decoded = decodeAudioFrame(message);
    expect(!decoded.ok && decoded.error).toMatchObject({ code: 'EVENT_BAD_DATA', detail: `audio.frame: ${what}` });
  });
});

describe('isCallId', () => {
  it.each(['a', 'x'.repeat(MAX_CALL_ID_LENGTH), '', 'x'.repeat(MAX_CALL_ID_LENGTH + 1), 'a\u0000b', 'a\u007f', 'a b'])(
    'agrees with the schema about %j',
    (text) => {
      expect(isCallId(text)).toBe(callIdSchema.safeParse(text).success);
    },
  );
});
