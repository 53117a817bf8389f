import { callPath } from '../../call/call-path.js';
import { Notice } from '../../ui/Notice.js';
import { describeStreamRefusal } from './describe-stream.js';
import { LiveStream } from './LiveStream.js';
import { StreamForm } from './StreamForm.js';
import { useStream } from './stream-store.js';
import './stream-page.css';

/** Sends the sound of a tab and of the microphone as a call: `/stream`. */
export default function StreamPage() {
  const state = useStream();
  const isRunning = state.kind === 'connecting' || state.kind === 'live' || state.kind === 'ending';
  return (
    <div className="page stream-page">
      <h1>Stream a call</h1>
      <p className="stream-note">
        Earshot hears a call of your browser as it hears one of a phone system. The call goes on while you look at other
        pages of Earshot in this tab.
      </p>
      {state.kind === 'asking' && (
        <Notice kind="info" title="The browser asks you">
          Choose what it may capture.
        </Notice>
      )}
      {state.kind === 'refused' && (
        <Notice kind="error" title="The call is not sent" action={callLink(state.callId)}>
          {describeStreamRefusal(state.reason)}
        </Notice>
      )}
      {state.kind === 'ended' && (
        <Notice kind="info" title="The call has ended" action={callLink(state.callId)}>
          Earshot has all of it.
        </Notice>
      )}
      {isRunning ? <LiveStream state={state} /> : <StreamForm isDisabled={state.kind === 'asking'} />}
    </div>
  );
}

const callLink = (callId: string | null) => callId !== null && <a href={callPath(callId)}>Open the call</a>;
