/**
 * Every mistake that an LCA client can make. `docs/errors.md` is generated from this table. Each sentence is for the
 * client and for the call's list of problems. It never contains text that the client sent.
 */
export const lcaErrors = {
  TEXT_NOT_JSON: 'A text message is not JSON; it was ignored.',
  TEXT_NOT_OBJECT: 'A text message is JSON but not an object; it was ignored.',
  TEXT_TOO_LARGE: 'A text message is larger than 64 KiB; the connection is closed.',
  CALL_EVENT_UNKNOWN: 'callEvent is neither START nor END; the message was ignored.',
  SAMPLING_RATE_INVALID: 'START needs samplingRate, a whole number of hertz from 4000 to 192000; no call was started.',
  CALL_ID_INVALID:
    'callId must be text of 1 to 256 printable characters: no control characters, and none that turn the direction of the text; the message was ignored.',
  CODEC_NOT_SUPPORTED: 'codec must be L16, PCMU or PCMA; no call was started.',
  CHANNELS_NOT_SUPPORTED: 'channels must be 1 or 2; no call was started.',
  AUDIO_BEFORE_START: 'Binary data came while no call was started on this socket; it was refused. Send START first.',
  AUDIO_TOO_LARGE: 'A binary message is larger than 1 MiB less 1 KiB; the connection is closed.',
  SAMPLE_CUT_IN_TWO: "The call's audio ended in the middle of a sample; the partial sample was dropped.",
  CALL_ALREADY_STARTED:
    'This socket already carries another call, or this call in another format. Send END first. The running call goes on.',
  END_OF_ANOTHER_CALL: 'END names another call than the one on this socket; the call goes on.',
  END_WITHOUT_CALL: 'END came while no call was started on this socket; it was ignored.',
} as const;

export type LcaErrorCode = keyof typeof lcaErrors;
export const lcaErrorCodes = Object.keys(lcaErrors) as LcaErrorCode[];
