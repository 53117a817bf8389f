import { memo, useSyncExternalStore } from 'react';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration } from '../ui/format-duration.js';
import { formatScore } from '../ui/call-words.js';
import { Mood } from '../ui/Mood.js';
import type { Playback } from './playback.js';
import type { Segment } from './segment-index.js';
import { textPieces } from './text-pieces.js';

export type Marker = CallDetailFragment['categoryMatches'][number];

export interface TranscriptRowProps {
  readonly line: Segment;
  readonly markers: readonly Marker[] | undefined;
  readonly playing: boolean;
  readonly playback: Playback | null;
}

const speakers = { CUSTOMER: 'Customer', AGENT: 'Agent' } as const;

function Words({ text }: { text: string }) {
  return textPieces(text).map((piece, at) =>
    piece.kind === 'redacted' ? (
      <span key={at} className="redacted">
        <span className="visually-hidden">redacted: </span>
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}

/** The line being played, with the word being heard marked, where the engine told the words' times. */
function PlayedWords({ line, playback }: { line: Segment; playback: Playback }) {
  const heard = useSyncExternalStore(playback.subscribe, () => {
    const ms = playback.getMs() ?? -1;
    return line.words.findLastIndex((word) => word.startMs <= ms);
  });
  // Redaction or formatting may have changed the text since the words were timed.
  if (line.words.map((word) => word.text).join(' ') !== line.text) return <Words text={line.text} />;
  return line.words.map((word, at) => (
    <span key={at}>
      {at > 0 && ' '}
      <span className={at === heard ? 'heard' : undefined}>
        <Words text={word.text} />
      </span>
    </span>
  ));
}

function Markers({ markers }: { markers: readonly Marker[] }) {
  return (
    <span className="line-markers">
      {markers.map(({ category, isAlert, atMs }) => (
        <span key={`${category} ${atMs}`} className={isAlert ? 'marker marker-alert' : 'marker'}>
          {isAlert ? `! Alert: ${category}` : `# ${category}`}
        </span>
      ))}
    </span>
  );
}

/** One line of a transcript. It keeps its element from the first partial to the final, so it grows without a flicker. */
export const TranscriptRow = memo(function TranscriptRow({ line, markers, playing, playback }: TranscriptRowProps) {
  const at = formatDuration(line.startMs);
  const play = (): void => playback?.playFrom(line.startMs);
  const onRowClick = (): void => {
    if (window.getSelection()?.isCollapsed ?? true) play();
  };
  const kind = `line line-${line.channel.toLowerCase()}${line.isPartial ? ' line-partial' : ''}${playing ? ' line-playing' : ''}${playback ? ' line-playable' : ''}`;
  return (
    <div className={kind} data-segment={line.id} onClick={playback ? onRowClick : undefined}>
      {playback ? (
        <button
          type="button"
          className="line-time"
          aria-label={`Play from ${at}`}
          onClick={(event) => {
            event.stopPropagation();
            play();
          }}
        >
          {at}
        </button>
      ) : (
        <span className="line-time">{at}</span>
      )}
      <span className="line-speaker">{speakers[line.channel]}</span>
      <div className="line-said">
        <span className="line-text">
          {playing && playback ? <PlayedWords line={line} playback={playback} /> : <Words text={line.text} />}
          {line.isPartial && <span className="line-going-on"> (still speaking)</span>}
        </span>
        {markers && <Markers markers={markers} />}
      </div>
      <span className="line-mood">
        {line.sentiment && line.sentiment !== 'NEUTRAL' && (
          <Mood
            mood={line.sentiment}
            word={line.sentimentScore === null ? undefined : formatScore(line.sentimentScore)}
          />
        )}
        {line.sentiment === 'NEUTRAL' && <Mood mood="NEUTRAL" />}
      </span>
    </div>
  );
});
