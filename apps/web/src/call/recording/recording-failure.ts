import type { CallDetailFragment } from '@earshot/graphql-api';
import { listSpans } from './list-spans.js';

/** Which parts of a call are missing in its recording, in words for the reader. Null when none are. */
export function recordingFailure(
  recording: CallDetailFragment['recording'],
  problems: CallDetailFragment['problems'],
  unrecorded: CallDetailFragment['unrecorded'] = [],
): string | null {
  const failures = recording?.failures ?? unrecorded;
  if (failures.length > 0) return `Not recorded: ${listSpans(failures)}. The recording could not be written.`;
  const failed = problems.some(({ code }) => code.startsWith('RECORDING_'));
  return recording === null && failed ? 'The recording could not be stored.' : null;
}
