import { endianness } from 'node:os';

/** The samples as 16-bit little-endian PCM. They share their memory with the result where the machine allows it. */
export function toBytes(samples: Int16Array): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap16();
}
