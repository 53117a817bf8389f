/** A part of a file, both ends included, bytes. */
export interface ByteRange {
  readonly from: number;
  readonly toInclusive: number;
}

/**
 * The one range that a `Range` header asks for of a file of `sizeBytes` (RFC 9110, 14.1.2). `null` where the whole file
 * is the answer: no header, one that cannot be read, or several ranges, which a server may ignore.
 */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange | 'UNSATISFIABLE' | null {
  const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  if (match === null) return null;
  const [, first = '', last = ''] = match;
  if (first === '') return last === '' ? null : suffix(Number(last), sizeBytes);
  const from = Number(first);
  const toInclusive = last === '' ? Number.MAX_SAFE_INTEGER : Number(last);
  if (toInclusive < from) return null;
  return from >= sizeBytes ? 'UNSATISFIABLE' : { from, toInclusive: Math.min(toInclusive, sizeBytes - 1) };
}

function suffix(lengthBytes: number, sizeBytes: number): ByteRange | 'UNSATISFIABLE' {
  if (lengthBytes === 0 || sizeBytes === 0) return 'UNSATISFIABLE';
  return { from: Math.max(0, sizeBytes - lengthBytes), toInclusive: sizeBytes - 1 };
}
