/** The engine that one transcription process uses for recorded audio now; null where none can run, with the reason. */
export interface SpeechReadiness {
  readonly engine: string | null;
  /** One line for people. */
  readonly reason: string;
}

/** Tells the gateway whether any transcription process can transcribe. Rejects with retryable `STORE_UNAVAILABLE`. */
export interface SpeechReadinessStore {
  /** A process counts as live until 90 s after its last `publish`. */
  publish(processId: string, readiness: SpeechReadiness): Promise<void>;
  /** One entry for each live process. */
  findLive(): Promise<readonly SpeechReadiness[]>;
  /** Removes a process that stops. */
  remove(processId: string): Promise<void>;
}
