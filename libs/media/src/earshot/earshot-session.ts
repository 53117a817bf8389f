import { EARSHOT_MESSAGE } from '../first-message/describe-first-message.js';
import type { MediaProtocol } from '../session/media-protocol.js';
import { MediaSession } from '../session/media-session.js';
import { earshotErrors, type EarshotErrorCode } from './earshot-errors.js';
import { readEarshotMessage, type EarshotStart } from './read-earshot-message.js';

export interface EarshotSessionOptions {
  /** Makes a call id where the client sends none. */
  readonly newId: () => string;
  /** A peer that sends nothing for this long, not even a pong, is lost. */
  readonly timeoutMs: number;
}

export type EarshotSession = MediaSession<EarshotStart, EarshotErrorCode>;

/** The server's side of one socket of the Earshot protocol. */
export const createEarshotSession = (options: EarshotSessionOptions, nowMs: number): EarshotSession =>
  new MediaSession(earshotProtocol(options.newId), options.timeoutMs, nowMs);

const earshotProtocol = (newId: () => string): MediaProtocol<EarshotStart, EarshotErrorCode> => ({
  name: 'the Earshot WebSocket protocol',
  messageKind: EARSHOT_MESSAGE,
  firstMessage: '{"type":"start","codec":"PCMU","sampleRateHz":8000,"tracks":[…],"participants":[…]}',
  errors: earshotErrors,
  readMessage: (bytes) => readEarshotMessage(bytes, newId),
  // A second start may carry an outdated roster, because messages may have changed the roster since the first.
  isRepetition: () => false,
});
