/** What one error code of the LCA socket means, and with which WebSocket code it closes the socket; null leaves it open. */
export interface LcaError {
  /** One sentence for the client, `docs/errors.md` and the call's list of problems. Never holds what was sent. */
  readonly says: string;
  readonly closesWith: number | null;
}

/**
 * Everything that can be wrong with what an LCA client sends, in one table; `docs/errors.md` is generated from it.
 * Close codes: 1009 too big and 1013 try again later (RFC 6455 registry), 4409 conflict (ours, after HTTP 409).
 */
export const lcaErrors = {
  TEXT_NOT_JSON: { says: 'A text frame is not JSON; it was ignored.', closesWith: null },
  TEXT_NOT_OBJECT: { says: 'A text frame is JSON but not an object; it was ignored.', closesWith: null },
  TEXT_TOO_LARGE: { says: 'A text frame is larger than 64 KiB.', closesWith: 1009 },
  CALL_EVENT_UNKNOWN: { says: 'callEvent is neither START nor END; the message was ignored.', closesWith: null },
  SAMPLING_RATE_INVALID: {
    says: 'START needs samplingRate, a whole number of hertz from 4000 to 192000; no call was started.',
    closesWith: null,
  },
  CALL_ID_INVALID: {
    says: 'callId must be text of 1 to 256 characters without control characters; the message was ignored.',
    closesWith: null,
  },
  CODEC_NOT_SUPPORTED: { says: 'codec must be L16, PCMU or PCMA; no call was started.', closesWith: null },
  CHANNELS_NOT_SUPPORTED: { says: 'channels must be 1 or 2; no call was started.', closesWith: null },
  AUDIO_BEFORE_START: {
    says: 'Audio came while no call was started on this socket; it was refused.',
    closesWith: null,
  },
  AUDIO_TOO_LARGE: { says: 'A binary frame is larger than 1 MiB less 1 KiB.', closesWith: 1009 },
  SAMPLE_CUT_IN_TWO: {
    says: "The call's audio ended in the middle of a sample; the piece was dropped.",
    closesWith: null,
  },
  CALL_ALREADY_STARTED: {
    says: 'Another call is running on this socket, or this one in another format; send END first. The running call goes on.',
    closesWith: null,
  },
  END_OF_ANOTHER_CALL: {
    says: 'END names another call than the one on this socket; the call goes on.',
    closesWith: null,
  },
  END_WITHOUT_CALL: { says: 'END came while no call was started on this socket; it was ignored.', closesWith: null },
  AUDIO_FORMAT_CHANGED: {
    says: 'The call goes on only in the sampling rate, codec and channels that it began with.',
    closesWith: 4409,
  },
  CALL_ALREADY_ENDED: { says: 'The call of this id is over; start a call with a new id.', closesWith: 4409 },
  CALL_TAKEN_OVER: { says: 'Another connection started the same call and carries it on.', closesWith: 4409 },
  CALL_LIMIT_REACHED: { says: 'This server has as many calls as it may have; try again later.', closesWith: 1013 },
  SERVICE_BUSY: {
    says: 'New calls are not taken now, since the service is behind with those it has; try again later.',
    closesWith: 1013,
  },
} as const satisfies Record<string, LcaError>;

export type LcaErrorCode = keyof typeof lcaErrors;
export const lcaErrorCodes = Object.keys(lcaErrors) as LcaErrorCode[];
