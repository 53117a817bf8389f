/** Injection tokens of transcription. */
export const OWNED_CALLS = Symbol('OWNED_CALLS');
export const BACKFILL_QUEUE = Symbol('BACKFILL_QUEUE');
