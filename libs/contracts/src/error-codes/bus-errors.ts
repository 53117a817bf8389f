import type { ErrorTable } from './error-meaning.js';

/** What the buses refuse or cannot do, and why a message became a dead letter. */
export const busErrors = {
  BUS_UNAVAILABLE: {
    means: 'Kafka or Kinesis does not answer, or a topic does not exist yet.',
    todo: 'Bring the brokers back or correct their addresses. Nothing is lost; Earshot continues by itself.',
  },
  BUS_SILENT: {
    means: 'Kinesis sent nothing for too long. Earshot subscribed to the shard again.',
    todo: 'Nothing. If it repeats, check the fan-out consumer of the stream.',
  },
  BUS_CLOSED: {
    means: 'A service published or subscribed after it had closed the bus.',
    todo: 'Nothing during a stop; the next owner continues.',
  },
  BUS_AUTHENTICATION_FAILED: {
    means: 'The brokers refused the credentials.',
    todo: 'Correct the KAFKA_SASL_… settings.',
  },
  BUS_TLS_FAILED: {
    means: 'The TLS handshake with the brokers or with Kinesis failed.',
    todo: 'Correct KAFKA_TLS and the KAFKA_TLS_… files, or KINESIS_TLS_CA_FILE. The message says what failed.',
  },
  BUS_NOT_ALLOWED: {
    means: 'The brokers do not allow this service to read or write a topic.',
    todo: 'Allow its user to read and write the topics in docs/pipeline.md.',
  },
  BUS_MESSAGE_TOO_LARGE: {
    means: 'A message is larger than the bus accepts.',
    todo: 'Let the brokers accept messages of 1 MiB. If the message is larger, report a bug.',
  },
  BUS_BAD_KEY: {
    means: 'The key of a message is empty or too long for Kinesis. The bus refused this message only.',
    todo: 'Use call ids of 1 to 256 characters in your own programs. Otherwise report a bug.',
  },
  BUS_UNKNOWN_TOPIC: {
    means: 'The topic is not in topics.ts. A dead letter of a removed topic cannot return to it.',
    todo: 'Use a topic of docs/pipeline.md.',
  },
  EVENT_TOO_LARGE: {
    means: 'A message is larger than an event may be. It became a dead letter.',
    todo: 'Find its publisher: npm run dead shows the letter.',
  },
  EVENT_SEALED: {
    means:
      'The message is sealed, and this process could not open it: the master key lacks its version, or it was changed.',
    todo: 'Set the master key of all services: docs/how-to/keep-the-master-key.md. Then replay the letter.',
  },
  EVENT_NOT_JSON: {
    means: 'A message is neither JSON nor an audio frame. It became a dead letter.',
    todo: 'Find the program that writes to this topic: npm run dead shows the letter.',
  },
  EVENT_BAD_ENVELOPE: {
    means: 'A message lacks a field that every event has. It became a dead letter.',
    todo: 'Find its publisher: npm run dead shows the letter.',
  },
  EVENT_UNKNOWN_TYPE: {
    means: 'This release does not know the type or version of an event. It became a dead letter.',
    todo: 'Bring all services to one release, then replay the letter with npm run dead.',
  },
  EVENT_BAD_DATA: {
    means: 'Fields of an event are invalid. It became a dead letter.',
    todo: 'Correct its publisher. The log names the fields.',
  },
  UNEXPECTED: {
    means: 'An error without a code occurred. In a dead letter: the handler of the message failed.',
    todo: 'Report a bug with the log line. Replay the letter with npm run dead after the fix.',
  },
} as const satisfies ErrorTable;
