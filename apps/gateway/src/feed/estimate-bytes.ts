/** An object, and each of its fields, without the value. */
const OBJECT_BYTES = 24;
const FIELD_BYTES = 8;

const known = new WeakMap<object, number>();

/** About how much memory a row takes. The same row waits for many subscribers, so it is measured once. */
export function estimateBytes(row: object): number {
  const bytes = known.get(row) ?? bytesOf(row);
  known.set(row, bytes);
  return bytes;
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return OBJECT_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let bytes = OBJECT_BYTES;
  for (const field of Object.values(value)) bytes += FIELD_BYTES + bytesOf(field);
  return bytes;
}
