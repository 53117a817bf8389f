/** Injection token of the `IngestServer`; the composition attaches it to its HTTP server. */
export const INGEST_SERVER = Symbol('INGEST_SERVER');
