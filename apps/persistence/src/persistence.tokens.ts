/** What calls.audio leads to. */
export const AUDIO_HANDLERS = Symbol('AUDIO_HANDLERS');
export const LIFECYCLE_HANDLERS = Symbol('LIFECYCLE_HANDLERS');
export const INSIGHT_HANDLERS = Symbol('INSIGHT_HANDLERS');
export const DEAD_LETTER_HANDLERS = Symbol('DEAD_LETTER_HANDLERS');
/** Injection token of `Persistence`. */
export const PERSISTENCE = Symbol('PERSISTENCE');
