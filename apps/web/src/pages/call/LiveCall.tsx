import { memo, useCallback, useEffect, useRef, useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { CallStatusBadge } from '../../ui/CallStatusBadge.js';
import { useTitle } from '../../ui/use-title.js';
import { CallAttributes } from '../../call/CallAttributes.js';
import { CategoriesPanel } from '../../call/CategoriesPanel.js';
import { EngineNotice } from '../../call/EngineNotice.js';
import { LedgerPanel } from '../../call/LedgerPanel.js';
import { MetricsPanel } from '../../call/MetricsPanel.js';
import { ProblemsPanel } from '../../call/ProblemsPanel.js';
import { RecordingPlayer } from '../../call/RecordingPlayer.js';
import { SentimentPanel } from '../../call/SentimentPanel.js';
import { Transcript } from '../../call/Transcript.js';
import type { Marker } from '../../call/TranscriptRow.js';
import { type ExportFormat, exportFormats, exportTranscript } from '../../call/export-transcript.js';
import type { LiveCallState } from '../../call/live-call-state.js';
import { type Playback, createPlayback } from '../../call/playback.js';
import { useLiveCall } from '../../call/use-live-call.js';
import { useSeries } from '../../call/use-series.js';
import '../../call/live-call.css';

const exportItems = Object.entries(exportFormats).map(([id, text]) => ({ id, text }));

function download(call: CallDetailFragment, lines: LiveCallState['transcript'], format: ExportFormat): void {
  const { name, type, content } = exportTranscript(call, lines, format);
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

interface CallHeadProps {
  readonly call: CallDetailFragment;
  /** Asked for when needed, so that a new line renders only the transcript. */
  readonly getLines: () => LiveCallState['transcript'];
}

const CallHead = memo(function CallHead({ call, getLines }: CallHeadProps) {
  return (
    <div className="call-head">
      <h1>
        Call <span className="call-id">{call.id}</span>
      </h1>
      <span role="status">
        <CallStatusBadge call={call} />
      </span>
      <div className="call-actions">
        <ButtonDropdown
          items={[
            ...exportItems,
            ...(call.recording
              ? [{ id: 'wav', text: 'Recording (WAV)', href: call.recording.url, download: `${call.id}.wav` }]
              : []),
          ]}
          onItemClick={({ detail }) => {
            const format = Object.keys(exportFormats).find((key): key is ExportFormat => key === detail.id);
            if (format) download(call, getLines(), format);
          }}
        >
          Download
        </ButtonDropdown>
      </div>
    </div>
  );
});

/** Scrolls the line of a match into sight and plays from there, where there is a recording. */
function showLine({ segmentId, atMs }: Marker, playback: Playback | null): void {
  document.querySelector(`[data-segment="${CSS.escape(segmentId)}"]`)?.scrollIntoView({ block: 'center' });
  playback?.playFrom(atMs);
}

function Details({
  state,
  call,
  dark,
}: {
  state: ReturnType<typeof useLiveCall>;
  call: CallDetailFragment;
  dark: boolean;
}) {
  const [player] = useState(createPlayback);
  const playback = call.recording ? player : null;
  const live = call.status === 'LIVE';
  const { receive } = state;
  const latest = useRef(state.transcript);
  useEffect(() => {
    latest.current = state.transcript;
  }, [state.transcript]);
  const getLines = useCallback(() => latest.current, []);
  const onShow = useCallback((match: Marker) => showLine(match, playback), [playback]);
  const series = useSeries(state.transcript);
  const onCall = useCallback(
    (changed: CallDetailFragment) => receive({ type: 'call-received', call: changed }),
    [receive],
  );
  return (
    <>
      <CallHead call={call} getLines={getLines} />
      <div className="notices">
        {state.failure !== null && (
          <Alert type="error" header="The newest state could not be loaded">
            {state.failure} It is tried again by itself.
          </Alert>
        )}
        <EngineNotice call={call} onCall={onCall} />
      </div>
      <CallAttributes call={call} />
      <div className="call-columns">
        <div className="call-talk">
          <Transcript
            lines={state.transcript}
            matches={call.categoryMatches}
            announced={state.announced}
            complete={state.complete}
            live={live}
            playback={playback}
          />
          {call.recording ? (
            <RecordingPlayer
              url={call.recording.url}
              durationMs={call.recording.durationMs}
              live={live}
              playback={player}
            />
          ) : (
            <p className="no-recording">
              {live ? 'The recording appears with the first audio.' : 'This call has no recording.'}
            </p>
          )}
        </div>
        <div className="call-panels">
          <CategoriesPanel matches={call.categoryMatches} onShow={onShow} />
          <SentimentPanel series={series} metrics={call.metrics} dark={dark} />
          <MetricsPanel metrics={call.metrics} />
          <LedgerPanel ledger={call.ledger} over={!live} />
          <ProblemsPanel problems={call.problems} />
        </div>
      </div>
    </>
  );
}

const Crumbs = memo(function Crumbs({ id }: { id: string }) {
  return (
    <nav className="crumbs" aria-label="Breadcrumb">
      <Link href="/">Calls</Link>
      <span aria-hidden="true">/</span>
      <span className="call-id" aria-current="page">
        {id}
      </span>
    </nav>
  );
});

/** One call, as it happens and afterwards; `/calls/:id`. */
export default function LiveCall({ id, dark }: { id: string; dark: boolean }) {
  const state = useLiveCall(id);
  useTitle(`Call ${id}`);
  return (
    <div className="page">
      <Crumbs id={id} />
      {state.call ? <Details state={state} call={state.call} dark={dark} /> : <Absent id={id} state={state} />}
    </div>
  );
}

function Absent({ id, state }: { id: string; state: LiveCallState }) {
  return (
    <>
      <h1>Call {id}</h1>
      {state.phase === 'loading' && (
        <Box padding="xxl" textAlign="center">
          <StatusIndicator type="loading">Loading the call</StatusIndicator>
        </Box>
      )}
      {state.phase === 'missing' && (
        <Alert type="info" header="No such call">
          It may not have begun yet, or it is not kept any more. If it begins, it appears here.
        </Alert>
      )}
      {state.phase === 'failed' && (
        <Alert type="error" header="The call could not be loaded">
          {state.failure} It is tried again by itself.
        </Alert>
      )}
    </>
  );
}
