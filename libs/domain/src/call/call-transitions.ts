import type { EventData } from '@earshot/contracts';

/** What a call can be. `LIVE` until its audio, transcript and ledger are complete, not only until it is hung up. */
export const callStatuses = ['LIVE', 'ENDED', 'INTERRUPTED', 'FAILED'] as const;
export type CallState = (typeof callStatuses)[number];

/** Which status may follow which. A call that is over never comes back: its source opens a new one. */
export const callTransitions: Readonly<Record<CallState, readonly CallState[]>> = {
  LIVE: ['ENDED', 'INTERRUPTED', 'FAILED'],
  ENDED: [],
  INTERRUPTED: [],
  FAILED: [],
};

export const mayBecome = (from: CallState, to: CallState): boolean => callTransitions[from].includes(to);

/** The pieces that must all be in before a call is complete. */
export interface Completeness {
  /** Why the call ended, once it did. */
  readonly endReason: EventData<'call.ended'>['reason'] | null;
  /** The stream was closed and the recorder wrote its last sample. */
  readonly audioDone: boolean;
  /** Every final of the call is stored. */
  readonly transcriptDone: boolean;
}

/** The status a call has by its pieces. */
export function statusOf(current: CallState, { endReason, audioDone, transcriptDone }: Completeness): CallState {
  if (endReason === null || !audioDone || !transcriptDone) return current;
  return mayBecome(current, endReason) ? endReason : current;
}
