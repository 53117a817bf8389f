/** Injection token of the `TranscriptIntake`. */
export const TRANSCRIPT_INTAKE = Symbol('TRANSCRIPT_INTAKE');
/** Injection token of the `CategorySource`. */
export const CATEGORIES = Symbol('CATEGORIES');
