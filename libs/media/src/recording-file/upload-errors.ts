/**
 * Why a recording is refused, or what is wrong with it. `docs/errors.md` is generated from this table. The client that sends a
 * recording gets the code and the sentence; a recording that became a call shows them there, too.
 */
export const uploadErrors = {
  UPLOAD_FORMAT_UNKNOWN: 'The file is no WAV, MP3, FLAC or Ogg Opus file.',
  UPLOAD_FORMAT_UNSUPPORTED:
    'The file has an encoding, a sample rate or a number of channels that Earshot cannot read.',
  UPLOAD_FORMAT_CHANGED: 'The file changes its sample rate or its channels. The call ends there.',
  UPLOAD_EMPTY: 'The file has no audio.',
  UPLOAD_DAMAGED: 'Parts of the file cannot be decoded. Their audio is missing from the call.',
  UPLOAD_TRUNCATED: 'The file ends before the length that its header states. The rest of the call is missing.',
  UPLOAD_TOO_LONG: 'The recording is longer than EARSHOT_RECORDINGS_MAX_MINUTES. The call ends there.',
  UPLOAD_TOO_LARGE: 'The file is larger than EARSHOT_RECORDINGS_FILE_BYTES.',
  UPLOAD_METADATA_INVALID: 'The metadata of the recording cannot be read. The message names the field.',
  UPLOAD_UNREADABLE: 'The file cannot be read where it is stored, or it was changed there.',
  UPLOAD_UNKNOWN: 'There is no such recording, or it was sent with another access key.',
  UPLOAD_INCOMPLETE:
    'The connection was lost before the whole file had come. Send it again, or send large files with tus.',
  UPLOADS_FULL: 'Too many recordings wait on this server. Try again later.',
  TOO_MANY_UPLOADS: 'Too many recordings of this access key wait. Try again later.',
  UPLOAD_REQUEST_UNKNOWN: 'No such method or path exists for recordings.',
  UPLOAD_OFFSET_WRONG: 'The upload goes on at another offset. Ask for it with HEAD.',
  UPLOAD_VERSION_UNSUPPORTED: 'The server speaks version 1.0.0 of tus.',
} as const;

export type UploadErrorCode = keyof typeof uploadErrors;
export const uploadErrorCodes = Object.keys(uploadErrors) as UploadErrorCode[];
