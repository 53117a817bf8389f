import type { ChannelProgress, ChannelSpan, TranscriptProgress } from '@earshot/ports';

/** Untranscribed spans that a call remembers for its end. People can request the others by hand. */
const MAX_UNTRANSCRIBED_SPANS = 200;

/** What changes when everything of one track before `position` is published; `untranscribed` was recorded without words. */
export function movePosition(
  published: TranscriptProgress,
  position: ChannelProgress,
  untranscribed?: ChannelSpan,
): Partial<TranscriptProgress> {
  const channels = published.channels.map((track) => (track.channel === position.channel ? position : track));
  return { channels, ...(untranscribed && { unheard: addSpan(published.unheard, untranscribed) }) };
}

/** Spans of one track that touch become one. */
function addSpan(spans: readonly ChannelSpan[], span: ChannelSpan): readonly ChannelSpan[] {
  const index = spans.findIndex(({ channel, toMs }) => channel === span.channel && toMs === span.fromMs);
  if (index >= 0) return spans.map((known, at) => (at === index ? { ...known, toMs: span.toMs } : known));
  return spans.length < MAX_UNTRANSCRIBED_SPANS ? [...spans, span] : spans;
}
