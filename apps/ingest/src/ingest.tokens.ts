/** Injection token of `IngestSockets`; the composition attaches it to its HTTP server. */
export const INGEST_SOCKETS = Symbol('INGEST_SOCKETS');
