import type { AudioCodec, CallId, Result } from '@earshot/contracts';
import type { CallRequest, PauseMessage } from './media-action.js';
import type { SessionErrorCode } from './session-errors.js';

/** The fields of a start that the session itself needs. */
export interface SessionStart {
  readonly callId: CallId;
  readonly sampleRateHz: number;
  readonly codec: AudioCodec;
  readonly channelCount: number;
}

/** A text message of a client. */
export type SessionMessage<Start> =
  | { readonly kind: 'start'; readonly start: Start }
  /** Absent id: the call of the socket. */
  | { readonly kind: 'end'; readonly callId: CallId | undefined }
  | { readonly kind: 'change'; readonly change: CallRequest }
  | ({ readonly kind: 'pause' } & PauseMessage)
  /** Tells nothing that Earshot needs. */
  | { readonly kind: 'note' };

/** Why a text message is refused. */
export interface MessageError<Code extends string> {
  readonly code: Code | SessionErrorCode;
  /** The text is no message of this protocol. */
  readonly isForeign: boolean;
  /** Names the wrong fields, never their values. */
  readonly detail?: string;
}

/**
 * A WebSocket protocol of JSON text messages and binary audio. `MediaSession` runs calls on a socket; the protocol reads
 * the messages and words the errors. `Code`: the error codes of this protocol alone.
 */
export interface MediaProtocol<Start extends SessionStart, Code extends string> {
  /** As the client reads it, e.g. `the LCA WebSocket protocol`. */
  readonly name: string;
  /** The kind of its messages, as `describeFirstText` names it. */
  readonly messageKind: string;
  /** The beginning of the first message, for a client that sent something else. */
  readonly firstMessage: string;
  /** A sentence for each code, for the client and for the call's list of problems. */
  readonly errors: Readonly<Record<Code | SessionErrorCode, string>>;
  readMessage(bytes: Uint8Array): Result<SessionMessage<Start>, MessageError<Code>>;
  /** Whether a start on a socket with a running call only repeats the start of that call. */
  isRepetition(start: Start, running: Start): boolean;
  /** Makes a function that repairs the binary messages of a call in order; undefined if they stay as they are. */
  createRepair?(start: Start): ((bytes: Uint8Array) => Uint8Array) | undefined;
}
