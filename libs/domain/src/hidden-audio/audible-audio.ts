import type { RedactionKind } from '@earshot/contracts';
import { msToUs, SpanSet, type Span } from '../call/span-set.js';
import { withMargin } from './hidden-spans.js';

/** What is known about the audio of one track, in microseconds of the call clock. */
export interface TrackAudio {
  readonly track: number;
  /** An engine processed these spans to their end, so the words in them are redacted. */
  readonly covered: readonly Span[];
  /** Declared gaps: no audio arrived, or no engine processed it. */
  readonly gaps: readonly Span[];
  readonly hidden: readonly { readonly kind: RedactionKind; readonly spans: readonly Span[] }[];
}

export interface AudibilityRules {
  /** Whether the words of this kind are hidden in the audio. */
  hides(kind: RedactionKind): boolean;
  readonly marginMs: number;
  /** Whether audio may be heard that no engine processed. It may hold numbers that nobody redacted. */
  readonly mayHearUntranscribed: boolean;
  /** How long the audio of a live call stays behind its transcript: a number may go on in the next turn. */
  readonly holdBackMs: number;
}

/** The end of a call that is longer than every recording. */
const FOREVER = Number.MAX_SAFE_INTEGER;

/** The spans of a track that must be silent. */
export function mutedSpans(track: TrackAudio | undefined, rules: AudibilityRules): SpanSet {
  const muted = new SpanSet();
  for (const { kind, spans } of track?.hidden ?? []) {
    if (rules.hides(kind)) for (const span of withMargin(spans, rules.marginMs).spans) muted.add(span);
  }
  if (rules.mayHearUntranscribed) return muted;
  const all = new SpanSet([{ from: 0, to: FOREVER }]);
  for (const span of all.minus(new SpanSet(track?.covered ?? [])).spans) muted.add(span);
  return muted;
}

/**
 * The end of what may be heard of a live call: every track is accounted for up to there, by words, silence or a declared gap, and the
 * hold-back is subtracted. 0 while any track has no account.
 */
export function liveAudioEndUs(tracks: readonly (TrackAudio | undefined)[], { holdBackMs }: AudibilityRules): number {
  const ends = tracks.map((track) => {
    const [first] = new SpanSet([...(track?.covered ?? []), ...(track?.gaps ?? [])]).spans;
    return first === undefined || first.from > 0 ? 0 : first.to;
  });
  return Math.max(0, Math.min(...ends, FOREVER) - msToUs(holdBackMs));
}
