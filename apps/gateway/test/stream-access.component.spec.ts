import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyAuthenticator, KeyDirectory } from '@earshot/access';
import { maySend, openPrincipal, roles, type Principal } from '@earshot/domain';
import { CapturingLogger } from '@earshot/testing';
import { realClock } from './support/fake-process.js';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';

const MINUTE_MS = 60_000;
const somebody: Principal = { ...openPrincipal, key: 'user:1', subject: 'Ada', roles: [], sources: [] };
const sessionEndMs = Date.now() + 2 * MINUTE_MS;
const principals = {
  ...Object.fromEntries(
    roles.map((role) => [role, { ...somebody, key: `user:${role}`, roles: [role], agentId: 'mia' }]),
  ),
  'agent without calls': { ...somebody, key: 'user:2', roles: ['AGENT'] },
  'agent who leads a team': {
    ...somebody,
    key: 'user:3',
    roles: ['AGENT', 'SUPERVISOR'],
    agentId: 'mia',
    teams: ['north'],
  },
  'session that ends soon': { ...somebody, key: 'user:4', roles: ['ADMIN'], expiresAtMs: sessionEndMs },
  'key of a program': { ...somebody, key: 'key:5', kind: 'SERVICE', roles: ['ADMIN'] },
  'somebody else': { ...somebody, key: 'user:6', roles: ['ADMIN'] },
  everybody: openPrincipal,
} satisfies Record<string, Principal>;

interface Access {
  readonly ingestUrl: string | null;
  readonly ingestPort: number | null;
  readonly key: { readonly id: string; readonly text: string; readonly expiresAt: string } | null;
}

describe('calls from the browser', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    scoped = await startScopedGateway(principals, { EARSHOT_INGEST_PORT: '4321' });
  });
  afterAll(() => scoped.stop());

  const ask = (viewer: string, mutation: string) => scoped.gateway.query(`mutation { ${mutation} }`, {}, as(viewer));
  const create = (viewer: string) =>
    ask(viewer, 'createStreamAccess { ingestUrl ingestPort key { id text expiresAt } }');
  const accessOf = async (viewer: string) =>
    ((await create(viewer)).data as never as { createStreamAccess: Access }).createStreamAccess;
  const codeFor = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).errors?.[0]?.extensions.code;
  /** Who the key is, as ingest sees it. */
  const identify = (text: string) =>
    new KeyAuthenticator(new KeyDirectory(scoped.stores.accessKeys, realClock, new CapturingLogger())).authenticate({
      headers: { 'sec-websocket-protocol': `earshot, earshot.key.${text}` },
    });

  it.each(['ANALYST', 'AUDITOR', 'agent without calls', 'key of a program'])('are not for %s', async (viewer) => {
    expect((await create(viewer)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await codeFor(viewer, 'extendStreamKey(id: "a")')).toBe('FORBIDDEN');
  });

  it.each([
    ['AGENT', 'mia'],
    ['SUPERVISOR', null],
    ['ADMIN', null],
    ['agent who leads a team', null],
  ])('of %s belong to the person, and come with a key that reads nothing', async (viewer, agentId) => {
    const { key, ...address } = await accessOf(viewer);
    expect(address).toEqual({ ingestUrl: null, ingestPort: 4_321 });
    const principal = await identify(key?.text ?? '');
    expect(principal).toMatchObject({ kind: 'SOURCE', roles: [], agentId, subject: 'Browser of Ada' });
    expect([maySend(principal, 'earshot'), maySend(principal, 'lca')]).toEqual([true, false]);
    expect((await identify((await accessOf(viewer)).key?.text ?? '')).key).toBe(principal.key);
  });

  it('need no key where nobody has to prove who they are', async () => {
    expect(await accessOf('everybody')).toEqual({ ingestUrl: null, ingestPort: 4_321, key: null });
  });

  it('go on as long as the person extends the key', async () => {
    const { key } = await accessOf('ADMIN');
    const extended = await ask('ADMIN', `extendStreamKey(id: "${key?.id}")`);
    const until = Date.parse((extended.data as never as { extendStreamKey: string }).extendStreamKey);
    expect(until - Date.parse(key?.expiresAt ?? '')).toBeGreaterThanOrEqual(0);
    expect((await identify(key?.text ?? '')).expiresAtMs).toBe(until);
    expect(await codeFor('somebody else', `extendStreamKey(id: "${key?.id}")`)).toBe('KEY_NOT_FOUND');
    expect(await codeFor('ADMIN', 'extendStreamKey(id: "zzzzzzzz")')).toBe('KEY_NOT_FOUND');
  });

  it('end with the session', async () => {
    const { key } = await accessOf('session that ends soon');
    expect(Date.parse(key?.expiresAt ?? '')).toBe(sessionEndMs);
    const extended = await ask('session that ends soon', `extendStreamKey(id: "${key?.id}")`);
    expect(extended.data).toEqual({ extendStreamKey: new Date(sessionEndMs).toISOString() });
  });

  it('leave ten keys of a person at most', async () => {
    const created = [];
    for (let at = 0; at < 12; at += 1) created.push((await accessOf('somebody else')).key?.text ?? '');
    await expect(identify(created[0] ?? '')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await identify(created.at(-1) ?? '');
    const { items } = await scoped.stores.accessKeys.list('default', { first: 100 });
    expect(items.filter(({ item }) => item.holder === 'user:6')).toHaveLength(10);
  });

  it('may go from the page to ingest, and to nowhere else', async () => {
    const { headers } = await scoped.gateway.http('/health/live');
    expect(/connect-src ([^;]*)/.exec(String(headers['content-security-policy']))?.[1]).toMatch(
      /^'self' ws:\/\/127\.0\.0\.1:\d+ wss:\/\/127\.0\.0\.1:\d+ ws:\/\/127\.0\.0\.1:4321 wss:\/\/127\.0\.0\.1:4321$/,
    );
    expect(headers['permissions-policy']).toContain('microphone=(self)');
  });
});
