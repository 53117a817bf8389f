/** A copy in which the entry is the newest. Beyond the bound, the oldest entry is dropped. */
export function withNewest<K, V>(map: ReadonlyMap<K, V>, key: K, value: V, maxEntries = Infinity): Map<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  copy.set(key, value);
  const [oldest] = copy.keys();
  if (copy.size > maxEntries && oldest !== undefined) copy.delete(oldest);
  return copy;
}
