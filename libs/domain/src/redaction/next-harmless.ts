import type { HarmlessNumber } from './harmless-numbers.js';
import type { Token } from './scan-tokens.js';

/** For each token the index of the next one, or itself, that belongs to a harmless number. */
export function nextHarmless(tokens: readonly Token[], harmless: readonly HarmlessNumber[]): Int32Array {
  const next = new Int32Array(tokens.length).fill(tokens.length);
  let at = 0;
  let end = 0;
  tokens.forEach(({ start }, index) => {
    for (; (harmless[at]?.start ?? Infinity) <= start; at++) end = Math.max(end, harmless[at]?.end ?? 0);
    if (start < end) next[index] = index;
  });
  for (let index = tokens.length - 2; index >= 0; index--)
    next[index] = Math.min(next[index] ?? index, next[index + 1] ?? tokens.length);
  return next;
}
