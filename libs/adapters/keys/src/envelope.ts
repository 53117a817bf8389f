import type { WrappedKey } from '@earshot/ports';

const FORMAT_VERSION = 1;

/** Bytes of a header beside the wrapped key and its version. */
export const HEADER_BYTES = 4;

export interface Envelope {
  readonly key: WrappedKey;
  readonly header: Uint8Array;
  /** Initialisation vector, ciphertext, tag. */
  readonly encrypted: Uint8Array;
}

/**
 * Encodes what stands before the encrypted bytes: the version of the format (1 byte), the length of the key's version
 * (1 byte), the key's version, the length of the wrapped key (2 bytes), the wrapped key.
 */
export function encodeHeader({ keyVersion, wrapped }: WrappedKey): Buffer {
  const version = Buffer.from(keyVersion, 'latin1');
  const wrappedLength = Buffer.alloc(2);
  wrappedLength.writeUInt16BE(wrapped.length);
  return Buffer.concat([Buffer.from([FORMAT_VERSION, version.length]), version, wrappedLength, wrapped]);
}

/** Null if the bytes are not an envelope of this format. */
export function decodeEnvelope(sealed: Uint8Array): Envelope | null {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes[0] !== FORMAT_VERSION) return null;
  const versionEnd = 2 + (bytes[1] ?? 0);
  if (bytes.length < versionEnd + 2) return null;
  const headerEnd = versionEnd + 2 + bytes.readUInt16BE(versionEnd);
  if (bytes.length < headerEnd) return null;
  const key = {
    keyVersion: bytes.toString('latin1', 2, versionEnd),
    wrapped: bytes.subarray(versionEnd + 2, headerEnd),
  };
  return { key, header: bytes.subarray(0, headerEnd), encrypted: bytes.subarray(headerEnd) };
}
