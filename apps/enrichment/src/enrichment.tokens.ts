/** Injection token of the `TranscriptEnricher`. */
export const TRANSCRIPT_ENRICHER = Symbol('TRANSCRIPT_ENRICHER');
/** Injection token of the `WatchedCategories`. */
export const CATEGORIES = Symbol('CATEGORIES');
