/** A segment as GraphQL returns it. */
export interface ObservedSegment {
  readonly id: string;
  readonly revision: number;
  readonly track: number;
  readonly participant: { readonly id: string };
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly words: readonly { readonly text: string; readonly startMs: number; readonly endMs: number }[];
  readonly isPartial: boolean;
}

export interface ObservedGap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
}

export interface ObservedLedger {
  readonly track: number;
  readonly receivedMs: number;
  readonly transcribedMs: number;
  readonly gapMs: number;
  readonly gaps: readonly ObservedGap[];
}

/** The metrics of one participant. */
export interface ObservedMetrics {
  readonly participant: { readonly id: string };
  readonly words: number;
}

/** The read model of a call, with all pages of its segments. */
export interface ObservedCall {
  readonly id: string;
  readonly status: string;
  readonly durationMs: number;
  readonly ledger: readonly ObservedLedger[];
  readonly problems: readonly { readonly stage: string; readonly code: string }[];
  readonly recording: { readonly url: string; readonly durationMs: number } | null;
  readonly metrics: { readonly channels: readonly ObservedMetrics[] } | null;
  readonly segments: readonly ObservedSegment[];
}

/** What a subscriber received, in order. It fetches a `snapshot` each time it has subscribed. */
export type StreamEntry =
  | { readonly kind: 'event'; readonly atMs: number; readonly segment: ObservedSegment }
  | { readonly kind: 'snapshot'; readonly atMs: number; readonly segments: readonly ObservedSegment[] };

/** What the player knows about a call. */
export interface PlayedCall {
  readonly callId: string;
  readonly seed: string;
  readonly finalEverySeconds: number;
  /** Wall-clock time at which the first sample was due. */
  readonly startedAtMs: number;
  readonly speed: number;
  /** Audio that the player sent, plus audio that it skipped while it was disconnected. */
  readonly playedMs: number;
  /** Length of the audio as ingest counted it. */
  readonly receivedMs: number | null;
  readonly reconnects: number;
  /** From the last message on each lost connection to START on the next one, in total. */
  readonly disconnectedMs: number;
  /** From START to the server's answer on each connection after the first, in total. */
  readonly unansweredMs: number;
  /** From the moment at which the first sample was due to END. Later than the audio if the player reconnects after its end. */
  readonly endedAfterMs: number;
  /** Why the call could not be played to its end, or null. */
  readonly failure: string | null;
}

/** Everything that is known about a call after its end. */
export interface CallEvidence {
  readonly played: PlayedCall;
  readonly call: ObservedCall | null;
  readonly stream: readonly StreamEntry[];
  /** The samples of the recording without the WAV header, or null if there is none. */
  readonly recording: Uint8Array | null;
}
