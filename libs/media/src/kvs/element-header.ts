export interface ElementHeader {
  readonly id: number;
  /** Bytes of its content; null: unknown. */
  readonly size: number | null;
  /** Bytes of the header itself. */
  readonly length: number;
}

const MAX_ID_BYTES = 4;
const MAX_SIZE_BYTES = 8;

/** Reads the id and the size of an EBML element (RFC 8794, sections 4 to 6). */
export function readElementHeader(bytes: Uint8Array): ElementHeader | 'INCOMPLETE' | 'INVALID' {
  const idBytes = lengthOfVint(bytes[0] as number);
  if (idBytes > MAX_ID_BYTES) return 'INVALID';
  if (bytes.length <= idBytes) return 'INCOMPLETE';
  const sizeBytes = lengthOfVint(bytes[idBytes] as number);
  if (sizeBytes > MAX_SIZE_BYTES) return 'INVALID';
  const length = idBytes + sizeBytes;
  if (bytes.length < length) return 'INCOMPLETE';
  const size = readSize(bytes.subarray(idBytes, length));
  if (size !== null && !Number.isSafeInteger(size)) return 'INVALID';
  return { id: readUnsigned(bytes.subarray(0, idBytes)), size, length };
}

/** A whole number, high byte first, of up to eight bytes. */
export const readUnsigned = (bytes: Uint8Array): number => bytes.reduce((number, byte) => number * 256 + byte, 0);

/** The zeros before its first one tell the length of a number. */
const lengthOfVint = (first: number): number => Math.clz32(first) - 23;

/** All ones: the size is unknown. */
function readSize(bytes: Uint8Array): number | null {
  const marker = 0x80 >> (bytes.length - 1);
  const first = (bytes[0] as number) & (marker - 1);
  const isUnknown = first === marker - 1 && bytes.subarray(1).every((byte) => byte === 0xff);
  return isUnknown ? null : readUnsigned(Uint8Array.of(first, ...bytes.subarray(1)));
}
