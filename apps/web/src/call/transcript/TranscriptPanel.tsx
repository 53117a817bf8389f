import { memo, useMemo, useState, useSyncExternalStore } from 'react';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatDuration } from '../../ui/format-duration.js';
import type { CategoryMatch } from '../CategoryMarker.js';
import type { Playback } from '../recording/playback.js';
import type { ParticipantList } from '../participants/participant-list.js';
import type { PausedSpan } from '../pause/paused-spans.js';
import { BlockRows, type MatchesBySegment } from './BlockRows.js';
import { createLineFilter } from './filter-lines.js';
import type { Segment } from './segment-index.js';
import { type Transcript, findSegmentAt } from './transcript.js';
import { useAutoScroll } from './use-auto-scroll.js';
import { useFollowPlayback } from './use-follow-playback.js';
import { SpanRow } from './SpanRow.js';
import { keyOfSpan, mergeSpans, spansByBlock, type MarkedSpan, type WordlessSpan } from './wordless-spans.js';
import './transcript-panel.css';

export interface TranscriptPanelProps {
  readonly transcript: Transcript;
  readonly participants: ParticipantList;
  readonly matches: readonly CategoryMatch[];
  /** Where somebody spoke and no words came, in the order of time. */
  readonly wordless: readonly WordlessSpan[];
  /** Where the call was paused, in the order of time. */
  readonly pauses: readonly PausedSpan[];
  /** The latest finals that arrived while the page was open; screen readers read them aloud. */
  readonly announced: readonly Segment[];
  /** Whether all stored lines are loaded. */
  readonly complete: boolean;
  /** What a transcript without lines says. */
  readonly emptyText: string;
  readonly live: boolean;
  readonly playback: Playback | null;
  /** Where an interrupted call was lost, in ms from its start. Null for any other call. */
  readonly lostAtMs: number | null;
}

const everybody = { value: 'everybody', label: 'All speakers' };

/** An option for everybody, and one for each participant whose value is the index in the list. */
const speakerOptions = ({ all }: ParticipantList) => [
  everybody,
  ...all.map(({ label }, at) => ({ value: String(at), label: `${label} only` })),
];

function groupBySegment(matches: readonly CategoryMatch[]): MatchesBySegment {
  const groups = new Map<string, CategoryMatch[]>();
  for (const match of matches) groups.set(match.segmentId, [...(groups.get(match.segmentId) ?? []), match]);
  return groups;
}

const subscribeToNothing = (): (() => void) => () => undefined;

/** The line that plays now. Renders again only when another line plays. */
function usePlayingLine(transcript: Transcript, playback: Playback | null): Segment | undefined {
  return useSyncExternalStore(playback?.onPositionChange ?? subscribeToNothing, () => {
    const positionMs = playback?.getPositionMs() ?? null;
    return positionMs === null ? undefined : findSegmentAt(transcript, positionMs);
  });
}

interface TranscriptHeaderProps {
  readonly size: number;
  readonly complete: boolean;
  readonly participants: ParticipantList;
  /** Id of the participant whose lines are shown; null for everybody. */
  readonly shownId: string | null;
  readonly onShownChange: (participantId: string | null) => void;
}

/** Memoised: a Cloudscape component searches the whole document when it renders, and this document is long. */
const TranscriptHeader = memo(function TranscriptHeader(props: TranscriptHeaderProps) {
  const { size, complete, participants, shownId, onShownChange } = props;
  const options = speakerOptions(participants);
  const shownAt = participants.all.findIndex(({ id }) => id === shownId);
  return (
    <div className="transcript-header">
      <h2 id="transcript-heading">Transcript</h2>
      <span className="transcript-count">
        {size === 1 ? '1 line' : `${size.toLocaleString()} lines`}
        {!complete && size > 0 && <StatusIndicator type="loading">Loading</StatusIndicator>}
      </span>
      <Select
        ariaLabel="Speakers shown"
        options={options}
        selectedOption={options[shownAt + 1] ?? everybody}
        onChange={({ detail }) => onShownChange(participants.all[Number(detail.selectedOption.value)]?.id ?? null)}
      />
    </div>
  );
});

