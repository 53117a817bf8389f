import { memo, useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { type CallDetailFragment, TranscribeCallDocument } from '@earshot/graphql-api';
import { useClient } from 'urql';
import { describeFailure } from '../api/describe-failure.js';
import { hasUntranscribedAudio } from './coverage/coverage.js';
import { isScripted } from './engine-name.js';
import './engine-notice.css';

const refusals: Record<string, string> = {
  CALL_NOT_FOUND: 'This call no longer exists.',
  CALL_IS_LIVE: 'This call is still in progress. Try again when it has ended.',
  CALL_NOT_RECORDED: 'This call was not recorded, so it cannot be transcribed later.',
  NOTHING_TO_TRANSCRIBE: 'The recording has no untranscribed audio.',
  BUS_UNAVAILABLE: 'Transcription is not available now. Try again in a few minutes.',
};

/** The server says why no speech engine can run, in words for the reader. */
const isWithoutEngine = (code: string): boolean => code.includes('ENGINE');

/** Asks the API to transcribe the call's gaps from its recording. */
function useTranscribeCall(callId: string, onCallChanged: (call: CallDetailFragment) => void) {
  const client = useClient();
  const [progress, setProgress] = useState<'idle' | 'requesting' | 'requested' | 'impossible'>('idle');
  const [refusal, setRefusal] = useState<string | null>(null);
  const transcribe = async (): Promise<void> => {
    setProgress('requesting');
    setRefusal(null);
    const { data, error } = await client.mutation(TranscribeCallDocument, { id: callId }).toPromise();
    const refused = error?.graphQLErrors[0];
    const code = String(refused?.extensions['code']);
    const cannotRun = isWithoutEngine(code);
    if (data) onCallChanged(data.transcribeCall);
    setRefusal(data ? null : ((cannotRun ? refused?.message : refusals[code]) ?? describeFailure(error)));
    setProgress(data ? 'requested' : cannotRun ? 'impossible' : 'idle');
  };
  return { progress, refusal, transcribe: () => void transcribe() };
}

interface NoticeProps {
  readonly call: CallDetailFragment;
  readonly onCallChanged: (call: CallDetailFragment) => void;
}

function TranscribeButton({ call, onCallChanged }: NoticeProps) {
  const { progress, refusal, transcribe } = useTranscribeCall(call.id, onCallChanged);
  if (progress === 'requested') {
    return <p role="status">Transcription requested. The text appears in the transcript when it is ready.</p>;
  }
  return (
    <>
      <Button
        onClick={transcribe}
        disabled={progress === 'impossible'}
        loading={progress === 'requesting'}
        loadingText="Requesting transcription"
      >
        Transcribe now
      </Button>
      {refusal !== null && (
        <p role="alert" className="refusal">
          {refusal}
        </p>
      )}
    </>
  );
}

/** A call that came as text lacks no audio. */
const isWithoutAudio = ({ hasAudio, ledger }: NoticeProps['call']): boolean =>
  hasAudio && ledger.every(({ receivedMs }) => receivedMs === 0);

/** Says where the text comes from when it is not live speech recognition, and offers to transcribe the gaps. */
export const EngineNotice = memo(function EngineNotice({ call, onCallChanged }: NoticeProps) {
  const ended = call.status !== 'LIVE';
  const hasGaps = ended && call.isRecorded && hasUntranscribedAudio(call.ledger);
  const action = hasGaps ? <TranscribeButton call={call} onCallChanged={onCallChanged} /> : undefined;
  if (isScripted(call.engine)) {
    return (
      <Alert type="warning" action={action}>
        Demo call: sample text, not speech recognition.
      </Alert>
    );
  }
  if (ended && isWithoutAudio(call)) {
    return (
      <Alert type="info" header="No audio">
        The call ended before any audio arrived.
      </Alert>
    );
  }
  if (call.engine === null && (ended || call.engineReason !== null)) {
    return (
      <Alert type="info" header="No speech engine" action={action}>
        The call is recorded but not transcribed{call.engineReason === null ? '.' : `: ${call.engineReason}.`}
      </Alert>
    );
  }
  if (!hasGaps) return null;
  return (
    <Alert type="info" header="Parts of this call were not transcribed live" action={action}>
      You can transcribe them from the recording.
    </Alert>
  );
});
