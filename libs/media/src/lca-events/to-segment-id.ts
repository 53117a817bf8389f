import { isPrintable, parseSegmentId, segmentIdSchema, type SegmentId } from '@earshot/contracts';

/**
 * The segment id for an id of LCA; `decodeURIComponent` gives LCA's id back. Most ids stay as they are. Percent signs and
 * characters that cannot be printed are percent-encoded, and so is the hyphen of an id that looks like one of our own: ids of
 * that form promise that their ordinals have no gaps. Undefined: no text of 1 to 64 characters.
 */
export function toSegmentId(id: unknown): SegmentId | undefined {
  if (typeof id !== 'string' || id === '') return undefined;
  const encoded = encodeSome(id);
  if (encoded === undefined) return undefined;
  const isLikeOurs = parseSegmentId(encoded) !== null;
  return segmentIdSchema.safeParse(isLikeOurs ? encoded.replace(/-(\d+)$/, '%2D$1') : encoded).data;
}

function encodeSome(id: string): string | undefined {
  if (!id.includes('%') && isPrintable(id)) return id;
  try {
    return encodeURIComponent(id);
  } catch {
    // Half a surrogate pair is no text.
    return undefined;
  }
}
