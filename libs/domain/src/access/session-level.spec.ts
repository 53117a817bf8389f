import { expect, it } from '@jest/globals';
import { sessionLevelOf } from './session-level.js';

it.each([
  [false, false, false, [], 'FULL'],
  [true, false, false, [], 'TOTP'],
  [true, true, false, [], 'FULL'],
  [true, false, true, [], 'TOTP'],
  [true, true, true, [], 'PASSWORD_CHANGE'],
  [false, false, true, ['ADMIN'], 'PASSWORD_CHANGE'],
  [false, false, false, ['ADMIN'], 'TOTP_ENROLMENT'],
  [true, true, false, ['ADMIN'], 'FULL'],
  [false, false, false, ['AUDITOR'], 'FULL'],
] as const)(
  'with a second factor %j, proven %j, change of the password due %j, and roles %j that need it: %s',
  (hasTotp, hasProvenTotp, mustChangePassword, totpRoles, level) => {
    const person = { roles: ['SUPERVISOR', 'ADMIN'], hasTotp, mustChangePassword } as const;
    expect(sessionLevelOf(person, { hasProvenTotp, totpRoles })).toBe(level);
  },
);
