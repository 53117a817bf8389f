import type { CallId, EventData, ParticipantRole, Word } from '@earshot/contracts';

export interface SpeechStreamOptions {
  readonly callId: CallId;
  readonly track: number;
  /** Tracks of the call. An engine may transcribe several tracks of a live call in one session. Default: 1. */
  readonly trackCount?: number;
  /** Rate of the samples that are written: the engine's own rate, or the call's when the engine takes any. */
  readonly sampleRateHz: number;
  /** A BCP 47 tag. */
  readonly language: string;
  /** Call-clock position of the first sample. Engines align the tracks of a call with it; `scripted` finds its words by it. */
  readonly startMs: number;
  /** Role of the participant who is on the track at its first sample. Only Call Analytics of Amazon Transcribe reads it. */
  readonly role?: ParticipantRole;
  /** Recorded audio: nobody waits for its words, so live streams go first. */
  readonly isRecorded?: boolean;
  /** Name of a script. Only the `scripted` engine reads it. */
  readonly script?: string;
  /** Times are milliseconds of written audio since the stream was opened. Not called after `end` or `abort` resolved. */
  onResult(result: SpeechResult): void;
  /** The stream is lost and gives nothing more. A clean close by the provider before `end` is a failure too. */
  onFailure(error: Error): void;
}

/** Finals only. `entities` and the characters of `issues` are places in the text. */
export type SpeechInsights = Pick<
  EventData<'transcript.segment'>,
  'sentiment' | 'sentimentScore' | 'issues' | 'entities'
>;

export type SpeechResult =
  | {
      readonly kind: 'words';
      /** A final without text says that the utterance was no speech, and withdraws its partials. */
      readonly isFinal: boolean;
      readonly startMs: number;
      readonly endMs: number;
      readonly text: string;
      readonly words: readonly Word[];
      /** The engine gives no word times, so those of `words` are estimates within the span. */
      readonly areWordTimesEstimated?: boolean | undefined;
      /** BCP 47 tag of the words. Undefined when the engine does not know it. */
      readonly language?: string | undefined;
      /** What the engine says about the words besides their text. */
      readonly insights?: SpeechInsights | undefined;
    }
  /** The engine's own rules matched words that it gave a final for. */
  | {
      readonly kind: 'category';
      readonly category: string;
      readonly isAlert: boolean;
      readonly startMs: number;
      readonly endMs: number;
    }
  /** The engine heard somebody speak for long enough to say something, and has no words for it. Short noise is none. */
  | { readonly kind: 'wordless'; readonly startMs: number; readonly endMs: number }
  /** The engine processed everything up to here and gave every final before it. Silence is covered too. */
  | { readonly kind: 'covered'; readonly toMs: number };

/** One track of one call. It gives the partials of an utterance, then its final, then the next utterance. */
export interface SpeechStream {
  /** Mono samples, in order. Resolves when the engine can take more, which slows the caller down. */
  write(samples: Int16Array): Promise<void>;
  /**
   * Whether all audio of the stream waits for its turn, because the engine works on other streams. An engine without it
   * serves every stream at once. A stream that waits for its turn does not hang.
   */
  waitsForTurn?(): boolean;
  /** No more audio comes. Resolves when the engine gave every final and the stream is closed. */
  end(): Promise<void>;
  /** Closes at once, whether or not results are missing. Idempotent. */
  abort(): Promise<void>;
}

export interface SpeechEngine {
  /** The name that people see, e.g. `sherpa:zipformer-en-2023-06-26`. */
  readonly name: string;
  /** The rate that the engine needs its samples in; null takes any rate. */
  readonly sampleRateHz: number | null;
  /** The only language that it knows, BCP 47. Undefined: it takes the language of the stream, or finds it itself. */
  readonly language?: string | undefined;
  /** What a minute of one track costs, in the currency of the operator. Undefined where no price is set. */
  readonly pricePerMinute?: number | undefined;
  /** Rejects with a `Failure`; a retryable one when another attempt may help. */
  open(options: SpeechStreamOptions): Promise<SpeechStream>;
  /** Aborts the open streams. */
  close(): Promise<void>;
}
