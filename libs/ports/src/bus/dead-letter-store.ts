import type { CallId } from '@earshot/contracts';

/** Everything about a dead letter except its message. */
export interface DeadLetterHead {
  readonly id: string;
  readonly atMs: number;
  readonly stage: string;
  readonly topic: string;
  readonly key: string;
  readonly code: string;
  readonly attempts: number;
  /** Null when the message does not name a call. */
  readonly callId: CallId | null;
  readonly messageBytes: number;
  /** The message was too large and was cut, so it cannot be replayed. */
  readonly isCut: boolean;
  readonly replayRequestedAtMs: number | null;
  readonly replayedAtMs: number | null;
}

export interface DeadLetter extends DeadLetterHead {
  /** May hold what was said on a call. */
  readonly message: Uint8Array;
}

export type NewDeadLetter = Omit<DeadLetter, 'messageBytes' | 'replayRequestedAtMs' | 'replayedAtMs'>;

export interface DeadLetterFilter {
  readonly stage?: string | undefined;
  readonly code?: string | undefined;
  readonly callId?: string | undefined;
}

/** Keeps messages for an operator until they return to their topics. Rejects as `CallStore` does. */
export interface DeadLetterStore {
  /** Adding a known letter changes nothing, unless its message died again after a replay. Then the letter can be replayed again. */
  add(letter: NewDeadLetter): Promise<void>;
  /** The newest first. */
  list(filter: DeadLetterFilter, page: { readonly first: number }): Promise<readonly DeadLetterHead[]>;
  find(id: string): Promise<DeadLetter | null>;
  /** Requests a replay of the given letters, or of all that can still be replayed. Returns how many letters it requested. */
  requestReplay(ids: readonly string[] | 'all', nowMs: number): Promise<number>;
  /**
   * The letters to replay now, in the order in which they died. Each belongs to one caller for `leaseMs`. If the caller does
   * not call `settleReplay` in that time, the replay counts as failed.
   */
  takeReplays(limits: {
    readonly first: number;
    readonly nowMs: number;
    readonly leaseMs: number;
  }): Promise<readonly DeadLetter[]>;
  /** The letter is back on its topic. Null withdraws the request, because the letter can never return. */
  settleReplay(id: string, replayedAtMs: number | null): Promise<void>;
  /** Removes letters that died before a time, and the oldest above a number. Returns how many it removed. */
  purge(limits: { readonly diedBeforeMs: number; readonly keepNewest: number }): Promise<number>;
}
