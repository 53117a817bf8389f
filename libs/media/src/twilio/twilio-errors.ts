/**
 * Every mistake that a client of the Twilio family can make. `docs/errors.md` is generated from this table. These phone
 * systems read no replies, so each sentence is for the call's list of problems. It never contains text that was sent.
 */
export const twilioErrors = {
  TEXT_NOT_JSON: 'A text message is not JSON; it was ignored.',
  TEXT_NOT_OBJECT: 'A text message is JSON but not an object; it was ignored.',
  TEXT_TOO_LARGE: 'A text message is larger than 256 KiB; the connection is closed.',
  EVENT_UNKNOWN: 'A message has an event that the protocol does not know; it was ignored.',
  START_INVALID:
    'The start message has no call id, or one of more than 256 printable characters; the connection is closed.',
  CODEC_NOT_SUPPORTED: 'The start message announces a codec other than µ-law, A-law and L16; the connection is closed.',
  SAMPLING_RATE_INVALID: 'The start message announces no sample rate from 4000 to 192000 Hz; the connection is closed.',
  ACCOUNT_NOT_ALLOWED: 'The start message names an account that may not send calls here; the connection is closed.',
  CALL_ALREADY_STARTED: 'This socket already carries another call. The running call goes on.',
  MEDIA_BEFORE_START: 'Audio came while no call was started on this socket; it was refused.',
  MEDIA_INVALID:
    'A media message has no readable audio: not base64, or half a sample. It was ignored, and its time is a gap.',
  TRACK_NOT_ANNOUNCED:
    'Audio came on a track that the start message did not announce; it was refused. Ask for both tracks, or set the parameter tracks.',
  MEDIA_TIME_INVALID:
    'A timestamp is further ahead than the call has lasted. Its audio was taken as the next one of its track.',
  BINARY_NOT_EXPECTED: 'A binary message came; this protocol has only text messages. It was ignored.',
} as const;

export type TwilioErrorCode = keyof typeof twilioErrors;
export const twilioErrorCodes = Object.keys(twilioErrors) as TwilioErrorCode[];
