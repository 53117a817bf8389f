import type { AuditAction, AuditedAccess, CallId } from '@earshot/contracts';
import type { Page } from '../calls/call-reader.js';

/** A row of the audit: an access, or equal accesses of one minute. */
export interface AuditEntry extends AuditedAccess {
  /** 1 for the first row of the tenant, then one more for each row. */
  readonly sequence: number;
}

/** A row with its hash, SHA-256 in hexadecimal. */
export type HashedAuditEntry = AuditEntry & { readonly hash: string };

/** A row by which a later check proves that nothing up to it was changed. Keep it outside the database. */
export interface AuditAnchor {
  /** 0 when the tenant has no rows. */
  readonly sequence: number;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
}

/** Which rows to list. An absent field selects all. Times are milliseconds since the Unix epoch: `fromMs` ≤ last access, first access < `toMs`. */
export interface AuditFilter {
  readonly callId?: string | undefined;
  readonly subject?: string | undefined;
  readonly action?: AuditAction | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

export interface AuditQuery {
  readonly first: number;
  readonly after?: string | undefined;
  readonly filter: AuditFilter;
}

/** What one principal did with a call in one way. */
export interface CallAccess extends Pick<AuditedAccess, 'principal' | 'subject' | 'action' | 'count'> {
  readonly lastAtMs: number;
}

/** Whether a tenant's rows are as they were written. */
export type AuditVerdict =
  | { readonly isWhole: true; readonly anchor: AuditAnchor }
  /** `sequence`: the first row that does not fit. */
  | { readonly isWhole: false; readonly sequence: number; readonly reason: 'CHANGED' | 'MISSING' | 'NOT_ANCHORED' };

/** Adds to the audit. Each method rejects with retryable `STORE_UNAVAILABLE` while the database does not answer. */
export interface AuditWriter {
  /** Keeps accesses until their minute is over. Adding the same event again changes nothing for an hour. */
  addAccesses(eventId: string, accesses: readonly AuditedAccess[]): Promise<void>;
  /**
   * Turns the kept accesses whose minute ended at least `waitMs` ago into rows: equal accesses of a minute become one row.
   * Accesses that arrive later become rows of their own. Returns the number of new rows.
   */
  writeRows(times: { readonly nowMs: number; readonly waitMs: number }): Promise<number>;
}

/** Reads the audit. Each method rejects with retryable `STORE_UNAVAILABLE` while the database does not answer. */
export interface AuditReader {
  /** The rows of a tenant, the newest first. Rejects with `BAD_CURSOR`. */
  listEntries(tenant: string, query: AuditQuery): Promise<Page<AuditEntry>>;
  /** Who looked at a call, the latest first; at most `MAX_CALL_ACCESSES`. */
  listCallAccesses(tenant: string, callId: CallId): Promise<readonly CallAccess[]>;
  /** The tenants that have rows. */
  listTenants(): Promise<readonly string[]>;
  /** The rows of a tenant whose sequence is greater than `after`, the oldest first. For exports. */
  readRows(tenant: string, after: number, filter: AuditFilter): Promise<readonly HashedAuditEntry[]>;
  /** Computes every hash of a tenant again. `anchor`: a row that an earlier check returned. */
  verifyRows(tenant: string, anchor?: AuditAnchor): Promise<AuditVerdict>;
}

/** Equal accesses within so long, counted from a full minute, become one row. */
export const AUDIT_MINUTE_MS = 60_000;
export const MAX_CALL_ACCESSES = 50;
