import { memo, useMemo, useState, useSyncExternalStore } from 'react';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Playback } from './playback.js';
import type { Segment } from './segment-index.js';
import { type Marker, TranscriptRow } from './TranscriptRow.js';
import { type Block, type Transcript as Lines, segmentAt } from './transcript.js';
import { useFollowing } from './use-following.js';

export interface TranscriptProps {
  readonly lines: Lines;
  readonly matches: readonly Marker[];
  readonly announced: readonly Segment[];
  readonly complete: boolean;
  readonly live: boolean;
  readonly playback: Playback | null;
}

type Markers = ReadonlyMap<string, readonly Marker[]>;

interface BlockRowsProps {
  readonly block: Block;
  readonly markers: Markers;
  readonly playingId: string | null;
  readonly playback: Playback | null;
}

/** So high is a line about; the browser needs it only for blocks that it never laid out. */
const lineHeightPx = 44;

const nothingToPlay = (): (() => void) => () => undefined;

const sameMarkers = (a: Markers, b: Markers, { lines }: Block): boolean =>
  a === b || lines.every(({ id }) => a.get(id)?.length === b.get(id)?.length);

/** Rows of one block. A block that is out of sight costs no layout, one that did not change no rendering. */
const BlockRows = memo(
  function BlockRows({ block, markers, playingId, playback }: BlockRowsProps) {
    return (
      <div className="lines" style={{ containIntrinsicSize: `auto ${block.lines.length * lineHeightPx}px` }}>
        {block.lines.map((line) => (
          <TranscriptRow
            key={line.id}
            line={line}
            markers={markers.get(line.id)}
            playing={line.id === playingId}
            playback={playback}
          />
        ))}
      </div>
    );
  },
  (a, b) =>
    a.block === b.block &&
    a.playingId === b.playingId &&
    a.playback === b.playback &&
    sameMarkers(a.markers, b.markers, a.block),
);

const shownOptions = [
  { value: 'both', label: 'Both sides' },
  { value: 'customer', label: 'Customer only' },
  { value: 'agent', label: 'Agent only' },
];

function bySegment(matches: readonly Marker[]): Markers {
  const groups = new Map<string, Marker[]>();
  for (const match of matches) groups.set(match.segmentId, [...(groups.get(match.segmentId) ?? []), match]);
  return groups;
}

/** Which line is heard right now; renders again only when that changes. */
function usePlayingLine(lines: Lines, playback: Playback | null): Segment | undefined {
  return useSyncExternalStore(playback?.subscribe ?? nothingToPlay, () => {
    const ms = playback?.getMs() ?? null;
    return ms === null ? undefined : segmentAt(lines, ms);
  });
}

interface TranscriptHeadProps {
  readonly size: number;
  readonly complete: boolean;
  readonly shown: string;
  readonly onShow: (shown: string) => void;
}

/** Apart from the lines: Cloudscape components search the whole document when they render, which is long here. */
const TranscriptHead = memo(function TranscriptHead({ size, complete, shown, onShow }: TranscriptHeadProps) {
  return (
    <div className="transcript-head">
      <h2 id="transcript-heading">Transcript</h2>
      <span className="transcript-count">
        {size === 1 ? '1 line' : `${size.toLocaleString()} lines`}
        {!complete && size > 0 && <StatusIndicator type="loading">Loading</StatusIndicator>}
      </span>
      <Select
        ariaLabel="Sides shown"
        options={shownOptions}
        selectedOption={shownOptions.find(({ value }) => value === shown) ?? null}
        onChange={({ detail }) => onShow(detail.selectedOption.value ?? 'both')}
      />
    </div>
  );
});

/** The conversation, line by line, as it is spoken. */
export function Transcript({ lines, matches, announced, complete, live, playback }: TranscriptProps) {
  const { scroller, content, following, jump } = useFollowing(live);
  const [shown, setShown] = useState(shownOptions[0]?.value ?? 'both');
  const markers = useMemo(() => bySegment(matches), [matches]);
  const playing = usePlayingLine(lines, playback);

  return (
    <section className="transcript" aria-labelledby="transcript-heading">
      <TranscriptHead size={lines.size} complete={complete} shown={shown} onShow={setShown} />
      <div className="transcript-frame">
        <div
          ref={scroller}
          className="transcript-scroller"
          tabIndex={0}
          role="region"
          aria-label="Lines of the transcript"
        >
          <div ref={content} className={`transcript-content show-${shown}`}>
            {lines.blocks.map((block) => (
              <BlockRows
                key={block.key}
                block={block}
                markers={markers}
                playingId={playing && block.lines.includes(playing) ? playing.id : null}
                playback={playback}
              />
            ))}
            {lines.size === 0 && <NothingYet complete={complete} live={live} />}
          </div>
        </div>
        {live && !following && (
          <div className="transcript-jump">
            <Button iconName="angle-down" onClick={jump}>
              Jump to latest
            </Button>
          </div>
        )}
      </div>
      {/* Whoever listens hears finished lines as they come: not each growing word, and not the lines from before. */}
      <div role="log" aria-live="polite" aria-relevant="additions" aria-label="New lines" className="visually-hidden">
        {announced.map((line) => (
          <p key={line.id}>
            {line.channel === 'CUSTOMER' ? 'Customer' : 'Agent'}: {line.text}
          </p>
        ))}
      </div>
    </section>
  );
}

function NothingYet({ complete, live }: { complete: boolean; live: boolean }) {
  const words = live ? 'Nothing was said yet.' : 'This call has no transcript.';
  return (
    <Box textAlign="center" padding="xxl" color="text-body-secondary">
      {complete ? words : <StatusIndicator type="loading">Loading the transcript</StatusIndicator>}
    </Box>
  );
}
