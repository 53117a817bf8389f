import type { EventData } from '@earshot/contracts';

/** Whether a call is paused, since when, and who asked for it: a later change has a higher time, whichever process made it. */
export type PauseState = Readonly<EventData<'call.pause-changed'>>;

/** Somebody wants a call to be paused, or to go on. */
export type PauseRequest = Omit<PauseState, 'changedAtMs'>;
