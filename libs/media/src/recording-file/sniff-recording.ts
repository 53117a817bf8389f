export type RecordingKind = 'WAV' | 'MP3' | 'FLAC' | 'OGG_OPUS';

/** The bytes of a file that tell its kind. */
export const SNIFFED_BYTES = 36;

/** The kind of a file by its first `SNIFFED_BYTES` bytes, whatever its name says. Null: none that Earshot reads. */
export function sniffRecording(head: Uint8Array): RecordingKind | null {
  const text = String.fromCharCode(...head.subarray(0, SNIFFED_BYTES));
  if (/^(?:RIFF|RF64|BW64)/.test(text)) return text.slice(8, 12) === 'WAVE' ? 'WAV' : null;
  if (text.startsWith('fLaC')) return 'FLAC';
  // The first page of an Ogg stream has one packet, so its header has 28 bytes.
  if (text.startsWith('OggS')) return text.slice(28, 36) === 'OpusHead' ? 'OGG_OPUS' : null;
  return text.startsWith('ID3') || isMpegFrame(head) ? 'MP3' : null;
}

/** ISO/IEC 11172-3: eleven ones, then a version, a layer, a bit rate and a sample rate that are not reserved. */
const isMpegFrame = ([sync = 0, version = 0, rates = 0]: Uint8Array): boolean =>
  sync === 0xff &&
  (version & 0xe0) === 0xe0 &&
  (version & 0x18) !== 0x08 &&
  (version & 0x06) !== 0 &&
  (rates & 0xf0) !== 0xf0 &&
  (rates & 0x0c) !== 0x0c;
