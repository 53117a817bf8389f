import type { ErrorTable } from './error-meaning.js';

/** Of taking calls in; shown on the call. The refusals of a socket are in a table of their own. */
export const ingestErrors = {
  CONNECTION_LOST: {
    means: "The call's connection was lost and did not come back in time; the call was closed as interrupted.",
    todo: 'Look at the source and the network between.',
  },
  CALL_REGISTRY_UNAVAILABLE: {
    means: 'Whether this call is already known could not be found out yet; its audio waits.',
    todo: 'Bring the database back.',
  },
  EVENT_REFUSED_BY_BUS: {
    means: 'The bus refused an event of this call for good; audio in it is declared as a gap.',
    todo: 'The log holds the code of the bus.',
  },
  SOCKET_PROTOCOL_ERROR: {
    means: 'The client broke the WebSocket protocol; its connection was closed.',
    todo: 'Look at the client; it may connect again.',
  },
  SOCKET_HANDLER_FAILED: {
    means: 'A message of the client could not be handled; its connection was closed.',
    todo: 'A defect: keep the log line. The client may connect again.',
  },
} as const satisfies ErrorTable;

/** What a call shows where something of it is missing. */
export const completenessErrors = {
  FRAMES_LOST: {
    means: 'Audio of this span never reached the bus; the recording holds silence.',
    todo: 'Look at the source, and at what the log of ingest says of that time.',
  },
  PROCESS_LOST: {
    means: 'The process that had this audio died before it was safe.',
    todo: 'Run on Kafka or Kinesis, where another process goes on.',
  },
  CALL_ABANDONED: {
    means: 'No audio came for long and the end was not announced; the call was closed.',
    todo: 'Look at the source: it should send the end.',
  },
  COMPLETION_TIMEOUT: {
    means: 'The last words or audio did not come in time after the end of the call; it was closed without.',
    todo: 'Look whether transcription and enrichment are behind or away.',
  },
  FIGURES_INCOMPLETE: {
    means: 'The figures do not count everything that was said before another process took the call over.',
    todo: 'Nothing; the transcript is whole.',
  },
} as const satisfies ErrorTable;

/** Of enrichment; what is retried waits on the bus. */
export const enrichmentErrors = {
  CALL_HANDED_OVER: { means: 'The call is with another process; that one goes on.', todo: 'Nothing.' },
  HISTORY_BEHIND: {
    means: 'What was said just before is not stored yet; it is waited for.',
    todo: 'When it repeats, look whether persistence is behind.',
  },
  HISTORY_UNAVAILABLE: {
    means: 'What is stored of the call cannot be read yet; it is tried again.',
    todo: 'Bring the database back.',
  },
  INSIGHT_NOT_PUBLISHED: {
    means: 'An insight is not on the bus yet; it is tried again.',
    todo: 'Bring the bus back.',
  },
  REDACTION_FAILED: {
    means: 'The words of an utterance could not be redacted and were left out.',
    todo: 'A defect: keep the log line. The words can be had again from the recording.',
  },
  SENTIMENT_TIMEOUT: {
    means: 'The sentiment engine took too long; the utterance has no score.',
    todo: 'Nothing; when it repeats, choose another engine.',
  },
  SENTIMENT_NOT_A_NUMBER: {
    means: 'The sentiment engine gave no number; the utterance has no score.',
    todo: 'A defect of the engine.',
  },
} as const satisfies ErrorTable;
