/** What the threads are started with. */
export interface RecognizerSetup {
  /** As `OnlineRecognizer` of sherpa-onnx-node takes it. */
  readonly recognizerConfig: Readonly<Record<string, unknown>>;
  readonly sampleRateHz: number;
}

/** To a thread. Streams have numbers of their own. */
export type RecognizerRequest =
  | { readonly kind: 'open' | 'end' | 'abort'; readonly id: number }
  | { readonly kind: 'audio'; readonly id: number; readonly samples: Int16Array };

/** Pieces of words as the model has them, each with the seconds from the segment's start to its own. */
export interface HeardTokens {
  readonly tokens: readonly string[];
  readonly timestamps: readonly number[];
  readonly startSeconds: number;
  /** No word of it ends later. */
  readonly toSeconds: number;
}

/** From a thread. */
export type RecognizerReply =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'heard'; readonly id: number; readonly isFinal: boolean } & HeardTokens)
  | { readonly kind: 'covered'; readonly id: number; readonly toSeconds: number }
  | { readonly kind: 'taken'; readonly id: number; readonly samples: number }
  | { readonly kind: 'ended'; readonly id: number };
export type StreamReply = Exclude<RecognizerReply, { kind: 'ready' }>;
