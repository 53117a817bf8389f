import type { AudioCodec, CallId } from '@earshot/contracts';

/** Where a call that is already known stands, for a source that comes back to it. */
export interface KnownCall {
  /** `OPEN`: audio may go on. `CLOSED`: the call is over. */
  readonly state: 'OPEN' | 'CLOSED';
  readonly startedAtMs: number;
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** End of what is recorded, samples per channel. */
  readonly positionSample: number;
  /** Wall clock of the last audio that was recorded. */
  readonly lastAudioAtMs: number;
  /** Sequence number that the next frame gets. */
  readonly nextSequence: number;
}

/** What ingest asks when a call id comes that this process does not know: null for a new call. Never asked before a handshake is answered. */
export interface StreamRegistry {
  find(callId: CallId): Promise<KnownCall | null>;
}
