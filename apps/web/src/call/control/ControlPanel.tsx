import { memo, useState } from 'react';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { mayDo } from '../../api/session/session-answer.js';
import { useShownAnswer } from '../../api/session/session-store.js';
import { isInProgress } from '../call-status.js';
import { ChangeDialog } from './ChangeDialog.js';
import { type CallActions, useCallActions } from './use-call-actions.js';
import '../keeping/keeping-panel.css';

/** What is known of the call beside its numbers, and what somebody who may control it changes. */
export const ControlPanel = memo(function ControlPanel({ call }: { call: CallDetailFragment }) {
  const answer = useShownAnswer();
  const facts: readonly (readonly [string, string])[] = [
    ...(
      [
        ['Name', call.name],
        ['Queue', call.queue],
        ['Language', call.language],
      ] as const
    ).flatMap(([label, value]) => (value === null ? [] : [[label, value] as const])),
    ...call.metadata.map(({ key, value }) => [key, value] as const),
  ];
  const mayControl = answer !== null && mayDo(answer, 'CONTROL');
  if (facts.length === 0 && !mayControl) return null;
  return (
    <Container header={<Header variant="h2">About this call</Header>}>
      {facts.length > 0 && (
        <dl className="keeping">
          {facts.map(([label, value]) => (
            <div key={label} className="keeping-fact">
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {mayControl && <ControlButtons call={call} />}
    </Container>
  );
});

function ControlButtons({ call }: { call: CallDetailFragment }) {
  const actions = useCallActions(call.id);
  const [isChanging, setChanging] = useState(false);
  return (
    <>
      <span className="keeping-buttons">
        <button type="button" className="button" onClick={() => setChanging(true)}>
          Change the call
        </button>
        {isInProgress(call) && <LiveButtons call={call} actions={actions} />}
      </span>
      {actions.outcome !== null && <p role={actions.outcome.isRefused ? 'alert' : 'status'}>{actions.outcome.text}</p>}
      {isChanging && <ChangeDialog call={call} onChange={actions.change} onClose={() => setChanging(false)} />}
    </>
  );
}

/** What changes how a call that goes on is heard. */
function LiveButtons({ call, actions }: { call: CallDetailFragment; actions: CallActions }) {
  if (call.waitsForStart)
    return (
      <button type="button" className="button" onClick={() => void actions.start()}>
        Start the call
      </button>
    );
  return (
    <>
      {call.ledger.length === 2 && (
        <button type="button" className="button" onClick={() => void actions.swapTracks()}>
          Swap the channels
        </button>
      )}
      <button type="button" className="button" onClick={() => void actions.setRecording(!call.isRecorded)}>
        {call.isRecorded ? 'Stop the recording' : 'Go on recording'}
      </button>
    </>
  );
}
