/** What a principal may be. */
export const roles = ['AGENT', 'SUPERVISOR', 'ANALYST', 'AUDITOR', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

/**
 * What a principal may do. The first five are asked about a call. AUDIT reads who did what, MANAGE changes people, keys and
 * teams, OPERATE reads metrics and dead letters and runs tools.
 */
export const rights = ['READ', 'HEAR', 'SEE_NUMBERS', 'TRANSCRIBE', 'CONTROL', 'AUDIT', 'MANAGE', 'OPERATE'] as const;
export type Right = (typeof rights)[number];

/** How far a right reaches: the principal's own calls, the calls of its teams and queues, or all calls of its tenant. */
export type Reach = 'OWN' | 'GROUPS' | 'ALL';

/** Each role and how far each of its rights reaches. A right that is not named is not granted. */
export const grants: Readonly<Record<Role, Readonly<Partial<Record<Right, Reach>>>>> = {
  AGENT: { READ: 'OWN', HEAR: 'OWN', SEE_NUMBERS: 'OWN', CONTROL: 'OWN' },
  SUPERVISOR: { READ: 'GROUPS', HEAR: 'GROUPS', SEE_NUMBERS: 'GROUPS', TRANSCRIBE: 'GROUPS', CONTROL: 'GROUPS' },
  ANALYST: { READ: 'GROUPS' },
  AUDITOR: { READ: 'ALL', AUDIT: 'ALL' },
  ADMIN: {
    READ: 'ALL',
    HEAR: 'ALL',
    SEE_NUMBERS: 'ALL',
    TRANSCRIBE: 'ALL',
    CONTROL: 'ALL',
    AUDIT: 'ALL',
    MANAGE: 'ALL',
    OPERATE: 'ALL',
  },
};
