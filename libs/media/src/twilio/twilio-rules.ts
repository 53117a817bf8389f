/** `NEW`: nothing of the protocol came yet. `READY`: no call on the socket. `CLOSED`: gone or being closed; all input is ignored. */
export type TwilioState = 'NEW' | 'READY' | 'IN_CALL' | 'CLOSED';

/**
 * The inputs of a socket. `BAD_START`: a start message without what a call needs. `BAD_MESSAGE`: a wrong message of the
 * protocol, or an unknown one. `FOREIGN`: text of another protocol. `GONE`: the connection is lost.
 */
export type TwilioSignal =
  'START' | 'BAD_START' | 'MEDIA' | 'STOP' | 'NOTE' | 'BAD_MESSAGE' | 'FOREIGN' | 'BINARY' | 'TOO_LARGE' | 'GONE';

/** The names of the session's handlers. */
export const twilioRuleNames = [
  'startCall',
  'repeatStart',
  'receiveMedia',
  'refuseMedia',
  'endCall',
  'greet',
  'refuseMessage',
  'refuseProtocol',
  'refuseStart',
  'closeSocket',
  'loseCall',
  'ignore',
] as const;
export type TwilioRule = (typeof twilioRuleNames)[number];

/** All rules of a socket: signal × state → rule. A new signal or state does not compile until each cell has a rule. */
export const twilioRules = {
  START: { NEW: 'startCall', READY: 'startCall', IN_CALL: 'repeatStart', CLOSED: 'ignore' },
  BAD_START: { NEW: 'refuseStart', READY: 'refuseStart', IN_CALL: 'refuseMessage', CLOSED: 'ignore' },
  MEDIA: { NEW: 'refuseMedia', READY: 'refuseMedia', IN_CALL: 'receiveMedia', CLOSED: 'ignore' },
  STOP: { NEW: 'greet', READY: 'greet', IN_CALL: 'endCall', CLOSED: 'ignore' },
  NOTE: { NEW: 'greet', READY: 'greet', IN_CALL: 'ignore', CLOSED: 'ignore' },
  BAD_MESSAGE: { NEW: 'refuseMessage', READY: 'refuseMessage', IN_CALL: 'refuseMessage', CLOSED: 'ignore' },
  FOREIGN: { NEW: 'refuseProtocol', READY: 'refuseMessage', IN_CALL: 'refuseMessage', CLOSED: 'ignore' },
  BINARY: { NEW: 'refuseProtocol', READY: 'refuseMessage', IN_CALL: 'refuseMessage', CLOSED: 'ignore' },
  TOO_LARGE: { NEW: 'closeSocket', READY: 'closeSocket', IN_CALL: 'closeSocket', CLOSED: 'ignore' },
  GONE: { NEW: 'loseCall', READY: 'loseCall', IN_CALL: 'loseCall', CLOSED: 'ignore' },
} as const satisfies Record<TwilioSignal, Record<TwilioState, TwilioRule>>;
