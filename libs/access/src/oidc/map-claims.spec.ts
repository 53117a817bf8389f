import { describe, expect, it } from '@jest/globals';
import { mapClaims, type Claims } from './map-claims.js';
import { oidcConfigSchema, oidcSettings } from './oidc.config.js';

const PROVIDER = { EARSHOT_OIDC_ISSUER: 'https://id.example.org', EARSHOT_OIDC_CLIENT_ID: 'earshot' };
const settingsOf = (env: Record<string, string>) => oidcSettings(oidcConfigSchema.parse({ ...PROVIDER, ...env }));
const ROLES = { EARSHOT_OIDC_ROLES: 'quality=supervisor,it=ADMIN, /staff/a=b =agent' };
const map = (claims: Claims, env: Record<string, string> = {}) =>
  mapClaims(claims, settingsOf({ ...ROLES, ...env }).rules);

describe('mapClaims', () => {
  it('gives nothing that no entry names', () => {
    const claims = { groups: ['ADMIN', 'supervisor', 'constructor'], roles: ['it'], teams: ['north'], scope: 'it' };
    expect(map(claims, { EARSHOT_OIDC_ROLES: '' })).toEqual({
      roles: [],
      teams: [],
      queues: [],
      agentId: null,
      sources: [],
    });
    expect(map(claims).roles).toEqual([]);
  });

  it.each<[string, Claims, string[]]>([
    ['a list', { groups: ['it', 'quality', 'quality'] }, ['SUPERVISOR', 'ADMIN']],
    ['a text', { groups: 'it' }, ['ADMIN']],
    ['a group with = in its name', { groups: ['/staff/a=b'] }, ['AGENT']],
    ['a text with two groups', { groups: 'it quality' }, []],
    ['another type', { groups: { it: true } }, []],
    ['a list of other types', { groups: [['it'], null, 5, 'quality'] }, ['SUPERVISOR']],
  ])('reads roles from %s', (_what, claims, roles) => expect(map(claims).roles).toEqual(roles));

  it('finds a claim by its name, or in the objects to which its dots lead', () => {
    const path = (claim: string) => ({ EARSHOT_OIDC_ROLES_CLAIM: claim });
    expect(map({ 'https://example.org/roles': ['it'] }, path('https://example.org/roles')).roles).toEqual(['ADMIN']);
    expect(map({ realm_access: { roles: ['it'] } }, path('realm_access.roles')).roles).toEqual(['ADMIN']);
    expect(map({ realm_access: ['it'] }, path('realm_access.roles')).roles).toEqual([]);
    expect(map({}, path('__proto__.roles')).roles).toEqual([]);
  });

  it('gives the teams, the queues and the agent of a person', () => {
    const env = {
      EARSHOT_OIDC_TEAMS_CLAIM: 'team',
      EARSHOT_OIDC_QUEUES_CLAIM: 'queue',
      EARSHOT_OIDC_AGENT_CLAIM: 'agent',
    };
    const claims = { groups: ['quality'], team: ['north', 'x'.repeat(129), 'a\nb'], queue: 'claims', agent: 'mia' };
    expect(map(claims, env)).toMatchObject({ teams: ['north'], queues: ['claims'], agentId: 'mia' });
  });

  // Without teams and queues a supervisor reaches all calls, so a forgotten claim must not mean that.
  it('gives no role of groups to somebody whose token names no group', () => {
    const env = { EARSHOT_OIDC_TEAMS_CLAIM: 'team' };
    expect(map({ groups: ['quality', 'it'] }, env).roles).toEqual(['ADMIN']);
    expect(map({ groups: ['quality', 'it'], team: [] }, env).roles).toEqual(['ADMIN']);
    expect(map({ groups: ['quality'], team: ['north'] }, env).roles).toEqual(['SUPERVISOR']);
    expect(map({ groups: ['quality'] }).roles).toEqual(['SUPERVISOR']);
  });

  it('lets a scope or a group send calls', () => {
    const env = { EARSHOT_OIDC_SOURCES: 'calls/send=lca, quality=earshot' };
    expect(map({ scope: 'openid calls/send' }, env).sources).toEqual(['lca']);
    expect(map({ scp: ['calls/send'], groups: ['quality'] }, env).sources).toEqual(['lca', 'earshot']);
    expect(map({ scope: 'openid' }, env).sources).toEqual([]);
  });
});

describe('the settings of single sign-on', () => {
  it.each([
    ['EARSHOT_OIDC_ISSUER', { EARSHOT_OIDC_CLIENT_ID: 'earshot' }],
    ['EARSHOT_OIDC_CLIENT_ID', { EARSHOT_OIDC_ISSUER: 'https://id.example.org' }],
    ['EARSHOT_OIDC_ISSUER', { ...PROVIDER, EARSHOT_OIDC_ISSUER: 'http://id.example.org' }],
  ])('name %s where it is missing or unsafe', (variable, env) => {
    expect(() => oidcSettings(oidcConfigSchema.parse(env))).toThrow(
      expect.objectContaining({
        code: 'SETTING_INVALID',
        message: expect.stringMatching(`^${variable}: needed|needs`),
      }),
    );
  });

  it.each(['quality=boss', 'quality', '=admin'])('refuse the mapping %j', (roles) => {
    const parsed = oidcConfigSchema.safeParse({ EARSHOT_OIDC_ROLES: roles });
    expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual(['EARSHOT_OIDC_ROLES']);
  });
});
