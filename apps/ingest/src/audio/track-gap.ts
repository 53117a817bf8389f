import type { EventData } from '@earshot/contracts';

type GapReason = EventData<'audio.gap-declared'>['reason'];

/** A part of the call that its source says is missing, at the end of the audio so far. */
export interface DeclaredGap {
  /** Its length, in samples of one track. */
  readonly samples: number;
  /** The tracks that lack it: the audio of the span follows, with silence on them. Absent: all, and no audio of it follows. */
  readonly tracks?: readonly number[];
  readonly reason: GapReason;
}

/** A part of the call that is missing on some tracks, in samples. The frames of the span hold silence on them. */
export interface TrackGap {
  readonly fromSample: number;
  readonly toSample: number;
  readonly tracks: readonly number[];
  readonly reason: GapReason;
}

/** One gap for both, if the second continues the first on the same tracks for the same reason; else null. */
export function joinTrackGaps(first: TrackGap, second: TrackGap): TrackGap | null {
  const isSame =
    first.toSample === second.fromSample &&
    first.reason === second.reason &&
    first.tracks.length === second.tracks.length &&
    first.tracks.every((track, at) => second.tracks[at] === track);
  return isSame ? { ...first, toSample: second.toSample } : null;
}
