import type { TrackProgress, TranscriptProgress, UntranscribedSpan } from '@earshot/ports';
import { addRecordedSpan } from './recorded-spans.js';

/** Untranscribed spans that a call remembers for its end: as many as one request can have. People can request the others by hand. */
const MAX_UNTRANSCRIBED_SPANS = 1_000;

/** The changes when one track is published up to `position`. `untranscribed`: a recorded span that has no words yet. */
export function movePosition(
  published: TranscriptProgress,
  position: TrackProgress,
  untranscribed?: UntranscribedSpan,
): Partial<TranscriptProgress> {
  const { track, transcribedSample: toSample } = position;
  // Recorded work may have several places on one track. The first one is the current one.
  const index = published.tracks.findIndex((known) => known.track === track);
  const fromSample = published.tracks[index]?.transcribedSample ?? toSample;
  const recorded = published.transcribedFromRecording;
  return {
    tracks: published.tracks.map((known, at) => (at === index ? position : known)),
    ...(untranscribed && { untranscribed: addSpan(published.untranscribed, untranscribed) }),
    ...(recorded && { transcribedFromRecording: addRecordedSpan(recorded, { track, fromSample, toSample }) }),
  };
}

/** Spans of one track that touch become one, unless the later one continues a stint. */
function addSpan(spans: readonly UntranscribedSpan[], span: UntranscribedSpan): readonly UntranscribedSpan[] {
  const touches = ({ track, toMs }: UntranscribedSpan) => track === span.track && toMs === span.fromMs;
  const index = span.continues === undefined ? spans.findIndex(touches) : -1;
  if (index >= 0) return spans.map((known, at) => (at === index ? { ...known, toMs: span.toMs } : known));
  return spans.length < MAX_UNTRANSCRIBED_SPANS ? [...spans, span] : spans;
}
