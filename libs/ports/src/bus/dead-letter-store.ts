import type { CallId } from '@earshot/contracts';

/** A message that a stage gave up on, without the message. */
export interface DeadLetterHead {
  readonly id: string;
  readonly atMs: number;
  readonly stage: string;
  readonly topic: string;
  readonly key: string;
  readonly code: string;
  readonly attempts: number;
  /** Null where the message tells no call. */
  readonly callId: CallId | null;
  readonly messageBytes: number;
  /** It was too large to be kept whole: it cannot be given back. */
  readonly isCut: boolean;
  readonly replayRequestedAtMs: number | null;
  readonly replayedAtMs: number | null;
}

export interface DeadLetter extends DeadLetterHead {
  /** May hold what was said on a call. */
  readonly message: Uint8Array;
}

/** A letter as it comes. */
export type NewDeadLetter = Omit<DeadLetter, 'messageBytes' | 'replayRequestedAtMs' | 'replayedAtMs'>;

export interface DeadLetterFilter {
  readonly stage?: string | undefined;
  readonly code?: string | undefined;
  readonly callId?: string | undefined;
}

/** Messages for an operator, and the way back to their topics. Rejects as `CallStore`. */
export interface DeadLetterStore {
  /** The same letter again changes nothing, unless its message died again since: then it waits as a new one. */
  add(letter: NewDeadLetter): Promise<void>;
  /** The newest first. */
  list(filter: DeadLetterFilter, page: { readonly first: number }): Promise<readonly DeadLetterHead[]>;
  find(id: string): Promise<DeadLetter | null>;
  /** Asks for letters to be given back, by id or all that were not yet and can be. Returns how many that are. */
  requestReplay(ids: readonly string[] | 'all', nowMs: number): Promise<number>;
  /**
   * Letters to be given back now, in the order they died, each to one caller alone for `leaseMs`: who does not say
   * `settleReplay` by then has failed.
   */
  takeReplays(limits: {
    readonly first: number;
    readonly nowMs: number;
    readonly leaseMs: number;
  }): Promise<readonly DeadLetter[]>;
  /** It is back on its topic; null withdraws the request, because it can never be. */
  settleReplay(id: string, replayedAtMs: number | null): Promise<void>;
  /** Removes what died before a time, and the oldest beyond a number. Returns how many went. */
  purge(limits: { readonly diedBeforeMs: number; readonly keepNewest: number }): Promise<number>;
}
