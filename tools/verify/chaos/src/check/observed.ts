import type { Channel } from '@earshot/contracts';

/** A segment as GraphQL shows it. */
export interface SeenSegment {
  readonly id: string;
  readonly revision: number;
  readonly channel: Channel;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly words: readonly { readonly text: string; readonly startMs: number; readonly endMs: number }[];
  readonly isPartial: boolean;
}

export interface SeenGap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
}

export interface SeenLedger {
  readonly channel: Channel;
  readonly receivedMs: number;
  readonly transcribedMs: number;
  readonly gapMs: number;
  readonly gaps: readonly SeenGap[];
}

/** The read model of a call. */
export interface SeenCall {
  readonly id: string;
  readonly status: string;
  readonly durationMs: number;
  readonly ledger: readonly SeenLedger[];
  readonly problems: readonly { readonly stage: string; readonly code: string }[];
  readonly recording: { readonly url: string; readonly durationMs: number } | null;
  readonly metrics: { readonly channels: readonly { readonly channel: Channel; readonly words: number }[] } | null;
  /** Every page. */
  readonly segments: readonly SeenSegment[];
}

/** What a subscriber was told, in the order it came: `snapshot` is what it fetched after it had subscribed (again). */
export type StreamEntry =
  | { readonly kind: 'event'; readonly atMs: number; readonly segment: SeenSegment }
  | { readonly kind: 'snapshot'; readonly atMs: number; readonly segments: readonly SeenSegment[] };

/** What the generator knows of a call that it played. */
export interface PlayedCall {
  readonly callId: string;
  readonly seed: string;
  readonly finalEverySeconds: number;
  /** Wall clock at which the first sample was due. */
  readonly startedAtMs: number;
  readonly speed: number;
  /** What it sent and what passed while its connection was away. */
  readonly playedMs: number;
  /** Length of its audio as the server counted it. */
  readonly receivedMs: number | null;
  readonly reconnects: number;
  /** Why it could not be played to its end; null where it could. */
  readonly failure: string | null;
}

/** Everything known of a call after it is over. */
export interface Evidence {
  readonly played: PlayedCall;
  readonly call: SeenCall | null;
  readonly stream: readonly StreamEntry[];
  /** Samples of the WAV without its header; null where there is none. */
  readonly recording: Uint8Array | null;
}
