/**
 * Every mistake that a client can make that forks the audio of a call. `docs/errors.md` is generated from this
 * table. These phone systems read no replies, so each sentence is for the call's list of problems. It never contains text that was
 * sent.
 */
export const forkErrors = {
  TEXT_NOT_JSON: 'A text message is not JSON; it was ignored.',
  TEXT_NOT_OBJECT: 'A text message is JSON but not an object; it was ignored.',
  TEXT_TOO_LARGE: 'A text message is larger than 64 KiB; the connection is closed.',
  START_INVALID: 'The metadata has no call id, or one of more than 256 printable characters; no call was started.',
  SAMPLING_RATE_INVALID: 'The metadata has a sample rate outside 4000 to 192000 Hz; no call was started.',
  CODEC_NOT_SUPPORTED: 'The metadata has a codec other than µ-law, A-law and L16; no call was started.',
  MIX_NOT_SUPPORTED: 'The metadata has a mixType other than mono, mixed and stereo; no call was started.',
  AUDIO_BEFORE_START: 'Audio came before the metadata that names its call; it was refused.',
  AUDIO_TOO_LARGE: 'A binary message is larger than 1 MiB less 1 KiB; the connection is closed.',
  SAMPLE_CUT_IN_TWO: "The call's audio ended in the middle of a sample; the partial sample was dropped.",
  CALL_ALREADY_STARTED:
    'This socket already carries another call, or this call in another format. The running call goes on.',
  END_OF_ANOTHER_CALL: 'An end names another call than the one on this socket; the call goes on.',
  END_WITHOUT_CALL: 'An end came while no call was started on this socket; it was ignored.',
} as const;

export type ForkErrorCode = keyof typeof forkErrors;
export const forkErrorCodes = Object.keys(forkErrors) as ForkErrorCode[];
