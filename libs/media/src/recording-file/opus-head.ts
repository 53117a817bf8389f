/** What the first packet of an Ogg Opus stream says (RFC 7845, section 5.1). */
export interface OpusHead {
  readonly channelCount: number;
  /** The rate at which the audio is decoded. */
  readonly sampleRateHz: number;
  /** Samples (48 kHz) before the recording begins. */
  readonly preSkip: number;
}

const HEAD_BYTES = 19;
const decodedRates = [8_000, 12_000, 16_000, 24_000, 48_000];

/** Null: no head, or more than two channels. */
export function readOpusHead(packet: Uint8Array): OpusHead | null {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  if (packet.length < HEAD_BYTES || String.fromCharCode(...packet.subarray(0, 8)) !== 'OpusHead') return null;
  const [version, channelCount, family] = [view.getUint8(8), view.getUint8(9), view.getUint8(18)];
  if (version > 15 || family !== 0 || channelCount < 1 || channelCount > 2) return null;
  // The rate of what was encoded; 0 if nobody knows. More than it had cannot be heard.
  const original = view.getUint32(12, true) || 48_000;
  const sampleRateHz = decodedRates.find((rate) => rate >= original) ?? 48_000;
  return { channelCount, sampleRateHz, preSkip: view.getUint16(10, true) };
}
