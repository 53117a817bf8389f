/** What a listening process starts with: paths of files. A process without a recogniser only detects speech. */
export interface ListeningSetup {
  readonly encoder?: string;
  readonly decoder?: string;
  readonly tokens?: string;
  readonly vad: string;
}

/** A request to a listening process, which answers one after the other. */
export type ListeningRequest =
  /** Whole windows of a stream. The process creates its detector at the first request. */
  | { readonly kind: 'detect'; readonly stream: number; readonly samples: Int16Array }
  /** A final that comes back empty is decoded again. */
  | { readonly kind: 'decode'; readonly samples: Int16Array; readonly isFinal: boolean }
  | { readonly kind: 'forget'; readonly stream: number };

export interface Detection {
  /** One answer for each window: 1 for speech. */
  readonly isSpeech: Uint8Array;
  /** The detector is new, so it knows nothing of the speech in progress. */
  readonly isFresh: boolean;
}

export type ListeningReply =
  /** The model works; the decoder took this much CPU time for the second of its trial. */
  | { readonly kind: 'ready'; readonly trialMs: number }
  | ({ readonly kind: 'detected' } & Detection)
  | { readonly kind: 'decoded'; readonly text: string };
