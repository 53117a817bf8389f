/** One stream of a call, and where its audio begins. */
export interface LegStream {
  readonly arn: string;
  readonly startFragmentNumber: string | undefined;
  readonly startedAtMs: number | undefined;
}

/** A track of the call, and its name in the stream; without a name, the stream has no other track. */
export interface StreamTrack {
  readonly track: number;
  readonly name?: string;
}

/** What the owner of a call has to do. Tracks are 0 and 1. */
export type LegAction =
  | { readonly kind: 'open-stream'; readonly tracks: readonly StreamTrack[]; readonly stream: LegStream }
  /** Read the track to this wall clock; undefined: to what comes before the call ends. */
  | { readonly kind: 'expect-end'; readonly track: number; readonly endsAtMs: number | undefined }
  | { readonly kind: 'read-metadata'; readonly metadata: string }
  | { readonly kind: 'report-failure' }
  /** `isUnannounced`: no event ended the call; nothing more comes of it. */
  | { readonly kind: 'end-call'; readonly isUnannounced: boolean };

/** The streams of one call of a platform, from its events. */
export interface CallPlan {
  /** Whether the side on each track is the caller of the recorded dialog, which is the agent; undefined: nobody said so. */
  readonly areCallers: readonly (boolean | undefined)[];
  /** The label of each track in the recording metadata. */
  readonly labels: readonly (string | undefined)[];
  /** Every stream was read to the end that its events announced. */
  finishEnds(nowMs: number): void;
  /** `lastAudioAtMs`: when audio of the call came last, or was known to wait. Returns the end of the call when it is due. */
  tick(nowMs: number, lastAudioAtMs: number): readonly LegAction[];
}
