/** What can go wrong with a call at ingest beside what its client sends (`lcaErrors`); a sentence each for `docs/errors.md`. */
export const ingestErrors = {
  CONNECTION_LOST: "The call's connection was lost and did not come back in time; the call was closed as interrupted.",
  CALL_REGISTRY_UNAVAILABLE: 'Whether this call is already known could not be found out yet; its audio waits.',
  EVENT_REFUSED_BY_BUS: 'The bus refused an event of this call for good; audio in it is declared as a gap.',
  SOCKET_PROTOCOL_ERROR: 'The client broke the WebSocket protocol; its connection was closed.',
  SOCKET_HANDLER_FAILED: 'A message of the client could not be handled; its connection was closed.',
} as const;

export type IngestErrorCode = keyof typeof ingestErrors;
