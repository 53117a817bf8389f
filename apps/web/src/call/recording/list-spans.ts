import { formatDuration } from '../../ui/format-duration.js';

/** The list is cut here: a full disk or an agent can leave many. */
const maxSpans = 3;

/** `0:10–0:25, 1:20–1:30 and 2 more times`. */
export function listSpans(spans: readonly { readonly fromMs: number; readonly toMs: number }[]): string {
  const listed = spans
    .slice(0, maxSpans)
    .map(({ fromMs, toMs }) => `${formatDuration(fromMs)}–${formatDuration(toMs)}`);
  return `${listed.join(', ')}${spans.length > maxSpans ? ` and ${spans.length - maxSpans} more times` : ''}`;
}
