import type { ErrorTable } from './error-meaning.js';

/** What the tools of the repository say. */
export const toolErrors = {
  BAD_ARGUMENT: { means: 'An argument is not understood.', todo: 'The message holds the usage.' },
  CALL_REFUSED: { means: 'The server refused the call for good.', todo: "The message holds the server's code." },
  CONNECTION_REFUSED: { means: 'Nobody answers at the address.', todo: 'Start Earshot, or correct the address.' },
  CONNECTION_CLOSED: { means: 'The server closed the connection for good.', todo: 'Look at its log.' },
  DATABASE_NOT_FOUND: { means: 'No Earshot runs a database here.', todo: 'Start it, or set DATABASE_URL.' },
  DEAD_LETTER_NOT_FOUND: { means: 'There is no such dead letter.', todo: 'npm run dead list shows which there are.' },
  DEAD_LETTER_CUT: {
    means: 'A dead letter was too large to be kept whole and cannot be given back.',
    todo: 'Nothing.',
  },
  END_NOT_CONFIRMED: { means: 'The server did not confirm the end of a call.', todo: 'Look at its log.' },
  ESPEAK_MISSING: { means: 'The program espeak-ng is missing.', todo: 'Install it.' },
  ESPEAK_FAILED: { means: 'espeak-ng failed.', todo: 'The message holds its own words.' },
  ESPEAK_OUTPUT: { means: 'espeak-ng gave something that is no WAV file.', todo: 'Look at its version.' },
  FILE_NOT_READABLE: { means: 'A file cannot be read.', todo: 'Correct the path.' },
  KAFKA_NOT_INSTALLED: { means: 'No Kafka is there to be started.', todo: 'Do what the message says.' },
  KINESIS_NOT_STARTED: { means: 'The Kinesis of this machine does not start.', todo: 'The message holds the reason.' },
  NOTHING_HAPPENED: { means: 'No gap was filled.', todo: "The call's page shows why." },
  SERVER_ERROR: { means: 'The server refused the request.', todo: "The message holds the server's code." },
  SERVER_NOT_REACHED: { means: 'No Earshot answers at the address.', todo: 'Start it with npm start.' },
  STACK_SERVICE_NOT_READY: { means: 'A service did not become ready.', todo: 'The message holds its last lines.' },
  STACK_STOPPED: { means: 'Starting was interrupted.', todo: 'Nothing.' },
} as const satisfies ErrorTable;
