/** What a decoder thread decodes. An Opus packet comes alone. */
export type DecoderSetup =
  | { readonly codec: 'MP3' | 'FLAC' }
  | { readonly codec: 'OPUS'; readonly sampleRateHz: number; readonly channelCount: number };

/** One request at a time; each gets one reply. */
export type DecoderRequest =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** More of the bytes that it has. */
  | { readonly kind: 'more' }
  | { readonly kind: 'end' };

/** The first reply says that the decoder is ready. */
export interface DecoderReply {
  readonly pieces: readonly DecodedPiece[];
  /** How many times a part of the file could not be decoded. */
  readonly errors: number;
  /** It has no bytes left. */
  readonly isHungry: boolean;
}

export interface DecodedPiece {
  /** Interleaved, 16 bits, low byte first. */
  readonly samples: Uint8Array;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}
