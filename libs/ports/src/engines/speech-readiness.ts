/** What the adapter of an engine uses of it. `docs/how-to/choose-an-engine.md` and the API's `speechEngines` show these. */
export interface SpeechCapabilities {
  /** Who gets the audio, for people. */
  readonly audioGoesTo: string;
  /** For people. */
  readonly languages: string;
  /** Words of an utterance before it ends. */
  readonly partials: boolean;
  /** `either`: measured where the server gives them. */
  readonly wordTimes: 'measured' | 'estimated' | 'either';
  /** A confidence for each word. */
  readonly confidence: boolean;
  /** Words that the engine is told to expect. */
  readonly customVocabulary: boolean;
  /** The engine itself can replace private details. */
  readonly redaction: boolean;
  /** Tells several speakers on one track apart. */
  readonly diarisation: boolean;
}

/** The part of a provider's quota that a process keeps for itself. Another process must not use it. */
export interface QuotaClaim {
  readonly streams: number;
  readonly startsPerSecond: number;
}

/** What an engine can do, and its state in one transcription process. */
export interface SpeechEngineReport {
  readonly name: string;
  readonly capabilities: SpeechCapabilities;
  /** The settings of the process enable the engine. */
  readonly isConfigured: boolean;
  /** The engine can take a new call: it runs, and did not fail lately. */
  readonly isHealthy: boolean;
  /** One line for people. */
  readonly reason: string;
  /** Only where processes share the quota of the engine. */
  readonly claim?: QuotaClaim;
}

/** The engine that one transcription process uses for recorded audio now; null where none can run, with the reason. */
export interface SpeechReadiness {
  readonly engine: string | null;
  /** One line for people. */
  readonly reason: string;
  /** Every engine that the process knows. Empty for a process of an earlier version. */
  readonly engines: readonly SpeechEngineReport[];
}

export interface LiveSpeechReadiness extends SpeechReadiness {
  readonly processId: string;
}

/** Tells the gateway whether any transcription process can transcribe. Rejects with retryable `STORE_UNAVAILABLE`. */
export interface SpeechReadinessStore {
  /** A process counts as live until 90 s after its last `publish`. */
  publish(processId: string, readiness: SpeechReadiness): Promise<void>;
  /** One entry for each live process. */
  findLive(): Promise<readonly LiveSpeechReadiness[]>;
  /** Removes a process that stops. */
  remove(processId: string): Promise<void>;
}
