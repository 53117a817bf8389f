import { memo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { areWordsBehind, formatDelay } from './words-behind.js';

/** Says that the words of a live call come late, so that nobody takes the last line for the latest words. */
export const WordsBehindNotice = memo(function WordsBehindNotice({
  call,
}: {
  call: Pick<CallDetailFragment, 'wordsBehindMs'>;
}) {
  if (!areWordsBehind(call)) return null;
  return (
    <Alert type="warning" header={`Words are ${formatDelay(call.wordsBehindMs ?? 0)} behind the audio`}>
      Transcription is slower than the call at the moment. The missing words follow.
    </Alert>
  );
});
