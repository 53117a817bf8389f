/*
 * ITU-T G.711 (11/88): eight segments, four mantissa bits, inverted bits on the line.
 * https://www.itu.int/rec/T-REC-G.711
 */

const MULAW_BIAS = 0x84;
const MULAW_CLIP = 32_635;

function mulawToLinear(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + MULAW_BIAS) << ((code & 0x70) >> 4)) - MULAW_BIAS;
  return code & 0x80 ? -magnitude : magnitude;
}

function alawToLinear(byte: number): number {
  const code = byte ^ 0x55;
  const segment = (code & 0x70) >> 4;
  const step = ((code & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return code & 0x80 ? magnitude : -magnitude;
}

function linearToMulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const biased = Math.min(Math.abs(sample), MULAW_CLIP) + MULAW_BIAS;
  const segment = 24 - Math.clz32(biased);
  return ~(sign | (segment << 4) | ((biased >> (segment + 3)) & 0x0f)) & 0xff;
}

function linearToAlaw(sample: number): number {
  // Negative samples count from -1, so that the two zeros are as far from 0.
  const magnitude = sample < 0 ? ~sample : sample;
  const segment = magnitude < 0x100 ? 0 : 24 - Math.clz32(magnitude);
  const code = (segment << 4) | ((magnitude >> Math.max(4, segment + 3)) & 0x0f);
  return code ^ (sample < 0 ? 0x55 : 0xd5);
}

/** Linear 16-bit value of each µ-law byte. */
export const mulawTable: Readonly<Int16Array> = Int16Array.from({ length: 256 }, (_, byte) => mulawToLinear(byte));

/** Linear 16-bit value of each A-law byte. */
export const alawTable: Readonly<Int16Array> = Int16Array.from({ length: 256 }, (_, byte) => alawToLinear(byte));

/** µ-law bytes of linear samples, one byte each. */
export function encodeMulaw(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  for (let index = 0; index < samples.length; index++) bytes[index] = linearToMulaw(samples[index] ?? 0);
  return bytes;
}

/** A-law bytes of linear samples, one byte each. */
export function encodeAlaw(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  for (let index = 0; index < samples.length; index++) bytes[index] = linearToAlaw(samples[index] ?? 0);
  return bytes;
}
