import type { SegmentLineFragment } from '@earshot/graphql-api';

/** One line of a transcript, as the API gives it. */
export type Segment = SegmentLineFragment;

const bucketCount = 1024;

/**
 * Immutable lookup of a call's segments by id. A changed entry copies one short bucket and the bucket list,
 * so its cost does not grow with the call the way copying a Map would.
 */
export type SegmentIndex = readonly (readonly Segment[])[];

export const emptyIndex: SegmentIndex = Array.from({ length: bucketCount }, () => []);

const bucketOf = (id: string): number => {
  let hash = 0;
  for (let at = 0; at < id.length; at++) hash = (hash * 31 + id.charCodeAt(at)) | 0;
  return hash & (bucketCount - 1);
};

/** The segment of that id, or undefined. */
export const findSegment = (index: SegmentIndex, id: string): Segment | undefined =>
  index[bucketOf(id)]?.find((segment) => segment.id === id);

/** The index with this segment in place of the one with its id. */
export function withSegment(index: SegmentIndex, segment: Segment): SegmentIndex {
  const at = bucketOf(segment.id);
  return index.with(at, [...(index[at] ?? []).filter(({ id }) => id !== segment.id), segment]);
}

/** The index without this id. */
export function withoutSegment(index: SegmentIndex, id: string): SegmentIndex {
  const at = bucketOf(id);
  return index.with(
    at,
    (index[at] ?? []).filter((segment) => segment.id !== id),
  );
}
