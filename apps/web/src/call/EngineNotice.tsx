import { memo, useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { type CallDetailFragment, TranscribeCallDocument } from '@earshot/graphql-api';
import { useClient } from 'urql';
import { isScripted } from '../ui/call-words.js';

const refusals: Record<string, string> = {
  CALL_NOT_FOUND: 'The call is not there any more.',
  CALL_IS_LIVE: 'The call is still going on. Try again when it is over.',
  NOTHING_TO_TRANSCRIBE: 'There is no recorded audio that was not heard.',
  BUS_UNAVAILABLE: 'The services cannot reach each other at the moment. Try again in a while.',
};

/** Asks for the call's gaps to be transcribed from the recording. */
function useTranscribe(id: string, onCall: (call: CallDetailFragment) => void) {
  const client = useClient();
  const [progress, setProgress] = useState<'idle' | 'asking' | 'asked'>('idle');
  const [refusal, setRefusal] = useState<string | null>(null);
  const transcribe = async (): Promise<void> => {
    setProgress('asking');
    setRefusal(null);
    const { data, error } = await client.mutation(TranscribeCallDocument, { id }).toPromise();
    const code = error?.graphQLErrors[0]?.extensions['code'];
    if (data) onCall(data.transcribeCall);
    setRefusal(data ? null : (refusals[String(code)] ?? error?.message ?? 'The server gave no answer.'));
    setProgress(data ? 'asked' : 'idle');
  };
  return { progress, refusal, transcribe: () => void transcribe() };
}

interface NoticeProps {
  readonly call: CallDetailFragment;
  readonly onCall: (call: CallDetailFragment) => void;
}

function TranscribeNow({ call, onCall }: NoticeProps) {
  const { progress, refusal, transcribe } = useTranscribe(call.id, onCall);
  if (progress === 'asked')
    return <p role="status">Asked for. The words appear in the transcript as they are found.</p>;
  return (
    <>
      <Button onClick={transcribe} loading={progress === 'asking'} loadingText="Asking">
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

/** Says what the words are worth: sample words, words of an engine, or none; and offers to fill gaps afterwards. */
export const EngineNotice = memo(function EngineNotice({ call, onCall }: NoticeProps) {
  const over = call.status !== 'LIVE';
  const gapped = over && call.ledger.some(({ gapMs }) => gapMs > 0);
  const transcribe = gapped ? <TranscribeNow call={call} onCall={onCall} /> : undefined;
  if (isScripted(call.engine)) {
    return (
      <Alert type="warning" header="Scripted engine: sample words, not recognised speech" action={transcribe}>
        Nobody listened to this call’s sound. The words below are prepared examples.
      </Alert>
    );
  }
  if (call.engine === null && (over || call.engineReason !== null)) {
    return (
      <Alert type="info" header="No speech engine" action={transcribe}>
        {call.engineReason ?? 'No engine could run.'} The call is recorded all the same.
      </Alert>
    );
  }
  if (!gapped) return null;
  return (
    <Alert type="info" header="Parts of this call were not heard live" action={transcribe}>
      They can be transcribed from the recording.
    </Alert>
  );
});
