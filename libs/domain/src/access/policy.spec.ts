import { describe, expect, it } from '@jest/globals';
import { may, rowScopeOf } from './policy.js';
import { hasExpired, maySend, openPrincipal, type Principal } from './principal.js';
import { rights, roles, type Right, type Role } from './rights.js';
import { everythingOf, isInScope, rowScopeKey, type ScopedCall } from './row-scope.js';

const somebody: Principal = { ...openPrincipal, key: 'user:1', roles: [], sources: [] };
const call: ScopedCall = { tenant: 'default', agentId: 'mia', agentTeams: ['north'], queue: 'claims' };
const calls = {
  own: { ...call, agentTeams: ['south'], queue: 'sales' },
  team: { ...call, agentId: 'ben', queue: 'sales' },
  queue: { ...call, agentId: 'ben', agentTeams: ['south'] },
  other: { ...call, agentId: 'ben', agentTeams: ['south'], queue: 'sales' },
  nobodys: { ...call, agentId: null, agentTeams: [], queue: null },
  foreign: { ...call, tenant: 'elsewhere' },
} satisfies Record<string, ScopedCall>;
const all = ['own', 'team', 'queue', 'other', 'nobodys'];
const groups = ['team', 'queue'];
type Scope = 'none' | 'own' | 'groups';
const principals: Record<Scope, Partial<Principal>> = {
  none: {},
  own: { agentId: 'mia' },
  groups: { teams: ['north'], queues: ['claims'] },
};

/** The calls above that each right of a role reaches, for a principal without anything, with an agent id, with groups. */
const expected: Record<Role, Record<Scope, Partial<Record<Right, readonly string[]>>>> = {
  AGENT: { none: {}, own: { READ: ['own'], HEAR: ['own'], SEE_NUMBERS: ['own'], CONTROL: ['own'] }, groups: {} },
  SUPERVISOR: {
    none: { READ: all, HEAR: all, SEE_NUMBERS: all, TRANSCRIBE: all, CONTROL: all },
    own: { READ: all, HEAR: all, SEE_NUMBERS: all, TRANSCRIBE: all, CONTROL: all },
    groups: { READ: groups, HEAR: groups, SEE_NUMBERS: groups, TRANSCRIBE: groups, CONTROL: groups },
  },
  ANALYST: { none: { READ: all }, own: { READ: all }, groups: { READ: groups } },
  AUDITOR: {
    none: { READ: all, AUDIT: all },
    own: { READ: all, AUDIT: all },
    groups: { READ: all, AUDIT: all },
  },
  ADMIN: {
    none: Object.fromEntries(rights.map((right) => [right, all])),
    own: Object.fromEntries(rights.map((right) => [right, all])),
    groups: Object.fromEntries(rights.map((right) => [right, all])),
  },
};

function reachedCalls(principal: Principal, right: Right): string[] {
  const scope = rowScopeOf(principal, right);
  if (scope === null) return [];
  return Object.entries(calls).flatMap(([name, facts]) => (isInScope(scope, facts) ? [name] : []));
}

describe('the rights of a role', () => {
  const cases = roles.flatMap((role) =>
    (['none', 'own', 'groups'] as const).flatMap((scope) => rights.map((right) => [role, scope, right] as const)),
  );

  it.each(cases)('%s with scope %s and right %s', (role, scope, right) => {
    const principal = { ...somebody, ...principals[scope], roles: [role] };
    const reached = expected[role][scope][right] ?? [];
    expect(reachedCalls(principal, right)).toEqual(reached);
    expect(may(principal, right)).toBe(reached.length > 0);
  });

  it.each(rights)('do not give %s to a source or to nobody', (right) => {
    expect(may({ ...somebody, kind: 'SOURCE', roles, agentId: 'mia' }, right)).toBe(false);
    expect(may(somebody, right)).toBe(false);
  });

  it('add up', () => {
    const principal: Principal = { ...somebody, roles: ['AGENT', 'SUPERVISOR'], agentId: 'mia', teams: ['north'] };
    expect(reachedCalls(principal, 'READ')).toEqual(['own', 'team']);
    expect(reachedCalls(principal, 'TRANSCRIBE')).toEqual(['team']);
    expect(reachedCalls({ ...principal, roles: ['AGENT', 'ANALYST'], teams: [] }, 'HEAR')).toEqual(['own']);
  });

  it('are all there when nobody has to sign in', () => {
    for (const right of rights) expect(rowScopeOf(openPrincipal, right)).toEqual(everythingOf('default'));
  });
});

describe('a principal', () => {
  it('brings calls only with the sources of its key', () => {
    const source: Principal = { ...somebody, kind: 'SOURCE', sources: ['lca'] };
    expect([maySend(source, 'lca'), maySend(source, 'earshot'), maySend(source, '*')]).toEqual([true, false, false]);
    expect([maySend(somebody, 'lca'), maySend(openPrincipal, 'earshot')]).toEqual([false, true]);
  });

  it.each([
    [null, false],
    [1_001, false],
    [1_000, true],
    [999, true],
  ])('with the expiry %s has expired at 1000: %s', (expiresAtMs, expired) =>
    expect(hasExpired({ ...somebody, expiresAtMs }, 1_000)).toBe(expired),
  );
});

describe('rowScopeKey', () => {
  const scope = { ...everythingOf('default'), all: false, teams: ['a', 'b'] };

  it('does not depend on the order', () => {
    expect(rowScopeKey({ ...scope, teams: ['b', 'a'] })).toBe(rowScopeKey(scope));
  });

  it.each([{ tenant: 'x' }, { all: true }, { teams: [], queues: ['a', 'b'] }, { teams: ['a,b'] }, { agentIds: ['a'] }])(
    'differs with %j',
    (change) => expect(rowScopeKey({ ...scope, ...change })).not.toBe(rowScopeKey(scope)),
  );
});
