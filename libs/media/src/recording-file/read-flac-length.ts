/** The type of the first block. */
const STREAM_INFO = 0;
/** The length begins in the lower half of this byte. */
const LENGTH_AT = 21;

/** Samples of each channel that a FLAC file states by its first 26 bytes (RFC 9639, section 8.2). Null: it does not say. */
export function readFlacLength(head: Uint8Array): number | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < LENGTH_AT + 5 || (view.getUint8(4) & 0x7f) !== STREAM_INFO) return null;
  // 36 bits, the highest first.
  return (view.getUint8(LENGTH_AT) & 0x0f) * 2 ** 32 + view.getUint32(LENGTH_AT + 1) || null;
}
