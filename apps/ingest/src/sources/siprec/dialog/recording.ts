import type { Result } from '@earshot/contracts';
import type { RecordingBody, SiprecErrorCode, SipRequest } from '@earshot/media/siprec';
import type { SipPath } from '../transport/sip-path.js';

/** What one dialog records, as the dialog sees it. */
export interface Recording {
  /** Our session description as it was sent last. */
  readonly description: string;
  /**
   * Applies a later offer, later metadata, or both. Returns our answer to the offer; null: there was no offer. A refusal
   * changes nothing.
   */
  changeRecording(body: RecordingBody): Promise<Result<string | null, SiprecErrorCode>>;
  /** Whether audio came lately, or no audio is expected now. */
  isAlive(nowMs: number): boolean;
  /** Whether audio came lately. */
  isReceiving(nowMs: number): boolean;
  /** The other side has ended the recording. */
  end(): void;
  /** The recording stops without a word of the other side. The call stays open for a client that continues it. */
  lose(): void;
}

/** A recording that somebody asks for. */
export interface RecordingRequest {
  readonly invite: SipRequest;
  readonly body: RecordingBody;
  readonly path: SipPath;
  /** The recording is over from our side. */
  hangUp(): void;
}

export type OpenRecording = (request: RecordingRequest) => Promise<Result<Recording, SiprecErrorCode>>;
