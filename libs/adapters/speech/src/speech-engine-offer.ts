import type { Clock, Logger, Metrics, SpeechEngine } from '@earshot/ports';

/** What every engine may need to get ready; each takes what it uses. */
export interface SpeechEngineSettings {
  /** Name in the model table; its own default for the language where it is missing. */
  readonly model?: string | undefined;
  /** A model that lies here is used instead of a downloaded one. */
  readonly modelDir?: string | undefined;
  /** Where models are downloaded from; the publisher's host where it is missing. */
  readonly modelBaseUrl?: string | undefined;
  /** Downloaded models are kept in `<dataDir>/models`. */
  readonly dataDir: string;
  readonly scriptsDir?: string | undefined;
  /** BCP 47 tag. */
  readonly language: string;
  /** Threads or processes that recognise; one less than the machine has cores where it is missing. */
  readonly workers?: number | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** What an engine can say of itself at this moment: the engine, or null and why not. The reason is one line. */
export interface SpeechEngineState {
  readonly engine: SpeechEngine | null;
  readonly reason: string;
}

/** An engine that was prepared; its state may change later, e.g. when its model has been downloaded. */
export interface SpeechEngineOffer {
  current(): SpeechEngineState;
  close(): Promise<void>;
}

/** Gets an engine ready in seconds, never minutes; what takes longer goes on behind `current`. Does not reject. */
export type PrepareSpeechEngine = (settings: SpeechEngineSettings) => Promise<SpeechEngineOffer>;
