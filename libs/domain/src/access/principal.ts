import { roles, type Role } from './rights.js';

/** The tenant of everything until there are more. */
export const DEFAULT_TENANT = 'default';

/** Stands for every kind of source in `Principal.sources`. */
const ANY_SOURCE = '*';

/** Who sends a request, brings a call or holds a socket. Somebody authenticated it; nothing in it comes from the client. */
export interface Principal {
  /** `user:ID`, `key:ID` or `open`. The same principal has the same key for ever, so a call can belong to it. */
  readonly key: string;
  readonly tenant: string;
  /** The name that people read in the audit. */
  readonly subject: string;
  /** A SOURCE brings calls and reads nothing. A SERVICE has the roles that its key names. */
  readonly kind: 'USER' | 'SOURCE' | 'SERVICE';
  readonly roles: readonly Role[];
  /** The agent whose calls are its own. */
  readonly agentId: string | null;
  readonly teams: readonly string[];
  readonly queues: readonly string[];
  /** The kinds of sources that it may bring calls with, such as `lca`. */
  readonly sources: readonly string[];
  /** Milliseconds since the Unix epoch; null for never. */
  readonly expiresAtMs: number | null;
}

/** Everybody who reaches an Earshot without sign-in: they may do everything. */
export const openPrincipal: Principal = {
  key: 'open',
  tenant: DEFAULT_TENANT,
  subject: 'everybody',
  kind: 'USER',
  roles,
  agentId: null,
  teams: [],
  queues: [],
  sources: [ANY_SOURCE],
  expiresAtMs: null,
};

/** Whether the principal may bring calls with this kind of source. */
export const maySend = ({ sources }: Principal, source: string): boolean =>
  sources.includes(ANY_SOURCE) || sources.includes(source);

export const hasExpired = ({ expiresAtMs }: Principal, nowMs: number): boolean =>
  expiresAtMs !== null && expiresAtMs <= nowMs;
