/** Injection tokens of transcription. */
export const LIVE_CALLS = Symbol('LIVE_CALLS');
export const BACKFILL = Symbol('BACKFILL');
