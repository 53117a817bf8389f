import { callPath } from '../../call/call-path.js';
import { Notice } from '../../ui/Notice.js';
import { endStream, pauseStream, useStreamLevels } from './stream-store.js';
import type { StreamState } from './stream-state.js';

type Running = Extract<StreamState, { kind: 'connecting' | 'live' | 'ending' }>;

const trackNames = ['Customer', 'Agent'];
const sourceNames = { microphone: 'The microphone is gone', tab: 'The tab is no longer shared' } as const;

function Levels() {
  const levels = useStreamLevels();
  return (
    <dl className="stream-levels">
      {trackNames.map((name, track) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <meter aria-label={`Level of the ${name.toLowerCase()}`} min={0} max={1} value={levels[track] ?? 0} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function stateText(state: Running): string {
  if (state.kind === 'connecting') return 'Connecting…';
  if (state.kind === 'ending') return 'Sending the end of the call…';
  if (state.isReconnecting) return 'Reconnecting… What is said meanwhile is kept here, and sent afterwards.';
  return state.isPaused ? 'Paused. Your browser sends silence.' : 'Live';
}

/** The call that is being sent. */
export function LiveStream({ state }: { state: Running }) {
  const isLive = state.kind === 'live';
  return (
    <section className="stream-live" aria-label="Call that is being sent">
      <p className="stream-state" role="status">
        {stateText(state)}
      </p>
      {isLive &&
        state.lostSources.map((source) => (
          <Notice key={source} kind="error" title={sourceNames[source]}>
            That side of the call is silent. End the call, and start another one.
          </Notice>
        ))}
      {state.kind !== 'ending' && <Levels />}
      <div className="stream-actions">
        {isLive && (
          <button type="button" className="button" onClick={() => pauseStream(!state.isPaused)}>
            {state.isPaused ? 'Resume' : 'Pause'}
          </button>
        )}
        {state.kind !== 'ending' && (
          <button type="button" className="button button-risky" onClick={() => void endStream()}>
            End the call
          </button>
        )}
        {isLive && <a href={callPath(state.callId)}>Open the call</a>}
      </div>
    </section>
  );
}
