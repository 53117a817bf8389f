/**
 * Every mistake that a client of the Earshot protocol can make. `docs/errors.md` is generated from this table. Each
 * sentence is for the client and for the call's list of problems. It never contains text that the client sent.
 */
export const earshotErrors = {
  TEXT_NOT_JSON: 'A text message is not JSON; it was ignored.',
  TEXT_NOT_OBJECT: 'A text message is JSON but not an object; it was ignored.',
  TEXT_TOO_LARGE: 'A text message is larger than 64 KiB; the connection is closed.',
  TYPE_UNKNOWN: 'The protocol has no message of this type; the message was ignored.',
  MESSAGE_INVALID: 'A message has wrong, missing or unknown fields; it was ignored.',
  AUDIO_BEFORE_START: 'Binary data came while no call was started on this socket; it was refused. Send start first.',
  AUDIO_TOO_LARGE: 'A binary message is larger than 1 MiB less 1 KiB; the connection is closed.',
  SAMPLE_CUT_IN_TWO: "The call's audio ended in the middle of a sample; the partial sample was dropped.",
  CALL_ALREADY_STARTED: 'This socket already carries a call. Send end first. The running call goes on.',
  END_OF_ANOTHER_CALL: 'end names another call than the one on this socket; the call goes on.',
  END_WITHOUT_CALL: 'end came while no call was started on this socket; it was ignored.',
} as const;

export type EarshotErrorCode = keyof typeof earshotErrors;
export const earshotErrorCodes = Object.keys(earshotErrors) as EarshotErrorCode[];
