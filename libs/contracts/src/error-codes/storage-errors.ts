import type { ErrorTable } from './error-meaning.js';

/** Errors of the database, and of the PostgreSQL that `npm start` brings. */
export const databaseErrors = {
  STORE_UNAVAILABLE: {
    means: 'The database does not answer. Messages wait on the bus.',
    todo: 'Bring it back or correct DATABASE_URL. Earshot continues by itself.',
  },
  STORE_BUSY: {
    means: 'Too many writes wait for the database. Messages wait on the bus.',
    todo: 'Make the database faster, or add a replica of persistence.',
  },
  STORE_REFUSED: {
    means: 'The database refused a statement. The message became a dead letter.',
    todo: 'Look up the SQL state in the log. Replay the letter with npm run dead after the fix.',
  },
  STORE_TLS_FAILED: {
    means:
      'The database does not speak TLS, or its certificate is not trusted, or a file that DATABASE_URL names cannot be read.',
    todo: 'Correct sslmode and sslrootcert in DATABASE_URL, or the certificate of the server. The message says what failed.',
  },
  BAD_CURSOR: {
    means: 'The cursor belongs to another list.',
    todo: 'Ask for the first page again.',
  },
  POSTGRES_FAILED: {
    means: 'The embedded PostgreSQL does not start.',
    todo: 'Read its output in the message, or set DATABASE_URL to a server of your own.',
  },
  POSTGRES_PASSWORD_LOST: {
    means: 'The embedded PostgreSQL has a database, but the file of its password is missing or wrong.',
    todo: 'Restore postgres.password from a backup of the data directory, or move its folder postgres away to begin with an empty database.',
  },
  POSTGRES_IN_USE: {
    means: 'Another process uses the database in the data directory.',
    todo: 'Stop it, or set EARSHOT_DATA_DIR to another folder.',
  },
  POSTGRES_NEEDS_USER: {
    means: 'PostgreSQL refuses to run as root, and there is no other user.',
    todo: 'Run Earshot as another user, or set DATABASE_URL.',
  },
  POSTGRES_NOT_INSTALLED: {
    means: 'The embedded PostgreSQL is not installed for this machine.',
    todo: 'Install the dependencies again, or set DATABASE_URL.',
  },
  POSTGRES_NOT_REACHABLE: {
    means: 'The user that runs PostgreSQL cannot reach its programs.',
    todo: 'Remove the folder that the message names, or set DATABASE_URL.',
  },
} as const satisfies ErrorTable;

/** Errors of recordings. */
export const recordingErrors = {
  RECORDINGS_UNUSABLE: {
    means: 'The folder or bucket of the recordings cannot be used. The service does not start.',
    todo: 'Correct the variable that the message names, the bucket, or its permissions.',
  },
  RECORDING_IO_FAILED: {
    means: 'The disk or bucket failed to store or return a recording. Earshot retries.',
    todo: 'Free disk space, or bring the bucket back.',
  },
  RECORDING_FAILED: {
    means: 'A recording could not be written after several tries. The call continues without it for 30 s at a time.',
    todo: 'Free disk space, or bring the bucket back. The recording is silent for the missing time.',
  },
  RECORDING_FORMAT_CHANGED: {
    means: 'The audio format changed during the recording.',
    todo: 'Let the source keep one format for the whole call.',
  },
  RECORDING_UNREADABLE: {
    means: 'The stored recording is not readable: it is no WAV file, or a part of it was changed, moved or cut.',
    todo: 'Restore the file from a backup. The transcript is not affected.',
  },
  RECORDING_NOT_FOUND: {
    means: 'The call has no recording to transcribe.',
    todo: 'Nothing can be done. The gap stays.',
  },
  RECORDING_NOT_COMPLETE: {
    means: 'The recording is still being written. Earshot tries again later.',
    todo: 'Nothing.',
  },
  RECORDING_IN_USE: {
    means: 'This process is already writing the recording of this call. Earshot retries.',
    todo: 'Nothing.',
  },
  RECORDING_CLOSED: {
    means: 'Audio came for a recording that was closed. Earshot opens it again.',
    todo: 'Nothing.',
  },
  RECORDING_BAD_SAMPLES: {
    means: 'The audio ends within a sample. The call continues without its recording.',
    todo: 'Report a bug in the source or in ingest, with the call id.',
  },
  RECORDING_GAP_TOO_LONG: {
    means: 'A gap is longer than a day. The call continues without its recording.',
    todo: 'Report a bug in the source, with the call id.',
  },
  WAV_NOT_RIFF: { means: 'The file is not a WAV file.', todo: 'Use another file.' },
  WAV_NO_FORMAT: { means: 'The WAV file does not state its format.', todo: 'Use another file.' },
  WAV_NO_DATA: { means: 'The WAV file holds no audio.', todo: 'Use another file.' },
  WAV_UNSUPPORTED_FORMAT: {
    means: 'The format of the WAV file is not supported.',
    todo: 'Convert the file to 16-bit PCM, µ-law or A-law.',
  },
} as const satisfies ErrorTable;
