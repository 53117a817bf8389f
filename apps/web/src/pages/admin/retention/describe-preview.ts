import type { RetentionPreviewQuery } from '@earshot/graphql-api';
import { countOf } from '../../../ui/count-of.js';
import { formatBytes } from '../../../ui/format-bytes.js';

/** What a preview found, in sentences. Days are in UTC, as the server counts them. */
export function describePreview({
  calls,
  recordingBytes,
  heldCalls,
  days,
}: RetentionPreviewQuery['retentionPreview']): string[] {
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  const period = first === last ? `on ${first}` : `between ${first} and ${last}`;
  const size = recordingBytes > 0 ? `, with about ${formatBytes(recordingBytes)} of recordings` : '';
  return [
    calls === 0
      ? 'No call would be erased now.'
      : `${countOf(calls, 'call')} would be erased within ten minutes${size}.`,
    ...(calls === 0 ? [] : [`${calls === 1 ? 'It' : 'They'} began ${period}. Nothing brings back what is erased.`]),
    ...(heldCalls === 0 ? [] : [`Only a legal hold keeps ${countOf(heldCalls, 'more call')}.`]),
  ];
}
