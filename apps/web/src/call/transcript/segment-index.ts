import type { SegmentLineFragment } from '@earshot/graphql-api';

/** One line of a transcript, as the API returns it. */
export type Segment = SegmentLineFragment;

const bucketCount = 1024;

/**
 * Immutable lookup of a call's segments by id. A change copies one short bucket and the list of buckets; copying a Map
 * would cost more with every segment.
 */
export type SegmentIndex = readonly (readonly Segment[])[];

export const emptyIndex: SegmentIndex = Array.from({ length: bucketCount }, () => []);

const bucketIndex = (id: string): number => {
  let hash = 0;
  for (let at = 0; at < id.length; at++) hash = (hash * 31 + id.charCodeAt(at)) | 0;
  return hash & (bucketCount - 1);
};

export const findSegment = (index: SegmentIndex, id: string): Segment | undefined =>
  index[bucketIndex(id)]?.find((segment) => segment.id === id);

/** The index with this segment; it replaces the one with the same id. */
export function withSegment(index: SegmentIndex, segment: Segment): SegmentIndex {
  const at = bucketIndex(segment.id);
  return index.with(at, [...(index[at] ?? []).filter(({ id }) => id !== segment.id), segment]);
}

export function withoutSegment(index: SegmentIndex, id: string): SegmentIndex {
  const at = bucketIndex(id);
  return index.with(
    at,
    (index[at] ?? []).filter((segment) => segment.id !== id),
  );
}
