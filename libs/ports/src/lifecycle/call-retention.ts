/** Which calls a policy is about: all, those of a queue, or those that matched a category. */
export type RetentionTarget =
  { readonly kind: 'DEFAULT' } | { readonly kind: 'QUEUE' | 'CATEGORY'; readonly name: string };

/** How many days calls are kept, from their start on. */
export interface RetentionPolicy {
  readonly target: RetentionTarget;
  readonly days: number;
  /** The name of who set it. */
  readonly subject: string;
  readonly setAtMs: number;
}

/** Calls that would be removed now and began on one day. */
export interface RetentionDay {
  /** `2031-05-04`, in UTC. */
  readonly day: string;
  readonly calls: number;
  /** About how large their recordings are. */
  readonly recordingBytes: number;
}

/** A policy that somebody thinks about. `days`: null for its removal. */
export interface RetentionChange {
  readonly target: RetentionTarget;
  readonly days: number | null;
}

/** `defaultDays`: for calls that no policy is about. */
export interface RetentionClock {
  readonly nowMs: number;
  readonly defaultDays: number;
}

/**
 * The policies of each tenant. Of several policies about a call, the longest counts; the default counts where none of a queue or
 * category does. Rejects with retryable `STORE_UNAVAILABLE`.
 */
export interface RetentionPolicies {
  listPolicies(tenant: string): Promise<readonly RetentionPolicy[]>;
  setPolicy(tenant: string, policy: RetentionPolicy & { readonly principal: string }): Promise<void>;
  /** Idempotent. */
  removePolicy(tenant: string, target: RetentionTarget): Promise<void>;
  /**
   * What would be removed now, or after the change, the oldest day first, and how many calls only a hold keeps. It changes nothing.
   */
  previewRemoval(
    tenant: string,
    clock: RetentionClock,
    change?: RetentionChange | null,
  ): Promise<{ readonly days: readonly RetentionDay[]; readonly heldCalls: number }>;
}

/** How far a run has looked at the calls of a tenant. */
export interface RetentionPosition {
  readonly startedAtMs: number;
  readonly callId: string;
}

/** Ends the time for which calls are kept, in small steps. Several processes may do it at once. Rejects as `RetentionPolicies` does. */
export interface RetentionQueue {
  listTenants(): Promise<readonly string[]>;
  /** Whether more calls wait to be erased than are worth adding to. */
  isFull(): Promise<boolean>;
  /**
   * Looks at the next calls of a tenant and has those erased whose time is over. Held and live calls stay. Returns how many, and where
   * to go on; null at the end.
   */
  expireCalls(
    tenant: string,
    after: RetentionPosition | null,
    clock: RetentionClock,
  ): Promise<{ readonly expired: number; readonly next: RetentionPosition | null }>;
  /** Removes old proofs of calls whose time was over. Nothing of such a call can come again. Returns how many. */
  removeOldProofs(nowMs: number): Promise<number>;
}
