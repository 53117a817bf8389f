import type { ErrorTable } from './error-meaning.js';

/** What the buses refuse or cannot do; those of a dead letter are here too. */
export const busErrors = {
  BUS_UNAVAILABLE: {
    means: 'Kafka or Kinesis cannot be reached, or a topic is not there yet.',
    todo: 'Nothing is lost: bring the brokers back, everything goes on by itself. Correct their addresses if they are wrong.',
  },
  BUS_SILENT: {
    means: 'Kinesis pushed nothing for too long; the shard is asked for again.',
    todo: 'Nothing. When it repeats, look at the fan-out consumer of the stream.',
  },
  BUS_CLOSED: {
    means: 'Something was published or read after the bus was closed.',
    todo: 'Nothing during a stop; the next owner goes on.',
  },
  BUS_AUTHENTICATION_FAILED: {
    means: 'The brokers do not accept the credentials.',
    todo: 'Correct the KAFKA_SASL_… settings.',
  },
  BUS_TLS_FAILED: {
    means: 'No TLS with the brokers.',
    todo: 'Correct KAFKA_TLS and the KAFKA_TLS_… files; the message holds the reason.',
  },
  BUS_NOT_ALLOWED: {
    means: 'The brokers do not allow what was asked.',
    todo: 'Give the user of this service the right to read and write the topics of docs/pipeline.md.',
  },
  BUS_MESSAGE_TOO_LARGE: {
    means: 'A message is larger than the bus takes.',
    todo: 'Allow messages of 1 MiB on the brokers; above that it is a defect.',
  },
  BUS_BAD_KEY: {
    means: 'The key of a message is empty or longer than Kinesis takes; only that message is refused.',
    todo: 'A defect, unless a program of your own published it: call ids have 1 to 256 characters.',
  },
  BUS_UNKNOWN_TOPIC: {
    means: 'The topic is not in topics.ts; a dead letter of a topic that is gone cannot be given back.',
    todo: 'Use a topic of docs/pipeline.md.',
  },
  EVENT_TOO_LARGE: {
    means: 'A message is larger than an event may be; it was set aside as a dead letter.',
    todo: 'Find who publishes it: npm run dead shows the letter.',
  },
  EVENT_NOT_JSON: {
    means: 'A message is neither JSON nor an audio frame; it was set aside as a dead letter.',
    todo: 'Find who else writes on this topic: npm run dead shows the letter.',
  },
  EVENT_BAD_ENVELOPE: {
    means: 'A message lacks what every event has; it was set aside as a dead letter.',
    todo: 'Find who publishes it: npm run dead shows the letter.',
  },
  EVENT_UNKNOWN_TYPE: {
    means: 'An event of a type or version that this release does not know; it was set aside as a dead letter.',
    todo: 'Bring all services to one release, then give it back with npm run dead.',
  },
  EVENT_BAD_DATA: {
    means: 'The fields of an event are not as they must be; it was set aside as a dead letter.',
    todo: 'Correct who publishes it; the log names the fields.',
  },
  UNEXPECTED: {
    means: 'An error without a code; in a dead letter, the message made its handler break.',
    todo: 'A defect: keep the log line. Give the letter back with npm run dead once it is mended.',
  },
} as const satisfies ErrorTable;
