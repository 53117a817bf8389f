import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration } from '../../ui/format-duration.js';

/** The list of spans is cut here: a full disk can leave many. */
const maxSpans = 3;

/** Which parts of a call are missing in its recording, in words for the reader. Null when none are. */
export function recordingFailure(
  recording: CallDetailFragment['recording'],
  problems: CallDetailFragment['problems'],
  unrecorded: CallDetailFragment['unrecorded'] = [],
): string | null {
  const failures = recording?.failures ?? unrecorded;
  if (failures.length > 0) {
    const spans = failures
      .slice(0, maxSpans)
      .map(({ fromMs, toMs }) => `${formatDuration(fromMs)}–${formatDuration(toMs)}`);
    const more = failures.length > maxSpans ? ` and ${failures.length - maxSpans} more times` : '';
    return `Not recorded: ${spans.join(', ')}${more}. The recording could not be written.`;
  }
  const failed = problems.some(({ code }) => code.startsWith('RECORDING_'));
  return recording === null && failed ? 'The recording could not be stored.' : null;
}
