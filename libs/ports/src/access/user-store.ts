import type { Page } from '../calls/call-reader.js';
import type { Credentials, DisabledPerson, NewUser, User, UserChange } from './user.js';

export interface UserQuery {
  /** At most 100. */
  readonly first: number;
  readonly after?: string | undefined;
  /** Part of the sign-in name or of the display name, in any case. */
  readonly search?: string | undefined;
}

/** Keeps the accounts. Each method rejects with retryable `STORE_UNAVAILABLE` while the database does not answer. */
export interface UserStore {
  /** Rejects with `Failure` `NAME_TAKEN`, or `TOO_MANY_USERS` when `MAX_USERS` are stored. */
  add(user: NewUser): Promise<void>;
  /** Adds an admin and redeems the ticket for the first one. Returns false if the ticket was used, or an admin exists. Rejects as `add`. */
  addFirstAdmin(user: NewUser, ticketId: string): Promise<boolean>;
  find(tenant: string, id: string): Promise<User | null>;
  findByName(tenant: string, name: string): Promise<User | null>;
  findByExternalId(tenant: string, externalId: string): Promise<User | null>;
  /** Accounts by name. Rejects with `BAD_CURSOR`. */
  list(tenant: string, query: UserQuery): Promise<Page<User>>;
  /** The people whose account is disabled and who may have tokens of the provider. At most `MAX_USERS`. */
  listDisabled(tenant: string): Promise<readonly DisabledPerson[]>;
  /** Whether an active account other than one of the demo has the role ADMIN. */
  hasAdmin(tenant: string): Promise<boolean>;
  /**
   * Returns the changed account; null if there is none. Rejects with `NAME_TAKEN`, or `LAST_ADMIN` if no admin would remain.
   * `mayLeaveNoAdmin`: a provider decides, which can name another one at any time.
   */
  change(
    tenant: string,
    id: string,
    change: UserChange,
    options?: { readonly mayLeaveNoAdmin: boolean },
  ): Promise<User | null>;
  noteSignIn(id: string, nowMs: number): Promise<void>;
  /** Null if there is no account. */
  findCredentials(id: string): Promise<Credentials | null>;
  /** `passwordHash`: argon2id in PHC format. Returns false if there is no account. */
  setPassword(id: string, passwordHash: string | null, mustChange: boolean): Promise<boolean>;
  /** Stores a second factor that is not yet confirmed. Returns false if the account has a confirmed one. */
  startTotp(id: string, sealedSecret: Uint8Array): Promise<boolean>;
  /** Returns false if nothing was started, or if it is confirmed. `step`: that of the code, which counts as used. */
  confirmTotp(id: string, step: number, recoveryHashes: readonly Uint8Array[]): Promise<boolean>;
  /** Remembers the time step of a code. Returns false if it or a later one was used: each code counts once. */
  useTotpStep(id: string, step: number): Promise<boolean>;
  /** Returns false if the account has no unused recovery code with this SHA-256. */
  useRecoveryCode(id: string, hash: Uint8Array): Promise<boolean>;
  /** Removes the second factor with its recovery codes. Returns false if there was none. */
  removeTotp(id: string): Promise<boolean>;
}

export const MAX_USERS = 100_000;
