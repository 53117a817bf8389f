import { memo } from 'react';
import type { CategoryMatch } from '../CategoryMarker.js';
import type { Playback } from '../recording/playback.js';
import type { ParticipantList } from '../participants/participant-list.js';
import { TranscriptRow } from './TranscriptRow.js';
import type { Block } from './transcript.js';

export type MatchesBySegment = ReadonlyMap<string, readonly CategoryMatch[]>;

interface BlockRowsProps {
  readonly block: Block;
  readonly participants: ParticipantList;
  readonly matches: MatchesBySegment;
  readonly playingId: string | null;
  readonly playback: Playback | null;
}

/** Estimated height of a line. The browser uses it for blocks that it has not laid out yet. */
const lineHeightPx = 44;

const sameMatches = (a: MatchesBySegment, b: MatchesBySegment, { lines }: Block): boolean =>
  a === b || lines.every(({ id }) => a.get(id)?.length === b.get(id)?.length);

/** The rows of one block. An unchanged block does not render again, and a block out of view needs no layout. */
export const BlockRows = memo(
  function BlockRows({ block, participants, matches, playingId, playback }: BlockRowsProps) {
    return (
      <div className="lines" style={{ containIntrinsicSize: `auto ${block.lines.length * lineHeightPx}px` }}>
        {block.lines.map((line) => (
          <TranscriptRow
            key={line.id}
            line={line}
            participant={participants.find(line.participant)}
            matches={matches.get(line.id)}
            playing={line.id === playingId}
            playback={playback}
          />
        ))}
      </div>
    );
  },
  (a, b) =>
    a.block === b.block &&
    a.participants === b.participants &&
    a.playingId === b.playingId &&
    a.playback === b.playback &&
    sameMatches(a.matches, b.matches, a.block),
);
