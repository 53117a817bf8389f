import type { ErrorTable } from './error-meaning.js';

/** Why a process does not start. */
export const startErrors = {
  BUS_EMBEDDED_NEEDS_ONE_PROCESS: {
    means: 'A service was started alone with the embedded bus, which works within one process only.',
    todo: 'Set EARSHOT_BUS=kafka or kinesis, or run all services together with npm start.',
  },
  BUS_CONFIG_INCOMPLETE: {
    means: 'The chosen bus needs a setting that is missing.',
    todo: 'Set the variable that the message names.',
  },
  BUS_CONFIG_UNUSABLE: {
    means: 'A setting of the bus names a file that cannot be read.',
    todo: 'Correct the path or the permissions of the file.',
  },
  CATEGORIES_UNREADABLE: {
    means: 'The categories file cannot be read.',
    todo: 'Correct EARSHOT_CATEGORIES_FILE or the permissions of the file.',
  },
  CATEGORIES_INVALID: {
    means: 'The categories file is invalid. A running service keeps the categories that it has.',
    todo: 'Correct the line that the message names.',
  },
  DATA_DIR_IN_USE: {
    means: 'Another Earshot uses the data directory.',
    todo: 'Stop it, or set EARSHOT_DATA_DIR to another folder.',
  },
  DATA_DIR_UNUSABLE: {
    means: 'Earshot cannot write to the data directory.',
    todo: 'Correct EARSHOT_DATA_DIR or the permissions of the folder.',
  },
  DATA_DIR_NOT_WRITABLE: {
    means: 'The embedded PostgreSQL cannot use the data directory.',
    todo: 'Correct EARSHOT_DATA_DIR or the permissions of the folder, or set DATABASE_URL.',
  },
  HEALTH_CHECK_TOO_SLOW: {
    means: 'A part that the process needs did not answer its health check in time.',
    todo: 'Look at the part that /health/ready names and at the network to it. Earshot continues by itself.',
  },
  HOST_NEEDS_IDENTITY: {
    means:
      'The service would listen on a public address and ask nobody who they are: with EARSHOT_AUTH=open, or with a source that has no keys.',
    todo: 'Set EARSHOT_AUTH=local (docs/how-to/give-access.md), name the addresses of the source (EARSHOT_INGEST_ALLOWED_ADDRESSES), or listen on a loopback address.',
  },
  HOST_UNUSABLE: {
    means: 'This machine cannot listen on the address.',
    todo: 'Correct EARSHOT_HOST.',
  },
  PII_ENGINE_UNUSABLE: {
    means: 'The settings of what marks private details are not complete.',
    todo: 'Set the variable that the message names.',
  },
  PACKAGES_NOT_INSTALLED: {
    means: 'npm could not install the packages that the command needs.',
    todo: 'Follow the message, then run the command again.',
  },
  PAGE_NOT_BUILT: {
    means: 'The web page could not be built.',
    todo: 'Read the reason that stands before the message.',
  },
  PORT_TAKEN: {
    means: 'Another program uses the port, or the port needs more permissions.',
    todo: 'Stop the other program, or set the variable that the message names to another port.',
  },
  PRODUCTION_NOT_READY: {
    means: 'EARSHOT_MODE=production, and something that protects the calls is missing.',
    todo: 'Correct every setting that the message names: docs/how-to/run-in-production.md.',
  },
  SENTIMENT_ENGINE_UNUSABLE: {
    means: 'The settings of the sentiment engine are not complete.',
    todo: 'Set the variable that the message names.',
  },
  SPEECH_ENGINE_UNKNOWN: {
    means: 'No speech engine has this name.',
    todo: 'Set SPEECH_ENGINE to one of the names in the message.',
  },
  SETTING_INVALID: {
    means: 'A setting is missing or has a value that cannot be used.',
    todo: 'Correct the variable that the message names: docs/configuration.md.',
  },
  STOPPED_WHILE_STARTING: {
    means: 'The process was stopped while it waited for a server.',
    todo: 'Nothing.',
  },
  TLS_FILES_UNUSABLE: {
    means: 'A certificate or key of the servers cannot be used. A running service keeps the certificate that it has.',
    todo: 'Correct the setting or the file that the message names.',
  },
  TOPIC_NOT_CONSUMED: {
    means: 'A handler listens to a topic that topics.ts does not give to its service.',
    todo: 'Add the service to the topic in topics.ts, or remove the handler.',
  },
} as const satisfies ErrorTable;
