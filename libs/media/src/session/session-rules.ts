/**
 * `NEW`: no message of the protocol came yet. `READY`: no call on the socket. `IN_CALL`: a start was accepted. `CLOSED`: the
 * socket is gone or being closed; every input is ignored.
 */
export type SessionState = 'NEW' | 'READY' | 'IN_CALL' | 'CLOSED';

/**
 * The inputs of a socket. `CHANGE`: of participants, of tracks, or of the call itself. `PAUSE`: the client pauses its call, or lets it go on. `BAD_MESSAGE`: a message of the protocol with a wrong field.
 * `FOREIGN`: text that is no message of the protocol. `GONE`: the connection is lost.
 */
export type SessionSignal =
  'START' | 'END' | 'CHANGE' | 'PAUSE' | 'AUDIO' | 'BAD_MESSAGE' | 'FOREIGN' | 'TOO_LARGE' | 'GONE';

/** The names of the session's handlers. */
export const sessionRuleNames = [
  'startCall',
  'repeatStart',
  'endCall',
  'refuseEnd',
  'changeCall',
  'refuseEarlyChange',
  'setPause',
  'receiveAudio',
  'refuseAudio',
  'refuseFirstAudio',
  'refuseMessage',
  'refuseProtocol',
  'closeSocket',
  'loseCall',
  'closeSession',
  'ignore',
] as const;
export type SessionRule = (typeof sessionRuleNames)[number];

/** All rules of a socket: signal × state → rule. A new signal or state does not compile until each cell has a rule. */
export const sessionRules = {
  START: { NEW: 'startCall', READY: 'startCall', IN_CALL: 'repeatStart', CLOSED: 'ignore' },
  END: { NEW: 'refuseEnd', READY: 'refuseEnd', IN_CALL: 'endCall', CLOSED: 'ignore' },
  CHANGE: { NEW: 'refuseEarlyChange', READY: 'refuseEarlyChange', IN_CALL: 'changeCall', CLOSED: 'ignore' },
  PAUSE: { NEW: 'refuseEarlyChange', READY: 'refuseEarlyChange', IN_CALL: 'setPause', CLOSED: 'ignore' },
  AUDIO: { NEW: 'refuseFirstAudio', READY: 'refuseAudio', IN_CALL: 'receiveAudio', CLOSED: 'ignore' },
  BAD_MESSAGE: { NEW: 'refuseMessage', READY: 'refuseMessage', IN_CALL: 'refuseMessage', CLOSED: 'ignore' },
  FOREIGN: { NEW: 'refuseProtocol', READY: 'refuseMessage', IN_CALL: 'refuseMessage', CLOSED: 'ignore' },
  TOO_LARGE: { NEW: 'closeSocket', READY: 'closeSocket', IN_CALL: 'closeSocket', CLOSED: 'ignore' },
  GONE: { NEW: 'closeSession', READY: 'closeSession', IN_CALL: 'loseCall', CLOSED: 'ignore' },
} as const satisfies Record<SessionSignal, Record<SessionState, SessionRule>>;
