/** `READY`: no call on the socket. `IN_CALL`: START was taken. `CLOSED`: gone or told to go; nothing counts any more. */
export type LcaSessionState = 'READY' | 'IN_CALL' | 'CLOSED';

/** What may come in on the wire. */
export type LcaSignal = 'START' | 'END' | 'AUDIO' | 'BAD_TEXT' | 'TOO_LARGE' | 'GONE';

/** What the session does about it; the names are methods of the rule book in `lca-session.ts`. */
export type LcaRule =
  | 'startCall'
  | 'repeatStart'
  | 'endCall'
  | 'endWithoutCall'
  | 'takeAudio'
  | 'refuseAudio'
  | 'refuseText'
  | 'closeSocket'
  | 'goneWithoutEnd'
  | 'gone'
  | 'ignore';

/** The protocol on one screen: state × signal → rule. A new state or signal does not compile until each cell answers. */
export const lcaRules: Record<LcaSessionState, Record<LcaSignal, LcaRule>> = {
  READY: {
    START: 'startCall',
    END: 'endWithoutCall',
    AUDIO: 'refuseAudio',
    BAD_TEXT: 'refuseText',
    TOO_LARGE: 'closeSocket',
    GONE: 'gone',
  },
  IN_CALL: {
    START: 'repeatStart',
    END: 'endCall',
    AUDIO: 'takeAudio',
    BAD_TEXT: 'refuseText',
    TOO_LARGE: 'closeSocket',
    GONE: 'goneWithoutEnd',
  },
  CLOSED: {
    START: 'ignore',
    END: 'ignore',
    AUDIO: 'ignore',
    BAD_TEXT: 'ignore',
    TOO_LARGE: 'ignore',
    GONE: 'ignore',
  },
};
