import { memo, useState } from 'react';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { type CallDetailFragment, PauseCallDocument, type PauseReason, ResumeCallDocument } from '@earshot/graphql-api';
import { useClient } from 'urql';
import { describeFailure } from '../../api/describe-failure.js';
import { mayDo } from '../../api/session/session-answer.js';
import { useShownAnswer } from '../../api/session/session-store.js';
import { isInProgress } from '../call-status.js';
import { pauseReasonItems } from './pause-changes.js';
import { pauseRefusal } from './pause-refusal.js';
import './pause-button.css';

/** What was asked for, until the call says that it is so. */
type Wish = 'pause' | 'resume' | null;

const documents = { pause: PauseCallDocument, resume: ResumeCallDocument };
const waitingTexts = { pause: 'Pausing…', resume: 'Resuming…' };

function useRequestPause(callId: string) {
  const client = useClient();
  const [wish, setWish] = useState<Wish>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const request = async (wanted: 'pause' | 'resume', reason: PauseReason | null = null): Promise<void> => {
    setWish(wanted);
    setRefusal(null);
    const { data, error } = await client.mutation(documents[wanted], { id: callId, reason }).toPromise();
    if (data) return;
    setWish(null);
    setRefusal(pauseRefusal(error?.graphQLErrors[0]?.extensions['code']) ?? describeFailure(error));
  };
  return { wish, refusal, request };
}

type PausableCall = Pick<CallDetailFragment, 'id' | 'pausedSince'>;

function PauseRequest({ call }: { call: PausableCall }) {
  const { wish, refusal, request } = useRequestPause(call.id);
  const isPaused = call.pausedSince !== null;
  // A wish that came true is none any more.
  const waitsFor = (wish === 'pause') === isPaused ? null : wish;
  return (
    <span className="pause-request">
      {refusal !== null && (
        <span role="alert" className="pause-refusal">
          {refusal}
        </span>
      )}
      {waitsFor !== null && <span role="status">{waitingTexts[waitsFor]}</span>}
      {isPaused ? (
        <Button variant="primary" iconName="play" onClick={() => void request('resume')}>
          Resume
        </Button>
      ) : (
        <ButtonDropdown
          mainAction={{ text: 'Pause', iconName: 'pause', onClick: () => void request('pause') }}
          ariaLabel="Give a reason"
          items={pauseReasonItems}
          onItemClick={({ detail }) => void request('pause', pauseReasonItems.find(({ id }) => id === detail.id)?.id)}
        />
      )}
    </span>
  );
}

/** Pauses a call that goes on, for those who may control it. */
export const PauseButton = memo(function PauseButton({ call }: { call: PausableCall & CallDetailFragment }) {
  const answer = useShownAnswer();
  if (answer === null || !mayDo(answer, 'CONTROL') || !isInProgress(call)) return null;
  return <PauseRequest call={call} />;
});
