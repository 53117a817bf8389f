import type { AudioCodec } from '@earshot/contracts';
import { encodeAlaw, encodeMulaw } from './g711.js';
import { hostIsLittleEndian } from './host-byte-order.js';

/** The payload of linear samples in a codec. For L16 it may be a view of the samples. */
export function encodeSamples(samples: Int16Array, codec: AudioCodec): Uint8Array {
  if (codec === 'PCMU') return encodeMulaw(samples);
  if (codec === 'PCMA') return encodeAlaw(samples);
  if (hostIsLittleEndian) return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < samples.length; index++) view.setInt16(index * 2, samples[index] as number, true);
  return bytes;
}
