import type { Role } from './rights.js';

/**
 * What a session is good for. Only FULL reads calls. The others answer on the routes of sign-in alone, until the person has
 * sent the code of the second factor, has chosen a new password, or has set up the second factor.
 */
export const sessionLevels = ['FULL', 'TOTP', 'PASSWORD_CHANGE', 'TOTP_ENROLMENT'] as const;
export type SessionLevel = (typeof sessionLevels)[number];

/** What decides what a person has to do to get a full session. */
export interface SignedInPerson {
  readonly roles: readonly Role[];
  readonly hasTotp: boolean;
  readonly mustChangePassword: boolean;
}

export interface SessionDemands {
  /** Whether this sign-in has proven the second factor. */
  readonly hasProvenTotp: boolean;
  /** Roles that need a second factor. */
  readonly totpRoles: readonly Role[];
}

/** The level of a session of this person. The second factor comes first, so that a stolen link cannot set a password. */
export function sessionLevelOf(
  { roles, hasTotp, mustChangePassword }: SignedInPerson,
  { hasProvenTotp, totpRoles }: SessionDemands,
): SessionLevel {
  if (hasTotp && !hasProvenTotp) return 'TOTP';
  if (mustChangePassword) return 'PASSWORD_CHANGE';
  if (!hasTotp && roles.some((role) => totpRoles.includes(role))) return 'TOTP_ENROLMENT';
  return 'FULL';
}