/** Reads new finals to screen readers: not every growing partial, and not the lines from before the page was opened. */
function NewLinesLog({ announced, participants }: Pick<TranscriptPanelProps, 'announced' | 'participants'>) {
  return (
    <div role="log" aria-live="polite" aria-relevant="additions" aria-label="New lines" className="visually-hidden">
      {announced.map((line) => (
        <p key={line.id}>
          {participants.find(line.participant).label}: {line.text}
        </p>
      ))}
    </div>
  );
}

interface SpanRowsProps extends Pick<TranscriptPanelProps, 'participants' | 'playback'> {
  readonly spans: readonly MarkedSpan[];
}

const SpanRows = ({ spans, ...others }: SpanRowsProps) =>
  spans.map((span) => <SpanRow key={keyOfSpan(span)} span={span} {...others} />);

interface NoRowsProps extends Pick<TranscriptPanelProps, 'complete' | 'emptyText'> {
  /** Whether the whole transcript has no lines; otherwise only the participant who is shown has none. */
  readonly isEmpty: boolean;
}

function NoRows({ isEmpty, complete, emptyText }: NoRowsProps) {
  return (
    <Box textAlign="center" padding="xxl" color="text-body-secondary">
      {!isEmpty && 'This participant has not spoken yet.'}
      {isEmpty && (complete ? emptyText : <StatusIndicator type="loading">Loading the transcript</StatusIndicator>)}
    </Box>
  );
}

/** Marks where an interrupted call ends, so that nobody takes its last words for the last words of the conversation. */
function CallLostRow({ atMs }: { atMs: number }) {
  return (
    <p className="call-lost">
      <strong>Call lost here at {formatDuration(atMs)}.</strong> The rest of the call never arrived.
    </p>
  );
}

/** Names need more room than roles. */
const contentClasses = ({ all }: ParticipantList): string =>
  all.some(({ hasName }) => hasName) ? 'transcript-content transcript-with-names' : 'transcript-content';

/** The conversation, line by line, as it is spoken. */
export function TranscriptPanel(props: TranscriptPanelProps) {
  const { transcript, participants, matches, wordless, pauses, announced, complete, emptyText } = props;
  const { live, playback, lostAtMs } = props;
  const { scroller, content, isFollowing, scrollToEnd } = useAutoScroll(live);
  const [shownId, setShownId] = useState<string | null>(null);
  const filterLines = useMemo(() => createLineFilter(shownId), [shownId]);
  const blocks = filterLines(transcript.blocks);
  const shown = shownId === null ? wordless : wordless.filter(({ participant }) => participant.id === shownId);
  const spans = mergeSpans(pauses, shown);
  const markedByBlock = spansByBlock(blocks, spans);
  const matchesBySegment = useMemo(() => groupBySegment(matches), [matches]);
  const playing = usePlayingLine(transcript, playback);
  useFollowPlayback(scroller, playing?.id ?? null, playback);

  return (
    <section className="transcript" aria-labelledby="transcript-heading">
      <TranscriptHeader
        size={transcript.size}
        complete={complete}
        participants={participants}
        shownId={shownId}
        onShownChange={setShownId}
      />
      <div className="transcript-frame">
        <div ref={scroller} className="transcript-scroller" tabIndex={0} role="region" aria-label="Transcript lines">
          <div ref={content} className={contentClasses(participants)}>
            {blocks.map((block, at) => (
              <BlockRows
                key={block.key}
                block={block}
                participants={participants}
                matches={matchesBySegment}
                marked={markedByBlock[at] ?? []}
                playingId={playing && block.lines.includes(playing) ? playing.id : null}
                playback={playback}
              />
            ))}
            {blocks.length === 0 && <SpanRows spans={spans} participants={participants} playback={playback} />}
            {blocks.length === 0 && spans.length === 0 && (
              <NoRows isEmpty={transcript.size === 0} complete={complete} emptyText={emptyText} />
            )}
            {lostAtMs !== null && complete && <CallLostRow atMs={lostAtMs} />}
          </div>
        </div>
        {live && !isFollowing && (
          <div className="transcript-jump">
            <Button iconName="angle-down" onClick={scrollToEnd}>
              Jump to latest
            </Button>
          </div>
        )}
      </div>
      <NewLinesLog announced={announced} participants={participants} />
    </section>
  );
}
