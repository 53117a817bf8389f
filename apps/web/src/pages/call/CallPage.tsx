import { type MouseEvent, memo, useEffect, useRef } from 'react';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { findLastList } from '../../call/last-list.js';
import { markFirstContent } from '../../ui/first-content.js';
import { isPlainClick, navigate } from '../../ui/location.js';
import { CallDetails } from './CallDetails.js';
import type { CallPageState } from './call-page-state.js';
import { useCallPage } from './use-call-page.js';
import './call-page.css';

const Breadcrumbs = memo(function Breadcrumbs({ callId }: { callId: string }) {
  const { path, historyState } = findLastList();
  const backToList = (event: MouseEvent): void => {
    if (!isPlainClick(event.nativeEvent)) return;
    event.preventDefault();
    navigate(path, { state: historyState });
  };
  return (
    <nav className="breadcrumbs" aria-label="Breadcrumb">
      <a href={path} onClick={backToList}>
        Calls
      </a>
      <span aria-hidden="true">/</span>
      <span className="call-id" aria-current="page">
        {callId}
      </span>
    </nav>
  );
});

/** What the page shows while it has no call. */
function NoCall({ callId, state: { phase, failure } }: { callId: string; state: CallPageState }) {
  return (
    <>
      <div className="call-header">
        <h1>
          Call <span className="call-id">{callId}</span>
        </h1>
      </div>
      {phase === 'loading' && (
        <Box padding="xxl" textAlign="center">
          <StatusIndicator type="loading">Loading the call</StatusIndicator>
        </Box>
      )}
      {phase === 'missing' && (
        <Alert type="info" header="Call not found">
          The call has not started yet, or it was deleted. If it starts, it appears here.
        </Alert>
      )}
      {phase === 'erased' && <ErasedCall />}
      {phase === 'failed' && (
        <Alert type="error" header="Could not load the call">
          {failure} Retrying…
        </Alert>
      )}
    </>
  );
}

/** Takes the focus, which was on something that is gone. */
function ErasedCall() {
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => text.current?.focus(), []);
  return (
    <div ref={text} tabIndex={-1} role="status">
      <Alert type="info" header="Call erased">
        The call and its recording are erased for good.
      </Alert>
    </div>
  );
}

/** One call, live and afterwards: `/calls/:callId`. */
export default function CallPage({ params: { callId = '' } }: { params: { readonly callId?: string } }) {
  const state = useCallPage(callId);
  const hasData = state.phase !== 'loading';
  useEffect(() => {
    if (hasData) markFirstContent();
  }, [hasData]);
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <div className="page">
        <Breadcrumbs callId={callId} />
        {state.call ? (
          <CallDetails state={state} call={state.call} dispatch={state.dispatch} />
        ) : (
          <NoCall callId={callId} state={state} />
        )}
      </div>
    </I18nProvider>
  );
}
