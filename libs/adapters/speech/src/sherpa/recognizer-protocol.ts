/** Data that a thread starts with. */
export interface RecognizerSetup {
  /** The configuration of `OnlineRecognizer` in sherpa-onnx-node. */
  readonly recognizerConfig: Readonly<Record<string, unknown>>;
  readonly sampleRateHz: number;
}

/** A message to a thread. Each thread numbers its streams. */
export type RecognizerRequest =
  | { readonly kind: 'open' | 'end' | 'abort'; readonly id: number }
  | { readonly kind: 'audio'; readonly id: number; readonly samples: Int16Array };

/** Pieces of words as the model gives them. Times are seconds from the start of the segment. */
export interface RecognizedTokens {
  readonly tokens: readonly string[];
  readonly timestamps: readonly number[];
  readonly startSeconds: number;
  /** No word ends later than this. */
  readonly toSeconds: number;
}

/** A message from a thread. */
export type RecognizerReply =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'recognized'; readonly id: number; readonly isFinal: boolean } & RecognizedTokens)
  | { readonly kind: 'covered'; readonly id: number; readonly toSeconds: number }
  | { readonly kind: 'taken'; readonly id: number; readonly samples: number }
  | { readonly kind: 'ended'; readonly id: number };
export type StreamReply = Exclude<RecognizerReply, { kind: 'ready' }>;
