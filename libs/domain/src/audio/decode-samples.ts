import type { AudioCodec } from '@earshot/contracts';
import { alawTable, mulawTable } from './g711.js';
import { hostIsLittleEndian } from './host-byte-order.js';

/** The linear samples of a payload, still interleaved. They are a copy, so the payload's memory may be reused. Drops an incomplete last sample. */
export function decodeSamples(payload: Uint8Array, codec: AudioCodec): Int16Array {
  if (codec === 'L16') return decodeLittleEndian(payload);
  const table = codec === 'PCMU' ? mulawTable : alawTable;
  const samples = new Int16Array(payload.length);
  for (let index = 0; index < payload.length; index++) samples[index] = table[payload[index] ?? 0] ?? 0;
  return samples;
}

/** The byte that is silence in a codec. Recordings fill gaps with it. */
export const silenceByte = (codec: AudioCodec): number => silenceBytes[codec];

const silenceBytes: Record<AudioCodec, number> = { L16: 0, PCMU: 0xff, PCMA: 0xd5 };

function decodeLittleEndian(payload: Uint8Array): Int16Array {
  const length = payload.length >> 1;
  const samples = new Int16Array(length);
  if (hostIsLittleEndian) {
    // A byte copy also works at odd offsets, where an Int16Array cannot view the payload.
    new Uint8Array(samples.buffer).set(payload.subarray(0, length * 2));
    return samples;
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  for (let index = 0; index < length; index++) samples[index] = view.getInt16(index * 2, true);
  return samples;
}
