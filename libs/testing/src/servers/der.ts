/** One value in DER, the encoding of certificates: its tag, its length in bytes, its contents. */
const encodeDer = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...encodeLength(body.length)]), body]);
};

/** Below 128 in one byte; otherwise the number of length bytes, with the top bit set, before them. */
function encodeLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 + bytes.length, ...bytes];
}

/** The values of which `TestAuthority` builds certificates (RFC 5280). */
export const der = {
  sequence: (...items: readonly Uint8Array[]) => encodeDer(0x30, ...items),
  set: (...items: readonly Uint8Array[]) => encodeDer(0x31, ...items),
  /** A positive number that fits into its bytes with a clear top bit. */
  integer: (bytes: Uint8Array) => encodeDer(0x02, bytes),
  true: () => encodeDer(0x01, Buffer.from([0xff])),
  /** `hex`: the object identifier in its encoded form. */
  objectId: (hex: string) => encodeDer(0x06, Buffer.from(hex, 'hex')),
  bytes: (contents: Uint8Array) => encodeDer(0x04, contents),
  bits: (contents: Uint8Array) => encodeDer(0x03, Buffer.from([0]), contents),
  text: (text: string) => encodeDer(0x0c, Buffer.from(text)),
  /** `YYMMDDHHMMSSZ`, which holds for the years 1950 to 2049. */
  time: (time: Date) =>
    encodeDer(
      0x17,
      Buffer.from(
        `${time
          .toISOString()
          .replace(/[-:T]|\.\d+Z/g, '')
          .slice(2)}Z`,
      ),
    ),
  /** A value under a tag of its context, which wraps it. */
  wrapped: (number: number, contents: Uint8Array) => encodeDer(0xa0 + number, contents),
  /** A value whose tag of its context replaces its own. */
  tagged: (number: number, contents: Uint8Array) => encodeDer(0x80 + number, contents),
};
