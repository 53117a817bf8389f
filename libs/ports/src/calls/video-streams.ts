/** Where to begin to read a stream. `serverAtMs`: with the fragment of this wall clock of the service. */
export type StreamPlace = { readonly afterFragmentNumber: string } | { readonly serverAtMs: number } | 'NOW';

/** Streams of media that a platform writes while a call runs. */
export interface VideoStreams {
  /**
   * The media from there on, in pieces of any length. The service ends a session when it likes, which says nothing about the call.
   * Rejects with the error of the service. Reading may be slow: what is not asked for waits at the service.
   */
  readMedia(streamArn: string, from: StreamPlace, signal: AbortSignal): AsyncIterable<Uint8Array>;
  close(): void;
}
