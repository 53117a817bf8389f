/** Injection token of the `TranscriptEnricher`. */
export const TRANSCRIPT_ENRICHER = Symbol('TRANSCRIPT_ENRICHER');
/** Injection token of the `WatchedCategories`. */
export const CATEGORIES = Symbol('CATEGORIES');
/** Injection token of the `EventBus`. */
export const EVENT_BUS = Symbol('EVENT_BUS');
