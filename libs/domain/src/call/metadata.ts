import {
  MAX_METADATA_ENTRIES,
  MAX_METADATA_KEY_LENGTH,
  MAX_METADATA_LENGTH,
  MAX_METADATA_VALUE_LENGTH,
  replaceUnprintable,
  type CallMetadata,
} from '@earshot/contracts';

/** Nested deeper than this, a value is left out. */
const MAX_DEPTH = 4;
/** A key that has one of these words holds a secret, whatever its value is. */
const SECRET =
  /token|secret|password|passwd|passphrase|authorization|api[-_. ]?key|private[-_. ]?key|access[-_. ]?key|credential|signature|cookie|session[-_. ]?key|^pin$|^cvv$/i;

/**
 * The metadata of a call from what a vendor says of it: at most as much as a call may have, values cut to length, and nothing whose
 * key names a secret. What does not fit is left out, the last first.
 */
export function boundMetadata(entries: Iterable<readonly [key: string, value: string]>): CallMetadata {
  const metadata = new Map<string, string>();
  let length = 0;
  for (const [rawKey, rawValue] of entries) {
    if (metadata.size >= MAX_METADATA_ENTRIES) break;
    if (rawKey.length > MAX_METADATA_KEY_LENGTH) continue;
    const key = printable(rawKey.trim());
    if (key === '' || SECRET.test(key) || metadata.has(key)) continue;
    const value = printable(rawValue.slice(0, MAX_METADATA_VALUE_LENGTH));
    if (length + key.length + value.length > MAX_METADATA_LENGTH) continue;
    length += key.length + value.length;
    metadata.set(key, value);
  }
  return Object.fromEntries(metadata);
}

/** The texts, numbers and truth values in an object. Those of inner objects have the key `outer.inner`. */
export function flattenMetadata(value: unknown, prefix = '', depth = 0): (readonly [string, string])[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return prefix === '' ? [] : [[prefix, String(value)]];
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return [];
  const inner = Object.entries(value).slice(0, MAX_METADATA_ENTRIES);
  return inner.flatMap(([key, one]) => flattenMetadata(one, prefix === '' ? key : `${prefix}.${key}`, depth + 1));
}

const printable = (text: string): string => replaceUnprintable(text, () => '\ufffd');
