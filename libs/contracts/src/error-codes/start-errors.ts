import type { ErrorTable } from './error-meaning.js';

/** Why a process does not start. */
export const startErrors = {
  BUS_EMBEDDED_NEEDS_ONE_PROCESS: {
    means: 'A service was started alone with the bus that lives inside one process.',
    todo: 'Set EARSHOT_BUS=kafka or kinesis, or run all services together with npm start.',
  },
  BUS_CONFIG_INCOMPLETE: {
    means: 'A setting that the chosen bus needs is not set.',
    todo: 'Set the variable that the message names.',
  },
  BUS_CONFIG_UNUSABLE: {
    means: 'A file that a setting of the bus names cannot be read.',
    todo: 'Correct the path or the rights of the file.',
  },
  CATEGORIES_UNREADABLE: {
    means: 'The file of categories cannot be read.',
    todo: 'Correct EARSHOT_CATEGORIES_FILE or the rights of the file.',
  },
  CATEGORIES_INVALID: {
    means: 'The file of categories is not valid; a running service keeps those it has.',
    todo: 'Correct the line that the message names.',
  },
  DATA_DIR_IN_USE: {
    means: 'Another Earshot uses the data directory.',
    todo: 'Stop it, or set EARSHOT_DATA_DIR to another folder.',
  },
  DATA_DIR_UNUSABLE: {
    means: 'The data directory cannot be written.',
    todo: 'Correct EARSHOT_DATA_DIR or the rights of the folder.',
  },
  DATA_DIR_NOT_WRITABLE: {
    means: 'The embedded PostgreSQL cannot use the data directory.',
    todo: 'Correct EARSHOT_DATA_DIR or the rights of the folder, or set DATABASE_URL.',
  },
  HOST_NEEDS_IDENTITY: {
    means: 'The service would listen where others reach it while nobody has to sign in.',
    todo: 'Listen on a loopback address, or put a proxy that signs people in before it: docs/adr/0008-services-apart.md.',
  },
  HOST_UNUSABLE: {
    means: 'This machine cannot listen on the address.',
    todo: 'Correct EARSHOT_HOST.',
  },
  PORT_TAKEN: {
    means: 'The port is taken by another program or needs more rights.',
    todo: 'Stop the other program, or set the variable that the message names to another port.',
  },
  SENTIMENT_ENGINE_UNKNOWN: {
    means: 'There is no sentiment engine of that name.',
    todo: 'Use one of the names in the message.',
  },
  SPEECH_ENGINE_UNKNOWN: {
    means: 'There is no speech engine of that name.',
    todo: 'Set SPEECH_ENGINE to one of the names in the message.',
  },
  STOPPED_WHILE_STARTING: {
    means: 'The process was asked to stop while it waited for a server.',
    todo: 'Nothing.',
  },
  TOPIC_NOT_CONSUMED: {
    means: 'A handler is for a topic that topics.ts does not give to its service.',
    todo: 'A defect: add the service to the topic or remove the handler.',
  },
} as const satisfies ErrorTable;
