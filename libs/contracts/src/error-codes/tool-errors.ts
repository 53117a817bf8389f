import type { ErrorTable } from './error-meaning.js';

/** Errors of the command-line tools. */
export const toolErrors = {
  BAD_ARGUMENT: { means: 'The tool does not understand an argument.', todo: 'Follow the usage in the message.' },
  CALL_REFUSED: { means: 'The server refused the call for good.', todo: "Look up the server's code in the message." },
  CONNECTION_REFUSED: { means: 'Nothing answers at the address.', todo: 'Start Earshot, or correct the address.' },
  CONNECTION_CLOSED: { means: 'The server closed the connection for good.', todo: "Read the server's log." },
  DATABASE_NOT_FOUND: { means: 'No Earshot runs a database here.', todo: 'Start Earshot, or set DATABASE_URL.' },
  DEAD_LETTER_NOT_FOUND: { means: 'No dead letter has this id.', todo: 'List the letters with npm run dead list.' },
  DEAD_LETTER_CUT: {
    means: 'The message was too large to be kept whole. It cannot be replayed.',
    todo: 'Nothing.',
  },
  END_NOT_CONFIRMED: { means: 'The server did not confirm the end of the call.', todo: "Read the server's log." },
  VOICE_MISSING: {
    means: 'A program or voice that speaks the sample calls is missing.',
    todo: 'Install what the message names.',
  },
  VOICE_FAILED: { means: 'A program that speaks the sample calls failed.', todo: 'Read its output in the message.' },
  VOICE_OUTPUT: {
    means: 'The output of a program that speaks the sample calls is not a WAV file.',
    todo: 'Check its version.',
  },
  CONVERSATION_INVALID: {
    means: 'A participants file beside a WAV file is not valid.',
    todo: 'Correct the field that the message names.',
  },
  FILE_NOT_READABLE: { means: 'A file cannot be read.', todo: 'Correct the path.' },
  KAFKA_NOT_INSTALLED: { means: 'Kafka is not installed on this machine.', todo: 'Follow the message.' },
  KINESIS_NOT_STARTED: { means: 'The local Kinesis does not start.', todo: 'Read the reason in the message.' },
  NOTHING_HAPPENED: { means: 'No gap was transcribed.', todo: "Read why on the call's page." },
  SERVER_ERROR: { means: 'The server refused the request.', todo: "Look up the server's code in the message." },
  SERVER_NOT_REACHED: { means: 'No Earshot answers at the address.', todo: 'Start it with npm start.' },
  STACK_NOT_PREPARED: {
    means: 'The tables, the topics or the rights of the services could not be made.',
    todo: 'Read the last lines in the message.',
  },
  STACK_SERVICE_NOT_READY: { means: 'A service did not become ready.', todo: 'Read its last lines in the message.' },
  STACK_STOPPED: { means: 'The start was interrupted.', todo: 'Nothing.' },
} as const satisfies ErrorTable;
