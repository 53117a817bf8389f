import { SpanSet } from '@earshot/domain';

/** Formats spans as an `int8multirange`: `{[0,10),[20,30)}`. */
export const formatMultirange = (set: SpanSet): string =>
  `{${set.spans.map(({ from, to }) => `[${from},${to})`).join(',')}}`;

/** Parses an `int8multirange` in its canonical form. */
export function parseMultirange(text: string): SpanSet {
  const set = new SpanSet();
  for (const [, from, to] of text.matchAll(/\[(\d+),(\d+)\)/g)) set.add({ from: Number(from), to: Number(to) });
  return set;
}
