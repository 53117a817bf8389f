/** One packet of RFC 3550, section 5.1. `payload` is a view of the received bytes. */
export interface RtpPacket {
  readonly payloadType: number;
  readonly hasMarker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

/** The fixed part of the header, in bytes. */
const HEADER_BYTES = 12;

/** Reads a packet. Null if it is no RTP of version 2, or if its lengths do not fit. */
export function readRtpPacket(bytes: Uint8Array): RtpPacket | null {
  const payloadStart = findRtpPayload(bytes);
  if (payloadStart === null) return null;
  const padding = byteAt(bytes, 0) & 0x20 ? byteAt(bytes, bytes.length - 1) : 0;
  const hasPadding = (byteAt(bytes, 0) & 0x20) !== 0;
  const payloadEnd = bytes.length - padding;
  if ((hasPadding && padding === 0) || payloadEnd < payloadStart) return null;
  return {
    payloadType: byteAt(bytes, 1) & 0x7f,
    hasMarker: (byteAt(bytes, 1) & 0x80) !== 0,
    sequence: readUint16(bytes, 2),
    timestamp: readUint32(bytes, 4),
    ssrc: readUint32(bytes, 8),
    payload: bytes.subarray(payloadStart, payloadEnd),
  };
}

/** The offset of the payload behind contributing sources and header extension. Null: no RTP, or a header that is cut. */
export function findRtpPayload(bytes: Uint8Array): number | null {
  if (bytes.length < HEADER_BYTES || byteAt(bytes, 0) >> 6 !== 2) return null;
  const extensionStart = HEADER_BYTES + (byteAt(bytes, 0) & 0x0f) * 4;
  if ((byteAt(bytes, 0) & 0x10) === 0) return extensionStart <= bytes.length ? extensionStart : null;
  if (extensionStart + 4 > bytes.length) return null;
  const payloadStart = extensionStart + 4 + readUint16(bytes, extensionStart + 2) * 4;
  return payloadStart <= bytes.length ? payloadStart : null;
}

/** The bytes of a packet without padding, contributing sources or extension. */
export function writeRtpPacket(packet: RtpPacket): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + packet.payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x80);
  view.setUint8(1, (packet.hasMarker ? 0x80 : 0) | packet.payloadType);
  view.setUint16(2, packet.sequence);
  view.setUint32(4, packet.timestamp);
  view.setUint32(8, packet.ssrc);
  bytes.set(packet.payload, HEADER_BYTES);
  return bytes;
}

/** Reads a big-endian number. The caller has checked the length. */
export const readUint16 = (bytes: Uint8Array, at: number): number => (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1);

/** Reads a big-endian number. The caller has checked the length. */
export const readUint32 = (bytes: Uint8Array, at: number): number =>
  (readUint16(bytes, at) * 0x1_0000 + readUint16(bytes, at + 2)) >>> 0;

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] as number;
