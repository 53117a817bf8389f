/** Injection tokens of transcription. */
export const OWNED_CALLS = Symbol('OWNED_CALLS');
export const BACKFILL_QUEUE = Symbol('BACKFILL_QUEUE');
/** Injection token of the `UnfinishedTranscripts`; null when back-fill is off. */
export const UNFINISHED_TRANSCRIPTS = Symbol('UNFINISHED_TRANSCRIPTS');
