import type { CallDetailFragment } from '@earshot/graphql-api';

type WithoutLines = Pick<CallDetailFragment, 'status' | 'engine' | 'engineReason'>;

/** What a transcript without lines says. Without a speech engine, nobody knows whether somebody spoke. */
export function emptyTranscriptText({ status, engine, engineReason }: WithoutLines): string {
  if (status !== 'LIVE') return 'This call has no transcript.';
  return engine === null && engineReason !== null
    ? 'No speech engine transcribes this call.'
    : 'Nobody has spoken yet.';
}
