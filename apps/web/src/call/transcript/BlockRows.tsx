import { memo } from 'react';
import type { CategoryMatch } from '../CategoryMarker.js';
import type { Playback } from '../recording/playback.js';
import type { ParticipantList } from '../participants/participant-list.js';
import { TranscriptRow } from './TranscriptRow.js';
import type { Block } from './transcript.js';
import { WordlessRow } from './WordlessRow.js';
import { areSameSpans, mergeRows, type WordlessSpan } from './wordless-spans.js';

export type MatchesBySegment = ReadonlyMap<string, readonly CategoryMatch[]>;

interface BlockRowsProps {
  readonly block: Block;
  readonly participants: ParticipantList;
  readonly matches: MatchesBySegment;
  /** Speech without words among the lines of the block. */
  readonly wordless: readonly WordlessSpan[];
  readonly playingId: string | null;
  readonly playback: Playback | null;
}

/** Estimated height of a line. The browser uses it for blocks that it has not laid out yet. */
const lineHeightPx = 44;

const sameMatches = (a: MatchesBySegment, b: MatchesBySegment, { lines }: Block): boolean =>
  a === b || lines.every(({ id }) => a.get(id)?.length === b.get(id)?.length);

/** The rows of one block. An unchanged block does not render again, and a block out of view needs no layout. */
export const BlockRows = memo(
  function BlockRows({ block, participants, matches, wordless, playingId, playback }: BlockRowsProps) {
    const rows = mergeRows(block.lines, wordless);
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
            <WordlessRow
              key={`wordless ${row.wordless.track} ${row.wordless.fromMs}`}
              span={row.wordless}
              participant={participants.find(row.wordless.participant)}
              playback={playback}
            />
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
    areSameSpans(a.wordless, b.wordless) &&
    sameMatches(a.matches, b.matches, a.block),
);
