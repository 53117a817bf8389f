/** Injection token of what `calls.transcript` leads to. */
export const TRANSCRIPT_HANDLERS = Symbol('TRANSCRIPT_HANDLERS');
/** Injection token of the `CategorySource`. */
export const CATEGORIES = Symbol('CATEGORIES');
