import { useCallback, useEffect, useRef, useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import type { CallDetailFragment, CallStatus } from '@earshot/graphql-api';
import { useMayDo } from '../../api/session/session-store.js';
import { CallFacts } from '../../call/CallFacts.js';
import { CategoriesPanel } from '../../call/CategoriesPanel.js';
import { ControlPanel } from '../../call/control/ControlPanel.js';
import { EngineNotice } from '../../call/EngineNotice.js';
import { MetricsPanel } from '../../call/MetricsPanel.js';
import { ProblemsPanel } from '../../call/ProblemsPanel.js';
import { SilenceNotice } from '../../call/SilenceNotice.js';
import { WordsBehindNotice } from '../../call/WordsBehindNotice.js';
import { CoveragePanel } from '../../call/coverage/CoveragePanel.js';
import type { CallProgress } from '../../call/coverage/coverage.js';
import { IssuesPanel } from '../../call/issues/IssuesPanel.js';
import { areSameIssues, collectIssues } from '../../call/issues/collect-issues.js';
import { KeepingPanel } from '../../call/keeping/KeepingPanel.js';
import { LookedAtPanel } from '../../call/looked-at/LookedAtPanel.js';
import { ParticipantsPanel } from '../../call/participants/ParticipantsPanel.js';
import { useParticipantList } from '../../call/participants/use-participant-list.js';
import { RecordingPlayer } from '../../call/recording/RecordingPlayer.js';
import { type Playback, createPlayback } from '../../call/recording/playback.js';
import { PausedNotice } from '../../call/pause/PausedNotice.js';
import { pausedSpans } from '../../call/pause/paused-spans.js';
import { recordingFailure } from '../../call/recording/recording-failure.js';
import { pauseNote } from '../../call/recording/pause-note.js';
import { silenceNote } from '../../call/recording/silence-note.js';
import { SentimentPanel } from '../../call/sentiment/SentimentPanel.js';
import { buildSentimentSeries, isSameSeries } from '../../call/sentiment/sentiment-series.js';
import { emptyTranscriptText } from '../../call/transcript/empty-transcript-text.js';
import { TranscriptPanel } from '../../call/transcript/TranscriptPanel.js';
import { useTranscriptView } from '../../call/transcript/use-transcript-view.js';
import { useHeightToFold } from '../../ui/use-height-to-fold.js';
import { formatDuration } from '../../ui/format-duration.js';
import { CallHeader } from './CallHeader.js';
import type { CallPageAction, CallPageState } from './call-page-state.js';

const callProgress: Record<CallStatus, CallProgress> = {
  LIVE: 'live',
  ENDED: 'ended',
  INTERRUPTED: 'interrupted',
};

/** The line that was looked for stands out this long. */
const markedMs = 2_500;

/** Scrolls to the line of a category or an issue and marks it. It does not play: only the time and the player do. */
function showLine({ segmentId }: { readonly segmentId: string }): void {
  const line = document.querySelector(`[data-segment="${CSS.escape(segmentId)}"]`);
  if (!line) return;
  line.scrollIntoView({ block: 'center' });
  line.animate([{ boxShadow: 'inset 0 0 0 2px currentcolor' }, { boxShadow: 'inset 0 0 0 2px transparent' }], markedMs);
}

/** Returns the newest value from a function that never changes, so that passing it on renders nothing. */
function useLatest<T>(value: T): () => T {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);
  return useCallback(() => latest.current, []);
}

interface CallDetailsProps {
  readonly state: CallPageState;
  readonly call: CallDetailFragment;
  readonly dispatch: (action: CallPageAction) => void;
}

