import { memo } from 'react';
import { SentimentFace } from '../../ui/SentimentFace.js';
import { formatScore } from '../../ui/sentiment.js';
import { type CategoryMatch, CategoryMarker } from '../CategoryMarker.js';
import type { Playback } from '../recording/playback.js';
import { lookClasses } from '../participants/look.js';
import type { ShownParticipant } from '../participants/participant-list.js';
import { sentimentSource } from '../sentiment/sentiment-source.js';
import { LineSpeaker } from './LineSpeaker.js';
import { LineText, PlayingText } from './LineText.js';
import { LineTime } from './LineTime.js';
import type { Segment } from './segment-index.js';
import './transcript-row.css';

export interface TranscriptRowProps {
  readonly line: Segment;
  readonly participant: ShownParticipant;
  readonly matches: readonly CategoryMatch[] | undefined;
  readonly playing: boolean;
  readonly playback: Playback | null;
}

/** A final that nothing scored says so: it is not neutral. */
function LineSentiment({ line: { sentiment, sentimentScore, isPartial } }: { line: Segment }) {
  if (!sentiment) return isPartial ? null : <span className="not-scored">not scored</span>;
  const showsScore = sentiment !== 'NEUTRAL' && sentimentScore !== null;
  return <SentimentFace sentiment={sentiment} label={showsScore ? formatScore(sentimentScore) : undefined} />;
}

const rowClasses = ({ line, participant, playing }: TranscriptRowProps): string =>
  [
    `line ${lookClasses(participant)}`,
    line.isPartial && 'line-partial',
    line.isUncertain && 'line-uncertain',
    playing && 'line-playing',
  ]
    .filter(Boolean)
    .join(' ');

/** A new list of participants holds new objects. A line renders again only when its own participant looks different. */
const isSameRow = (a: TranscriptRowProps, b: TranscriptRowProps): boolean =>
  a.line === b.line &&
  a.matches === b.matches &&
  a.playing === b.playing &&
  a.playback === b.playback &&
  a.participant.label === b.participant.label &&
  a.participant.hasName === b.participant.hasName &&
  lookClasses(a.participant) === lookClasses(b.participant);

/** One line of a transcript. It keeps its element from the first partial to the final, so it grows without a flicker. */
export const TranscriptRow = memo(function TranscriptRow(props: TranscriptRowProps) {
  const { line, participant, matches, playing, playback } = props;
  const onPlay = playback ? () => playback.playFrom(line.startMs) : undefined;
  return (
    <div className={rowClasses(props)} data-segment={line.id}>
      <LineTime startMs={line.startMs} onPlay={onPlay} />
      <LineSpeaker participant={participant} role={line.participant.role} />
      <div className="line-body">
        <span className="line-text">
          {playing && playback ? <PlayingText line={line} playback={playback} /> : <LineText line={line} />}
          {line.isUncertain && <span className="line-note"> (uncertain)</span>}
          {line.isPartial && <span className="line-still-speaking"> (still speaking)</span>}
        </span>
        {matches && (
          <span className="line-matches">
            {matches.map((match) => (
              <CategoryMarker key={`${match.category} ${match.atMs}`} match={match} />
            ))}
          </span>
        )}
      </div>
      <span className="line-sentiment" title={sentimentSource(line.sentimentEngine)}>
        <LineSentiment line={line} />
      </span>
    </div>
  );
}, isSameRow);
