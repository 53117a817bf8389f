import { BoundedMap } from '@earshot/domain';
import type { SegmentId } from '@earshot/contracts';
import type { LcaEvent, LcaSegment } from './lca-event.js';

type Piece = Extract<LcaEvent, { kind: 'piece' }>;

/** Utterances of a call that are not over. There is one for each party at a time. */
const MAX_OPEN_UTTERANCES = 16;
const MAX_PIECES = 256;
const MAX_TEXT_CHARS = 20_000;

/**
 * Joins the pieces of the utterances of one call of Contact Lens. A piece that comes again changes nothing. After a restart the
 * text begins with the first piece that comes then; the final has all of it.
 */
export class UtteranceJoiner {
  private readonly open = new BoundedMap<SegmentId, Map<string, LcaSegment>>(MAX_OPEN_UTTERANCES);

  /** The utterance up to this piece, as a partial. */
  joinPiece({ pieceId, segment }: Piece): LcaSegment {
    const pieces = this.open.get(segment.segmentId) ?? new Map<string, LcaSegment>();
    const key = pieceId === '' ? `${segment.startMs} ${segment.endMs}` : pieceId;
    if (pieces.has(key) || hasRoom(pieces, segment)) pieces.set(key, segment);
    this.open.set(segment.segmentId, pieces);
    const inOrder = [...pieces.values()].sort((a, b) => a.startMs - b.startMs);
    return {
      ...segment,
      startMs: Math.min(...inOrder.map(({ startMs }) => startMs)),
      endMs: Math.max(...inOrder.map(({ endMs }) => endMs)),
      text: inOrder
        .map(({ text }) => text.trim())
        .join(' ')
        .slice(0, MAX_TEXT_CHARS),
    };
  }

  /** The final of an utterance came: its pieces are needed no more. */
  closeUtterance(id: SegmentId): void {
    this.open.delete(id);
  }
}

/** What does not fit into a partial is in the final. */
function hasRoom(pieces: ReadonlyMap<string, LcaSegment>, { text }: LcaSegment): boolean {
  let chars = text.length;
  for (const piece of pieces.values()) chars += piece.text.length + 1;
  return pieces.size < MAX_PIECES && chars <= MAX_TEXT_CHARS;
}
