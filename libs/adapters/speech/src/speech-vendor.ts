import type { Clock, Logger, Metrics, QuotaClaim, SpeechCapabilities, SpeechEngine } from '@earshot/ports';
import type { EngineShare } from './engine-share.js';
import type { z } from 'zod';

/** Everything that the process gives to an engine. */
export interface SpeechHost {
  readonly dataDir: string;
  /** Downloaded models are kept here. */
  readonly modelsDir: string;
  /** Whether the engine may download a model: no engine before it in the order of preference runs or is about to. */
  readonly mayFetchModels: boolean;
  /** BCP 47 tag of the calls. */
  readonly language: string;
  /** Threads or processes that recognise speech; undefined leaves the number to the engine. */
  readonly workers: number | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** The state of an engine at this moment: the engine, or null. The reason is one line for people. */
export interface SpeechEngineState {
  readonly engine: SpeechEngine | null;
  readonly reason: string;
  /** The engine cannot run yet, but its model is on the way. */
  readonly isComing?: boolean;
  /** The engine has as many streams as it may have. */
  readonly isFull?: boolean;
}

/** A prepared engine. Its state may change later, e.g. when its model is downloaded. */
export interface SpeechEngineOffer {
  current(): SpeechEngineState;
  /** The part of its quota that this process shares with others. Left out for an engine without a shared quota. */
  readonly share?: EngineShare | null;
  /** What this process claims of the shared quota. */
  claim?(): QuotaClaim | undefined;
  close(): Promise<void>;
}

/**
 * Prepares an engine within seconds. Slower work, such as a download, goes on in the background and shows in `current`.
 * An engine that cannot run has no engine and a reason. Rejects only with `Failure` `SPEECH_OPTIONS_INVALID`, when the
 * settings contradict each other.
 */
export type PrepareSpeechEngine<Settings> = (settings: Settings, host: SpeechHost) => Promise<SpeechEngineOffer>;

/** One line of the registry. */
export interface SpeechVendor<Shape extends z.ZodRawShape> {
  /** Whether `SPEECH_ENGINE=auto` may choose it. */
  readonly isAutomatic: boolean;
  readonly capabilities: SpeechCapabilities;
  /** The names that `SPEECH_MODEL` may have for this engine. */
  readonly models?: readonly string[];
  /**
   * Neighbouring tracks of a live call that share one stream of the provider, so that they count once against its quota.
   * Default: 1.
   */
  readonly tracksPerStream?: number;
  /** The vendor's own environment variables. */
  readonly settings: z.ZodObject<Shape>;
  /** Loads the vendor's code, only when the vendor is used. */
  load(): Promise<{ readonly prepare: PrepareSpeechEngine<z.infer<z.ZodObject<Shape>>> }>;
}
