/**
 * What can go wrong with a call that comes over Kinesis Video Streams. `docs/errors.md` is generated from this table. The platforms
 * have no place for such a sentence: it is for the log and the call's list of problems.
 */
export const kvsErrors = {
  KVS_MEDIA_MALFORMED:
    'The media of a stream is not valid Matroska; the stream is read anew after its last complete fragment.',
  KVS_ELEMENT_TOO_LARGE:
    'An element of the media is larger than any that these platforms send; the stream is read anew.',
  KVS_LACING_REFUSED:
    'A block holds several frames (lacing), which these platforms do not send; the stream is read anew.',
  KVS_READ_FAILED: 'Kinesis Video Streams reported an error within the media; the stream is read anew.',
  KVS_STREAM_UNREADABLE: 'A stream of the call could not be read for long; audio of it is missing.',
  KVS_STREAM_REUSED: 'A stream of the call carries another call now, so this call is over.',
  KVS_EVENT_INVALID: 'An event is not one that Amazon Chime or Amazon Connect sends; it was dropped.',
  KVS_STREAMING_FAILED: 'Amazon Chime could not stream a side of the call; audio of it may be missing.',
  KVS_END_NEVER_CAME: 'No event ended the call and nothing more came of it, so it was closed.',
} as const;

export type KvsErrorCode = keyof typeof kvsErrors;
export const kvsErrorCodes = Object.keys(kvsErrors) as KvsErrorCode[];
