import { useCallback, useEffect, useRef, useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { CallFacts } from '../../call/CallFacts.js';
import { CategoriesPanel } from '../../call/CategoriesPanel.js';
import type { CategoryMatch } from '../../call/CategoryMarker.js';
import { EngineNotice } from '../../call/EngineNotice.js';
import { MetricsPanel } from '../../call/MetricsPanel.js';
import { ProblemsPanel } from '../../call/ProblemsPanel.js';
import { CoveragePanel } from '../../call/coverage/CoveragePanel.js';
import { ParticipantsPanel } from '../../call/participants/ParticipantsPanel.js';
import { useParticipantList } from '../../call/participants/use-participant-list.js';
import { RecordingPlayer } from '../../call/recording/RecordingPlayer.js';
import { type Playback, createPlayback } from '../../call/recording/playback.js';
import { SentimentPanel } from '../../call/sentiment/SentimentPanel.js';
import { useSentimentSeries } from '../../call/sentiment/use-sentiment-series.js';
import { TranscriptPanel } from '../../call/transcript/TranscriptPanel.js';
import { CallHeader } from './CallHeader.js';
import type { CallPageAction, CallPageState } from './call-page-state.js';

/** Scrolls to the line that a category matched. With a recording, plays from there. */
function showLine({ segmentId, atMs }: CategoryMatch, playback: Playback | null): void {
  document.querySelector(`[data-segment="${CSS.escape(segmentId)}"]`)?.scrollIntoView({ block: 'center' });
  playback?.playFrom(atMs);
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
  const playback = call.recording ? player : null;
  const live = call.status === 'LIVE';
  const participants = useParticipantList(call, transcript.speakers);
  const getExported = useLatest({ transcript, participants });
  const series = useSentimentSeries(transcript);
  const onShowLine = useCallback((match: CategoryMatch) => showLine(match, playback), [playback]);
  const onCallChanged = useCallback(
    (changed: CallDetailFragment) => dispatch({ type: 'call-received', call: changed }),
    [dispatch],
  );
  return (
    <>
      <CallHeader call={call} getExported={getExported} />
      <div className="notices">
        {failure !== null && (
          <Alert type="error" header="Could not load the latest changes">
            {failure} Retrying…
          </Alert>
        )}
        {call.status === 'INTERRUPTED' && (
          <Alert type="warning" header="Call interrupted">
            The connection to the phone system was lost. The transcript ends where the audio stopped.
          </Alert>
        )}
        <EngineNotice call={call} onCallChanged={onCallChanged} />
      </div>
      <CallFacts call={call} />
      <div className="call-columns">
        <div className="call-conversation">
          <TranscriptPanel
            transcript={transcript}
            participants={participants}
            matches={call.categoryMatches}
            announced={announced}
            complete={complete}
            live={live}
            playback={playback}
          />
          <Recording recording={call.recording} live={live} playback={player} />
        </div>
        <div className="call-panels">
          <ParticipantsPanel participants={participants} stored={call.participants} startedAt={call.startedAt} />
          <CategoriesPanel matches={call.categoryMatches} participants={participants} onShowLine={onShowLine} />
          <SentimentPanel series={series} metrics={call.metrics} participants={participants} />
          <MetricsPanel metrics={call.metrics} participants={participants} />
          <CoveragePanel ledgers={call.ledger} participants={participants} ended={!live} />
          <ProblemsPanel problems={call.problems} />
        </div>
      </div>
    </>
  );
}

interface RecordingProps {
  readonly recording: CallDetailFragment['recording'];
  readonly live: boolean;
  readonly playback: Playback;
}

function Recording({ recording, live, playback }: RecordingProps) {
  if (!recording) {
    return (
      <p className="no-recording">
        {live ? 'The recording appears when the first audio arrives.' : 'This call has no recording.'}
      </p>
    );
  }
  return <RecordingPlayer url={recording.url} durationMs={recording.durationMs} live={live} playback={playback} />;
}
