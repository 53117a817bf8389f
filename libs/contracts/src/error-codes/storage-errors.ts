import type { ErrorTable } from './error-meaning.js';

/** Of the database, and of the PostgreSQL that comes with npm start. */
export const databaseErrors = {
  STORE_UNAVAILABLE: {
    means: 'The database cannot be used now; messages wait on the bus.',
    todo: 'Bring it back; everything goes on by itself. Correct DATABASE_URL if it is wrong.',
  },
  STORE_BUSY: {
    means: 'Too many facts wait for the database; messages wait on the bus.',
    todo: 'Make the database faster, or add a replica of persistence.',
  },
  STORE_REFUSED: {
    means: 'The database refused a statement; the message was set aside as a dead letter.',
    todo: 'The log holds the SQL state. Give the letter back with npm run dead once it is mended.',
  },
  BAD_CURSOR: {
    means: 'A cursor is not one of the list that it was used with.',
    todo: 'Ask for the first page again.',
  },
  POSTGRES_FAILED: {
    means: 'The embedded PostgreSQL does not start.',
    todo: 'The message holds its own words; or set DATABASE_URL to a server of your own.',
  },
  POSTGRES_IN_USE: {
    means: 'Another process uses the cluster of the data directory.',
    todo: 'Stop it, or set EARSHOT_DATA_DIR to another folder.',
  },
  POSTGRES_NEEDS_USER: {
    means: 'PostgreSQL does not run as root, and there is no other user to run it as.',
    todo: 'Run Earshot as another user, or set DATABASE_URL.',
  },
  POSTGRES_NOT_INSTALLED: {
    means: 'The programs of the embedded PostgreSQL are not there for this machine.',
    todo: 'Install the dependencies again, or set DATABASE_URL.',
  },
  POSTGRES_NOT_REACHABLE: {
    means: 'The user that PostgreSQL must run as cannot reach its programs.',
    todo: 'Remove the folder that the message names, or set DATABASE_URL.',
  },
} as const satisfies ErrorTable;

/** Of what is recorded. */
export const recordingErrors = {
  RECORDINGS_UNUSABLE: {
    means: 'The place of the recordings cannot be used; the service does not start.',
    todo: 'Correct the variable that the message names, the bucket, or the rights on it.',
  },
  RECORDING_IO_FAILED: {
    means: 'The disk or bucket did not take or give a recording; it is tried again.',
    todo: 'Make room on the disk, or bring the bucket back.',
  },
  RECORDING_FAILED: {
    means: 'A recording could not be written after several tries; the call goes on without it for 30 s at a time.',
    todo: 'Make room on the disk, or bring the bucket back; the stretch in between is silent in the recording.',
  },
  RECORDING_FORMAT_CHANGED: {
    means: 'Audio of another format than that of the recording came.',
    todo: 'Let the source keep its format during a call.',
  },
  RECORDING_UNREADABLE: {
    means: 'The stored recording is not a WAV file that can be read.',
    todo: 'Bring the file back from a backup; the transcript is not touched by it.',
  },
  RECORDING_NOT_FOUND: {
    means: 'The call has no recording to transcribe.',
    todo: 'Nothing can be done; its gap stays.',
  },
  RECORDING_NOT_COMPLETE: {
    means: 'The recording is still being written; it is looked for again.',
    todo: 'Nothing.',
  },
  RECORDING_IN_USE: {
    means: 'The recording of this call is being written in this process already; it is tried again.',
    todo: 'Nothing.',
  },
  RECORDING_CLOSED: {
    means: 'A recording was written to after it was closed; it is opened again.',
    todo: 'Nothing.',
  },
  RECORDING_BAD_SAMPLES: {
    means: 'Audio is not whole samples of every channel; the call goes on without its recording.',
    todo: 'A defect of the source or of ingest: keep the id of the call.',
  },
  RECORDING_GAP_TOO_LONG: {
    means: 'A gap is longer than a day and is not filled; the call goes on without its recording.',
    todo: 'A defect of the source: keep the id of the call.',
  },
  PARTITION_LOST: {
    means: "The call's audio is another replica's now; that one goes on.",
    todo: 'Nothing.',
  },
  WAV_NOT_RIFF: { means: 'A file is not a WAV file.', todo: 'Give another file.' },
  WAV_NO_FORMAT: { means: 'A WAV file does not say its format.', todo: 'Give another file.' },
  WAV_NO_DATA: { means: 'A WAV file holds no audio.', todo: 'Give another file.' },
  WAV_UNSUPPORTED_FORMAT: {
    means: 'A WAV file is of a format that is not played.',
    todo: 'Convert it to 16-bit PCM, µ-law or A-law.',
  },
} as const satisfies ErrorTable;