/** A call that is loaded: header, notices, facts, conversation and panels. */
export function CallDetails({ state, call, dispatch }: CallDetailsProps) {
  const { transcript, failure, announced, complete } = state;
  const [player] = useState(createPlayback);
  const conversation = useHeightToFold<HTMLDivElement>();
  const playback = call.recording ? player : null;
  const live = call.status === 'LIVE';
  const interrupted = call.status === 'INTERRUPTED';
  const participants = useParticipantList(call, transcript.speakers);
  const getExported = useLatest({ transcript, participants });
  const series = useTranscriptView(transcript, buildSentimentSeries, isSameSeries);
  const issues = useTranscriptView(transcript, collectIssues, areSameIssues);
  const onCallChanged = useCallback(
    (changed: CallDetailFragment) => dispatch({ type: 'call-received', call: changed }),
    [dispatch],
  );
  const mayManage = useMayDo('MANAGE');
  const mayAudit = useMayDo('AUDIT');
  const onErased = useCallback(() => dispatch({ type: 'call-erased' }), [dispatch]);
  return (
    <>
      <CallHeader call={call} getExported={getExported} />
      <div className="notices">
        {failure !== null && (
          <Alert type="error" header="Could not load the latest changes">
            {failure} Retrying…
          </Alert>
        )}
        {interrupted && (
          <Alert type="warning" header="Call interrupted">
            The connection to the phone system was lost at {formatDuration(call.lostAtMs ?? call.durationMs)}. Words and
            audio end there.
          </Alert>
        )}
        <PausedNotice call={call} />
        {call.pausedSince === null && <SilenceNotice call={call} />}
        <WordsBehindNotice call={call} />
        <EngineNotice call={call} onCallChanged={onCallChanged} />
      </div>
      <CallFacts call={call} />
      <div className="call-columns">
        <div ref={conversation} className="call-conversation">
          <TranscriptPanel
            transcript={transcript}
            participants={participants}
            matches={call.categoryMatches}
            wordless={call.speechWithoutWords}
            pauses={pausedSpans(call.ledger)}
            announced={announced}
            complete={complete}
            emptyText={emptyTranscriptText(call)}
            live={live}
            playback={playback}
            lostAtMs={call.lostAtMs}
          />
          <Recording call={call} playback={player} />
        </div>
        <div className="call-panels">
          <ParticipantsPanel
            callId={call.id}
            participants={participants}
            stored={call.participants}
            startedAt={call.startedAt}
          />
          <ControlPanel call={call} />
          <CategoriesPanel matches={call.categoryMatches} participants={participants} onShowLine={showLine} />
          <IssuesPanel issues={issues} participants={participants} onShowLine={showLine} />
          <SentimentPanel
            series={series}
            live={live}
            metrics={call.metrics}
            participants={participants}
            durationMs={call.durationMs}
          />
          <MetricsPanel metrics={call.metrics} participants={participants} live={live} />
          <CoveragePanel
            hasAudio={call.hasAudio}
            ledgers={call.ledger}
            pauseChanges={call.pauseChanges}
            participants={participants}
            progress={callProgress[call.status]}
            lostAtMs={call.lostAtMs}
          />
          <ProblemsPanel problems={call.problems} />
          {mayManage && <KeepingPanel call={call} onCallChanged={onCallChanged} onErased={onErased} />}
          {mayAudit && <LookedAtPanel callId={call.id} />}
        </div>
      </div>
    </>
  );
}

function noRecordingText({ status, isRecorded, hasAudio }: CallDetailFragment): string {
  if (!hasAudio) return 'This call came as text, so it cannot be heard.';
  if (!isRecorded)
    return 'Not recorded. The phone system or a person wanted no recording, so the call cannot be heard or transcribed again.';
  return status === 'LIVE' ? 'The recording appears when the first audio arrives.' : 'This call has no recording.';
}

interface RecordingProps {
  readonly call: CallDetailFragment;
  readonly playback: Playback;
}

function Recording({ call, playback }: RecordingProps) {
  const { recording, problems, unrecorded } = call;
  const live = call.status === 'LIVE';
  const notes = recording ? [silenceNote(call), pauseNote(call.ledger)].filter((note) => note !== null) : [];
  const failure = recordingFailure(recording, problems, unrecorded);
  return (
    <>
      {failure !== null && (
        <p className="recording-failed" role="status">
          {failure}
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className="silence-note">
          {note}
        </p>
      ))}
      {recording && (
        <RecordingPlayer url={recording.url} durationMs={recording.durationMs} live={live} playback={playback} />
      )}
      {!recording && failure === null && <p className="no-recording">{noRecordingText(call)}</p>}
    </>
  );
}
