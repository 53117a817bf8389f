import type { Role } from '@earshot/domain';

/** How long sessions last, and what they need. */
export interface SessionRules {
  /** A session ends after so long, even if it is in use. */
  readonly lifetimeMs: number;
  /** It ends after so long without a request. */
  readonly idleLimitMs: number;
  /** Roles that need a second factor. */
  readonly totpRoles: readonly Role[];
  /** Whether the accounts of the demo may be signed in. */
  readonly allowsDemo: boolean;
}
