/**
 * Why an AudioSocket connection is closed, or what is wrong with it. `docs/errors.md` is generated from this table. The protocol has
 * no place for such a sentence: it is for the log and the call's list of problems.
 */
export const audioSocketErrors = {
  AUDIOSOCKET_ID_MISSING: 'A connection began without the UUID of its call; it was closed.',
  AUDIOSOCKET_FRAME_INVALID: 'A frame has a length that its kind cannot have; the connection was closed.',
  AUDIOSOCKET_RATE_CHANGED: 'The audio changed its sampling rate within a call; the connection was closed.',
  AUDIOSOCKET_PEER_FAILED: 'Asterisk reported an error of its own; audio may be missing.',
  AUDIOSOCKET_TIMED_OUT: 'A connection sent nothing for too long; it was closed, and its call waits for it.',
} as const;

export type AudioSocketErrorCode = keyof typeof audioSocketErrors;
export const audioSocketErrorCodes = Object.keys(audioSocketErrors) as AudioSocketErrorCode[];
