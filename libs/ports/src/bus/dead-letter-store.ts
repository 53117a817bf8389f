import type { CallId, ErrorCode } from '@earshot/contracts';

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
  /** Length of the message before it was sealed. */
  readonly messageBytes: number;
  /** The message was too large and was cut, so it cannot be replayed. */
  readonly isCut: boolean;
  readonly replayRequestedAtMs: number | null;
  readonly replayedAtMs: number | null;
  /** Why the last requested replay was given up, or null. */
  readonly refusedWith: string | null;
}

export interface DeadLetter extends DeadLetterHead {
  /** The message, sealed, because it may hold what was said on a call. */
  readonly sealedMessage: Uint8Array;
}

export type NewDeadLetter = Omit<DeadLetter, 'replayRequestedAtMs' | 'replayedAtMs' | 'refusedWith'>;

/** A letter of an earlier version, whose message is readable. */
export interface UnsealedDeadLetter extends Pick<DeadLetterHead, 'id' | 'stage' | 'topic' | 'key'> {
  readonly message: Uint8Array;
}

/** How a requested replay ended: the letter is back on its topic, or it can never return there as things are. */
export type ReplayOutcome = { readonly replayedAtMs: number } | { readonly refusedWith: ErrorCode };

export interface DeadLetterFilter {
  readonly stage?: string | undefined;
  readonly code?: string | undefined;
  readonly callId?: string | undefined;
}

/**
 * Keeps sealed messages for an operator until they return to their topics. Shows no letter whose message is not sealed yet.
 * Rejects as `CallStore` does.
 */
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
  /** Ends the request. A letter that was refused can be requested again. */
  settleReplay(id: string, outcome: ReplayOutcome): Promise<void>;
  /** Letters that an earlier version stored. */
  listUnsealed(page: { readonly first: number }): Promise<readonly UnsealedDeadLetter[]>;
  /** Gives a letter of an earlier version its sealed message and a new id. Deletes it if the new id is already stored. */
  replaceUnsealed(id: string, by: { readonly id: string; readonly sealedMessage: Uint8Array }): Promise<void>;
  /** Removes letters that died before a time, and the oldest above a number. Returns how many it removed. */
  purge(limits: { readonly diedBeforeMs: number; readonly keepNewest: number }): Promise<number>;
}
