import type { Right, Role } from './rights.js';
import type { SessionLevel } from './session-level.js';

/** Who is signed in, as the routes of sign-in answer it. Times are milliseconds since the Unix epoch. */
export interface SignedInUser {
  readonly userId: string;
  readonly name: string;
  readonly displayName: string | null;
  readonly roles: readonly Role[];
  readonly rights: readonly Right[];
  readonly agentId: string | null;
  readonly teams: readonly string[];
  readonly queues: readonly string[];
  readonly hasTotp: boolean;
  readonly level: SessionLevel;
  readonly method: 'PASSWORD' | 'OIDC' | 'ONE_TIME_LINK' | 'DEMO';
  /** The session ends then, even if it is in use. */
  readonly expiresAtMs: number;
  /** It ends after so long without a request. */
  readonly idleLimitMs: number;
  readonly isDemo: boolean;
}

/** The answer of `GET /auth/session`, and of each route of sign-in that succeeds. */
export interface SignInState {
  /** `open`: nobody signs in, everybody may do everything. */
  readonly auth: 'open' | 'local' | 'oidc';
  readonly session: SignedInUser | null;
  /** The ways to sign in. */
  readonly offers: {
    readonly password: boolean;
    readonly oidc: { readonly label: string; readonly url: string } | null;
    /** The roles that a visitor of the demo may look as. */
    readonly demoRoles: readonly Role[];
  };
  /** Nobody may manage Earshot yet: the one-time link for the first admin was printed at the start. */
  readonly needsFirstAdmin: boolean;
  /** Only in the answer to a sign-out: where the browser has to go to sign out at the identity provider, too. */
  readonly providerSignOutUrl?: string;
}
