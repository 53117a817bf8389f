import { isSampleRate, MAX_TRACKS, type AudioCodec } from '@earshot/contracts';

/** How the samples of a WAV file are stored. */
export interface WavEncoding {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Bytes of one sample of one channel in the file. */
  readonly storedBytes: number;
  /** Writes the linear sample at a byte. Absent: the file holds the samples as they are published. */
  readonly toLinear?: (view: DataView, at: number) => number;
}

/** The bytes of a format chunk that are read, at most. */
export const FORMAT_BYTES = 40;
const EXTENSIBLE = 0xfffe;

type Stored = Pick<WavEncoding, 'codec' | 'storedBytes' | 'toLinear'>;

/** By format tag and bits (Microsoft, `mmreg.h`). */
const encodings: Readonly<Record<string, Stored>> = {
  '1/8': { codec: 'L16', storedBytes: 1, toLinear: (view, at) => (view.getUint8(at) - 128) << 8 },
  '1/16': { codec: 'L16', storedBytes: 2 },
  '1/24': { codec: 'L16', storedBytes: 3, toLinear: (view, at) => view.getInt16(at + 1, true) },
  '1/32': { codec: 'L16', storedBytes: 4, toLinear: (view, at) => view.getInt16(at + 2, true) },
  '3/32': { codec: 'L16', storedBytes: 4, toLinear: (view, at) => scale(view.getFloat32(at, true)) },
  '3/64': { codec: 'L16', storedBytes: 8, toLinear: (view, at) => scale(view.getFloat64(at, true)) },
  '6/8': { codec: 'PCMA', storedBytes: 1 },
  '7/8': { codec: 'PCMU', storedBytes: 1 },
};

/** Reads a format chunk. Null: Earshot does not read this encoding. */
export function readWavEncoding(chunk: Uint8Array): WavEncoding | null {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk.length < 16) return null;
  const declared = view.getUint16(0, true);
  if (declared === EXTENSIBLE && chunk.length < FORMAT_BYTES) return null;
  // The real tag is the first field of the sub-format's GUID.
  const tag = declared === EXTENSIBLE ? view.getUint16(24, true) : declared;
  const channelCount = view.getUint16(2, true);
  const sampleRateHz = view.getUint32(4, true);
  const stored = encodings[`${tag}/${view.getUint16(14, true)}`];
  if (stored === undefined || view.getUint16(12, true) !== stored.storedBytes * channelCount) return null;
  if (channelCount < 1 || channelCount > MAX_TRACKS || !isSampleRate(sampleRateHz)) return null;
  return { ...stored, sampleRateHz, channelCount };
}

/** Samples of whole frames as they are published. May be a view of `stored`. */
export function convertSamples(stored: Uint8Array, { storedBytes, toLinear }: WavEncoding): Uint8Array {
  if (toLinear === undefined) return stored;
  const from = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  const count = Math.floor(stored.length / storedBytes);
  const to = new DataView(new ArrayBuffer(count * 2));
  for (let index = 0; index < count; index++) to.setInt16(index * 2, toLinear(from, index * storedBytes), true);
  return new Uint8Array(to.buffer);
}

/** A file may hold anything, also no number. */
const scale = (sample: number): number =>
  Number.isNaN(sample) ? 0 : Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
