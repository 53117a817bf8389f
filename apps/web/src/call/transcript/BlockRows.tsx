import { memo } from 'react';
import type { CategoryMatch } from '../CategoryMarker.js';
import type { Playback } from '../recording/playback.js';
import type { ParticipantList } from '../participants/participant-list.js';
import { SpanRow } from './SpanRow.js';
import { TranscriptRow } from './TranscriptRow.js';
import type { Block } from './transcript.js';
import { areSameSpans, keyOfSpan, mergeRows, type MarkedSpan } from './wordless-spans.js';

export type MatchesBySegment = ReadonlyMap<string, readonly CategoryMatch[]>;

interface BlockRowsProps {
  readonly block: Block;
  readonly participants: ParticipantList;
  readonly matches: MatchesBySegment;
  /** Pauses and speech without words among the lines of the block. */
  readonly marked: readonly MarkedSpan[];
  readonly playingId: string | null;
  readonly playback: Playback | null;
}

/** Estimated height of a line. The browser uses it for blocks that it has not laid out yet. */
const lineHeightPx = 44;

const sameMatches = (a: MatchesBySegment, b: MatchesBySegment, { lines }: Block): boolean =>
  a === b || lines.every(({ id }) => a.get(id)?.length === b.get(id)?.length);

/** The rows of one block. An unchanged block does not render again, and a block out of view needs no layout. */
export const BlockRows = memo(
  function BlockRows({ block, participants, matches, marked, playingId, playback }: BlockRowsProps) {
    const rows = mergeRows(block.lines, marked);
    return (
      <div className="lines" style={{ containIntrinsicSize: `auto ${rows.length * lineHeightPx}px` }}>
        {rows.map((row) =>
          'line' in row ? (
            <TranscriptRow
              key={row.line.id}
              line={row.line}
              participant={participants.find(row.line.participant)}
              matches={matches.get(row.line.id)}
              playing={row.line.id === playingId}
              playback={playback}
            />
          ) : (
            <SpanRow key={keyOfSpan(row.span)} span={row.span} participants={participants} playback={playback} />
          ),
        )}
      </div>
    );
  },
  (a, b) =>
    a.block === b.block &&
    a.participants === b.participants &&
    a.playingId === b.playingId &&
    a.playback === b.playback &&
    areSameSpans(a.marked, b.marked) &&
    sameMatches(a.matches, b.matches, a.block),
);
