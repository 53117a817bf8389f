/** Part of a file, in bytes. Both ends belong to it. */
export interface ByteRange {
  readonly from: number;
  readonly toInclusive: number;
}

/**
 * The range of a file of `sizeBytes` that a `Range` header asks for (RFC 9110, 14.1.2). `null` means the whole file: the
 * header is missing or malformed, or asks for several ranges, which a server may ignore.
 */
export function parseByteRange(header: string | undefined, sizeBytes: number): ByteRange | 'UNSATISFIABLE' | null {
  const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  if (match === null) return null;
  const [, first = '', last = ''] = match;
  if (first === '') return last === '' ? null : suffixRange(Number(last), sizeBytes);
  const from = Number(first);
  const toInclusive = last === '' ? Infinity : Number(last);
  if (toInclusive < from) return null;
  return from >= sizeBytes ? 'UNSATISFIABLE' : { from, toInclusive: Math.min(toInclusive, sizeBytes - 1) };
}

function suffixRange(lengthBytes: number, sizeBytes: number): ByteRange | 'UNSATISFIABLE' {
  if (lengthBytes === 0 || sizeBytes === 0) return 'UNSATISFIABLE';
  return { from: Math.max(0, sizeBytes - lengthBytes), toInclusive: sizeBytes - 1 };
}
