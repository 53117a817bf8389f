/** Encodes a list of texts so that no two lists give the same bytes: each text has its length before it. */
export function associatedData(about: readonly string[], ...before: readonly Uint8Array[]): Buffer {
  const parts = [...before, ...about.map((text) => Buffer.from(text, 'utf8'))];
  return Buffer.concat(parts.flatMap((part) => [lengthOf(part), part]));
}

function lengthOf(part: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return length;
}
