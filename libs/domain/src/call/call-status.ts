import type { EventData } from '@earshot/contracts';

/** `LIVE` lasts until the call's audio, transcript and ledger are complete, which is later than the hang-up. */
export const callStatuses = ['LIVE', 'ENDED', 'INTERRUPTED'] as const;
export type CallStatus = (typeof callStatuses)[number];

/** Which status may follow which. A call that is over stays over: its source opens a new call. */
export const callTransitions: Readonly<Record<CallStatus, readonly CallStatus[]>> = {
  LIVE: ['ENDED', 'INTERRUPTED'],
  ENDED: [],
  INTERRUPTED: [],
};

export const mayBecome = (from: CallStatus, to: CallStatus): boolean => callTransitions[from].includes(to);

/** A call is complete when it has all three. */
export interface Completeness {
  /** Why the call ended; null while it goes on. */
  readonly endReason: EventData<'call.ended'>['reason'] | null;
  /** The stream was closed and the recorder wrote its last sample. */
  readonly audioDone: boolean;
  /** Every final of the call is stored. */
  readonly transcriptDone: boolean;
}

/** The status that follows `current`: the end reason once the call is complete. */
export function statusOf(current: CallStatus, { endReason, audioDone, transcriptDone }: Completeness): CallStatus {
  if (endReason === null || !audioDone || !transcriptDone) return current;
  return mayBecome(current, endReason) ? endReason : current;
}
