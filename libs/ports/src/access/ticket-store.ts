/** What a one-time link is for: to make the first admin, to set the password of an account, or to show the demo. */
export type TicketPurpose = 'FIRST_ADMIN' | 'ACCOUNT' | 'DEMO';

/** A one-time link. Times are milliseconds since the Unix epoch. */
export interface Ticket {
  /** Eight lower-case letters and digits. */
  readonly id: string;
  readonly tenant: string;
  readonly purpose: TicketPurpose;
  /** Null for the first admin, who has no account yet. */
  readonly userId: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** SHA-256 of the secret part. The secret itself is stored nowhere. */
  readonly secretHash: Uint8Array;
}

/** Keeps one-time links. Each method rejects with retryable `STORE_UNAVAILABLE` while the database does not answer. */
export interface TicketStore {
  /** Ends the earlier links of the same purpose and account, unless it keeps them. */
  add(ticket: Ticket, options?: { readonly keepsEarlier: boolean }): Promise<void>;
  /** A link that nobody used and that has not expired. */
  findUsable(id: string, nowMs: number): Promise<Ticket | null>;
  /** Returns false if it was used or has expired. Of several callers, one gets true. */
  redeem(id: string, nowMs: number): Promise<boolean>;
  /** Ends the links of an account. */
  endOfUser(userId: string): Promise<void>;
  /** Removes links that expired before `beforeMs`. */
  forget(beforeMs: number): Promise<void>;
}
