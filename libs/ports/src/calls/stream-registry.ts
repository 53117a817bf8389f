import type { AudioCodec, CallId } from '@earshot/contracts';

/** A stored call to which its source returns. */
export interface KnownCall {
  /**
   * `STARTED`: none of its audio is stored, so the fields from `codec` on mean nothing. `OPEN`: its audio may continue.
   * `CLOSED`: the call is over.
   */
  readonly state: 'STARTED' | 'OPEN' | 'CLOSED';
  readonly startedAtMs: number;
  /** The key of the principal that brought the call. Null where nobody had to sign in, and while its start is not stored. */
  readonly startedBy: string | null;
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** End of what is recorded, in samples of one track. */
  readonly positionSample: number;
  /** Wall clock of the last audio that was recorded. */
  readonly lastAudioAtMs: number;
  /** The sequence number of the next frame. */
  readonly nextSequence: number;
  /** The call waits until somebody starts it. */
  readonly awaitsStart?: boolean;
  /** The last change of a pause. Null if the call was never paused. */
  readonly pause: { readonly isPaused: boolean; readonly changedAtMs: number } | null;
}

/**
 * Ingest looks a call id up here when this process does not know it. It answers the handshake first and asks afterwards.
 */
export interface StreamRegistry {
  /** Null for a new call. Rejects with retryable `STORE_UNAVAILABLE`. */
  find(callId: CallId): Promise<KnownCall | null>;
}
