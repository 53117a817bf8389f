/**
 * `NEW`: no LCA message came yet. `READY`: no call on the socket. `IN_CALL`: a START was accepted. `CLOSED`: the socket is
 * gone or being closed; every input is ignored.
 */
export type LcaSessionState = 'NEW' | 'READY' | 'IN_CALL' | 'CLOSED';

/** What may come in. `BAD_MESSAGE`: an LCA message with a wrong field. `NOT_LCA`: text that is no LCA message. */
export type LcaSignal = 'START' | 'END' | 'AUDIO' | 'BAD_MESSAGE' | 'NOT_LCA' | 'TOO_LARGE' | 'GONE';

/** What the session does about a signal: the names of its handlers. */
export type LcaRule =
  | 'startCall'
  | 'repeatStart'
  | 'endCall'
  | 'refuseEnd'
  | 'receiveAudio'
  | 'refuseAudio'
  | 'refuseFirstAudio'
  | 'refuseMessage'
  | 'refuseProtocol'
  | 'closeSocket'
  | 'loseCall'
  | 'closeSession'
  | 'ignore';

/** The protocol on one screen: signal × state → rule. A new signal or state does not compile until each cell has a rule. */
export const lcaRules = {
  START: { NEW: 'startCall', READY: 'startCall', IN_CALL: 'repeatStart', CLOSED: 'ignore' },
  END: { NEW: 'refuseEnd', READY: 'refuseEnd', IN_CALL: 'endCall', CLOSED: 'ignore' },
  AUDIO: { NEW: 'refuseFirstAudio', READY: 'refuseAudio', IN_CALL: 'receiveAudio', CLOSED: 'ignore' },
  BAD_MESSAGE: { NEW: 'refuseMessage', READY: 'refuseMessage', IN_CALL: 'refuseMessage', CLOSED: 'ignore' },
  NOT_LCA: { NEW: 'refuseProtocol', READY: 'refuseMessage', IN_CALL: 'refuseMessage', CLOSED: 'ignore' },
  TOO_LARGE: { NEW: 'closeSocket', READY: 'closeSocket', IN_CALL: 'closeSocket', CLOSED: 'ignore' },
  GONE: { NEW: 'closeSession', READY: 'closeSession', IN_CALL: 'loseCall', CLOSED: 'ignore' },
} as const satisfies Record<LcaSignal, Record<LcaSessionState, LcaRule>>;
