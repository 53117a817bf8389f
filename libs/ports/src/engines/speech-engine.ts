import type { CallId, Channel, Word } from '@earshot/contracts';

export interface SpeechStreamOptions {
  readonly callId: CallId;
  readonly channel: Channel;
  /** Rate of what is written: the engine's own rate, or the call's where the engine takes any. */
  readonly sampleRateHz: number;
  readonly language: string;
  /** Call-clock position of the first sample written; only the `scripted` engine looks at it. */
  readonly startMs: number;
  /** Name of a script; only the `scripted` engine looks at it. */
  readonly script?: string;
  /** Times are milliseconds of written audio since the stream was opened. Never called after `end` or `abort` resolved. */
  onResult(result: SpeechResult): void;
  /** The stream is lost; nothing more comes. A clean close by the provider before `end` is a failure too. */
  onFailure(error: Error): void;
}

export type SpeechResult =
  | {
      readonly kind: 'words';
      readonly isFinal: boolean;
      readonly startMs: number;
      readonly endMs: number;
      readonly text: string;
      readonly words: readonly Word[];
    }
  /** Everything up to here was heard and every final of it was given; comes also for silence. */
  | { readonly kind: 'covered'; readonly toMs: number };

/** One channel of one call. Partials of an utterance, then its final, then the next utterance. */
export interface SpeechStream {
  /** Mono samples, in order. Resolves when the engine can take more: that is the backpressure. */
  write(samples: Int16Array): Promise<void>;
  /** No more audio; resolves when every final was given and the stream is closed. */
  end(): Promise<void>;
  /** Closes at once, results or not. Idempotent. */
  abort(): Promise<void>;
}

export interface SpeechEngine {
  /** As shown to people, e.g. `sherpa:zipformer-en-2023-06-26`. */
  readonly name: string;
  /** The rate that the engine needs its samples in; null takes any rate. */
  readonly sampleRateHz: number | null;
  open(options: SpeechStreamOptions): Promise<SpeechStream>;
  close(): Promise<void>;
}
