/**
 * Every mistake that an AudioHook client can make. `docs/errors.md` is generated from this table. Each sentence is for the
 * client and for the call's list of problems. It never contains text that the client sent.
 */
export const audiohookErrors = {
  TEXT_NOT_JSON: 'A text message is not JSON; the session ends.',
  TEXT_NOT_OBJECT: 'A text message is JSON but not an object; the session ends.',
  TEXT_TOO_LARGE: 'A text message is larger than 64 KiB; the connection is closed.',
  ENVELOPE_INVALID: 'A message lacks version 2, id, type, seq, serverseq, position or parameters; the session ends.',
  SEQUENCE_BROKEN: 'seq of a message is not one more than that of the message before; the session ends.',
  SERVER_SEQUENCE_UNKNOWN: 'serverseq of a message is higher than any seq that the server sent; the session ends.',
  SESSION_ID_WRONG: 'id of a message is not the id of the session; the session ends.',
  OPEN_INVALID: 'open has wrong or missing parameters; no call was started.',
  OPEN_REPEATED: 'open came on a session that is already open; it was ignored.',
  OPEN_MISSING: 'No open came in time after the connection was made; the connection is closed.',
  MEDIA_NOT_SUPPORTED: 'open offers no audio as PCMU or L16 with 8000 hertz; no call was started.',
  NOT_AUTHORIZED: 'The client is not allowed to send calls here.',
  DECISION_LATE: 'This server could not decide in time whether it takes the call. Try again later.',
  MESSAGE_INVALID: 'A message has wrong or missing parameters; it was ignored.',
  TYPE_UNKNOWN: 'A message has a type that is not known here; it was ignored.',
  FIELDS_UNKNOWN: 'A message has fields that are not known here; they were ignored.',
  TOO_MANY_MESSAGES: 'The client sent too many text messages in a short time; the connection is closed.',
  AUDIO_OUTSIDE_SESSION: 'Binary data came while the session was not open for audio; the session ends.',
  AUDIO_WHILE_PAUSED: 'Audio came while the client had paused the session.',
  AUDIO_TOO_LARGE: 'A binary message is larger than 1 MiB less 1 KiB; the connection is closed.',
  SAMPLE_CUT_IN_TWO: 'A binary message does not hold whole samples of every channel; the session ends.',
  POSITION_WENT_BACK: 'position of a message is lower than that of the message before.',
  POSITION_IMPOSSIBLE: 'The client reports more missing audio than the time since the session began.',
  ROUND_TRIP_SLOW: 'A message to the phone system and back takes longer than two seconds.',
  CLIENT_REPORTED_ERROR: 'The phone system reported an error.',
  CLOSE_MISSING: 'The client did not close the session after it was told to; the connection is closed.',
} as const;

export type AudiohookErrorCode = keyof typeof audiohookErrors;
export const audiohookErrorCodes = Object.keys(audiohookErrors) as AudiohookErrorCode[];
