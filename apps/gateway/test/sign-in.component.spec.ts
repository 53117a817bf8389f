import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { issueKey } from '@earshot/access';
import { DEFAULT_TENANT } from '@earshot/domain';
import type { SessionStore } from '@earshot/ports';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RawSocket } from './support/gateway-clients.js';
import { PASSWORD, peopleDatabasePerFile, PeopleGateway } from './support/people-gateway.js';

jest.setTimeout(180_000);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** At least the time in which changes reach a session. */
const SECONDS_MS = 2_000;

describe('sign-in', () => {
  const database = peopleDatabasePerFile();
  let at: PeopleGateway;

  beforeEach(async () => {
    at = await PeopleGateway.start(database.stores);
  });
  afterEach(() => at.gateway.stop());

  /** Waits until the gateway has read the sessions anew. */
  const refresh = async (): Promise<void> => {
    await at.clock.advance(SECONDS_MS);
    await at.people.authenticator.refresh();
  };

  it('lets a person in who knows the password, and says who that is', async () => {
    const mia = await at.addPerson('Mia@example.org', { displayName: 'Mia', teams: ['north'] });
    const browser = at.browser();
    expect(await browser.state()).toMatchObject({ auth: 'local', session: null, needsFirstAdmin: true });
    expect(await browser.query()).toBe(401);
    expect(await browser.signIn('mia@EXAMPLE.org')).toBe('FULL');
    expect(await browser.query()).toBe(200);
    expect(await browser.state()).toEqual({
      auth: 'local',
      session: {
        userId: mia.id,
        name: 'Mia@example.org',
        displayName: 'Mia',
        roles: ['SUPERVISOR'],
        rights: ['READ', 'HEAR', 'SEE_NUMBERS', 'TRANSCRIBE', 'CONTROL'],
        agentId: null,
        teams: ['north'],
        queues: [],
        hasTotp: false,
        level: 'FULL',
        method: 'PASSWORD',
        expiresAtMs: at.clock.nowMs() + 12 * HOUR_MS,
        idleLimitMs: HOUR_MS,
        isDemo: false,
      },
      offers: { password: true, oidc: null, demoRoles: [] },
      needsFirstAdmin: true,
    });
    expect(at.recorded()).toEqual(expect.arrayContaining(['SIGN_IN Mia password']));
    const listed = await database.stores.sessions.list(DEFAULT_TENANT, { first: 9 }, at.clock.nowMs());
    expect(listed.items[0]?.item).toMatchObject({ address: '192.0.2.7', method: 'PASSWORD' });
  });

  it('refuses an unknown name, a wrong password and a disabled account in the same words', async () => {
    const [mia, ben] = [await at.addPerson('mia'), await at.addPerson('ben')];
    await at.people.accounts.change(DEFAULT_TENANT, ben.id, { state: 'DISABLED' });
    const answers = [];
    for (const [name, password] of [
      ['nobody', PASSWORD],
      ['mia', `${PASSWORD}!`],
      ['ben', PASSWORD],
    ] as const) {
      const { status, body, headers } = await at.browser().post('/auth/sign-in', { name, password });
      answers.push([status, body.toString(), headers['set-cookie']]);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual([401, expect.stringContaining('"SIGN_IN_REFUSED"'), undefined]);
    const failures = ['password', `password:${mia.id}`, `password:${ben.id}`];
    expect(at.recorded()).toEqual(failures.map((detail) => `SIGN_IN_FAILED nobody ${detail}`));
    expect(JSON.stringify(at.gateway.logger.lines)).not.toContain(PASSWORD);
  });

  it('locks a name at an address after five failures, and not at the address of its person', async () => {
    await at.addPerson('mia');
    const [own, stranger] = [at.browser('192.0.2.7'), at.browser('192.0.2.8')];
    for (let failure = 1; failure <= 5; failure += 1)
      expect(await stranger.signIn('mia', 'wrong')).toBe('SIGN_IN_REFUSED');
    const locked = await stranger.post('/auth/sign-in', { name: 'MIA', password: PASSWORD });
    expect([locked.status, locked.headers['retry-after']]).toEqual([429, '60']);
    expect(locked.body.toString()).toContain('"SIGN_IN_LOCKED"');
    expect(await own.signIn('mia')).toBe('FULL');
    await at.clock.advance(MINUTE_MS);
    expect(await stranger.signIn('mia', 'wrong')).toBe('SIGN_IN_REFUSED');
    expect((await stranger.post('/auth/sign-in', { name: 'mia', password: PASSWORD })).headers['retry-after']).toBe(
      '120',
    );
    await at.clock.advance(2 * MINUTE_MS);
    expect(await stranger.signIn('mia')).toBe('FULL');
    expect(await stranger.signIn('mia', 'wrong')).toBe('SIGN_IN_REFUSED');
  });

  it('locks a name everywhere after fifty failures, except where its person signed in lately', async () => {
    await at.addPerson('mia');
    expect(await at.browser('192.0.2.7').signIn('mia')).toBe('FULL');
    // The hash of a password takes long, so the failures are counted as if it was checked.
    const guard = (address: string) => at.people.guard.guardPassword('mia', address, false, refuse);
    const refuse = () => Promise.reject(new Error('wrong'));
    for (let failure = 0; failure < 50; failure += 1) await guard(`198.51.100.${failure}`).catch(() => undefined);
    expect(await at.browser('192.0.2.9').signIn('mia')).toBe('SIGN_IN_LOCKED');
    expect(await at.browser('192.0.2.7').signIn('mia')).toBe('FULL');
    expect(await at.browser('192.0.2.9').signIn('other')).toBe('SIGN_IN_REFUSED');
  });

  it('locks an address after a hundred failures with different names', async () => {
    await at.addPerson('mia');
    const refuse = () => Promise.reject(new Error('wrong'));
    const guard = (name: string) => at.people.guard.guardPassword(name, '192.0.2.8', false, refuse);
    for (let failure = 0; failure < 100; failure += 1) await guard(`name ${failure}`).catch(() => undefined);
    expect(await at.browser('192.0.2.8').signIn('mia')).toBe('SIGN_IN_LOCKED');
    expect(await at.browser('192.0.2.7').signIn('mia')).toBe('FULL');
  });

  it('gives each sign-in a new session, and takes none that somebody planted', async () => {
    await at.addPerson('mia');
    const browser = at.browser();
    browser.cookie = `earshot-session=es_00000000_${'x'.repeat(43)}`;
    expect(await browser.query()).toBe(401);
    await browser.signIn('mia');
    const first = browser.cookie;
    await browser.signIn('mia');
    expect(browser.cookie).not.toBe(first);
    expect(first).not.toContain('00000000');
    browser.cookie = first;
    expect(await browser.query()).toBe(401);
  });

  it.each([
    [false, /^earshot-session=es_\w{8}_[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/],
    [true, /^__Host-earshot-session=es_\w{8}_[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure$/],
  ])('sets a cookie that no script reads; with TLS %j', async (withTls, pattern) => {
    const other = await PeopleGateway.start(database.stores, { withTls });
    try {
      await other.addPerson('mia');
      const { headers } = await other.browser().post('/auth/sign-in', { name: 'mia', password: PASSWORD });
      expect(headers['set-cookie']).toEqual([expect.stringMatching(pattern)]);
      expect(headers['cache-control']).toBe('no-store');
    } finally {
      await other.gateway.stop();
    }
  });

  it('answers nothing about an account to a stranger', async () => {
    const paths = at.gateway.routes.filter(({ method, path }) => method === 'POST' && path.startsWith('/auth/'));
    expect(paths).toHaveLength(10);
    const body = { ...{ name: 'mia', password: 'x', code: '123456', next: 'x' }, ticket: 'x', role: 'ADMIN' };
    const answers = await Promise.all(
      paths.map(async ({ path }) => [path.slice(6), await at.browser().levelAfter(path, body)] as const),
    );
    expect(Object.fromEntries(answers)).toEqual({
      'sign-in': 'SIGN_IN_REFUSED',
      totp: 'UNAUTHENTICATED',
      once: 'TICKET_REFUSED',
      demo: 'FORBIDDEN',
      'sign-out': null,
      'sign-out-everywhere': 'UNAUTHENTICATED',
      password: 'UNAUTHENTICATED',
      'totp/enrol': 'UNAUTHENTICATED',
      'totp/confirm': 'UNAUTHENTICATED',
      'totp/remove': 'UNAUTHENTICATED',
    });
  });

  it('takes a header before a cookie', async () => {
    await at.addPerson('mia');
    const browser = at.browser();
    await browser.signIn('mia');
    const { stored, text } = issueKey({ name: 'key', kind: 'SERVICE', roles: ['ADMIN'] }, at.clock.nowMs());
    await at.keys.add(stored);
    const ask = (authorization: string) =>
      at.gateway.http('/metrics', { headers: { ...browser.headers(), authorization } });
    expect((await ask(`Bearer ${text}`)).status).toBe(200);
    expect((await ask(`Bearer ${text}x`)).status).toBe(401);
    // A proxy may send a header of its own.
    expect((await ask('Basic abc')).status).toBe(403);
  });

  describe('refuses other pages', () => {
    it.each([
      ['a foreign origin', { origin: 'https://evil.example' }],
      ['no origin', {}],
      ['the origin null', { origin: 'null' }],
    ])('with %s', async (_name, over) => {
      await at.addPerson('mia');
      const browser = at.browser();
      await browser.signIn('mia');
      const { origin: _origin, ...rest } = browser.headers();
      const headers = { ...rest, ...over };
      for (const path of ['/graphql', '/auth/sign-out', '/auth/password']) {
        const sent = { ...headers, 'content-type': 'application/json' };
        const answer = await at.gateway.http(path, { method: 'POST', headers: sent, body: '{}' });
        expect([path, answer.status, answer.body.toString()]).toEqual([
          path,
          403,
          expect.stringContaining('ORIGIN_NOT_ALLOWED'),
        ]);
      }
      const socket = at.gateway.socket(headers);
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
      expect(response.statusCode).toBe(403);
      response.destroy();
      socket.on('error', () => undefined).terminate();
      expect((await browser.state()).session).not.toBeNull();
    });

    it.each([
      ['text/plain', '{}', 415, 'BAD_REQUEST'],
      ['application/json', '{"name":', 400, 'BAD_REQUEST'],
      ['application/json', '', 400, 'BAD_REQUEST'],
      ['application/json', '{"name":"mia"}', 400, 'BAD_REQUEST'],
      ['application/json', '{"name":["mia"],"password":{"$ne":1}}', 400, 'BAD_REQUEST'],
      ['application/json', JSON.stringify({ name: 'a'.repeat(257), password: 'b' }), 400, 'BAD_REQUEST'],
      ['application/json', JSON.stringify({ name: 'mia', password: 'b'.repeat(9_000) }), 413, 'BAD_REQUEST'],
    ])('and a body of type %s that is %.40s', async (type, body, status, code) => {
      const answer = await at.browser().post('/auth/sign-in', body, { 'content-type': type });
      expect([answer.status, JSON.parse(answer.body.toString())]).toMatchObject([status, { code }]);
    });

    it('at addresses that no route has', async () => {
      const answer = await at.gateway.http('/auth/unknown', { headers: at.browser().headers() });
      expect(answer.status).toBe(404);
    });
  });

  describe('a session ends', () => {
    const open = async () => {
      const person = await at.addPerson('mia');
      const browser = at.browser();
      await browser.signIn('mia');
      const { socket } = await new RawSocket(browser.socket()).open();
      const closed = once(socket, 'close') as Promise<[number, Buffer]>;
      return { person, browser, socket, closed };
    };

    it('when its person signs out', async () => {
      const { browser, closed } = await open();
      const cookie = browser.cookie;
      expect(await browser.levelAfter('/auth/sign-out')).toBeNull();
      expect((await closed)[0]).toBe(4401);
      expect(browser.cookie).toBeNull();
      browser.cookie = cookie;
      expect(await browser.query()).toBe(401);
      expect(at.recorded()).toContain('SIGN_OUT mia session');
      expect(await browser.levelAfter('/auth/sign-out')).toBeNull();
    });

    it('everywhere when its person wants that', async () => {
      const { browser } = await open();
      const other = at.browser('192.0.2.8');
      await other.signIn('mia');
      expect(await other.levelAfter('/auth/sign-out-everywhere')).toBeNull();
      await refresh();
      expect(await browser.query()).toBe(401);
    });

    it('within seconds when its account is disabled, also on an open socket', async () => {
      const { person, browser, closed } = await open();
      await at.people.accounts.change(DEFAULT_TENANT, person.id, { state: 'DISABLED' });
      await refresh();
      expect((await closed)[0]).toBe(4401);
      expect(await browser.query()).toBe(401);
    });

    it('on a socket when its roles change, and goes on with the new ones', async () => {
      const { person, browser, closed } = await open();
      await at.people.accounts.change(DEFAULT_TENANT, person.id, { roles: ['AUDITOR'] });
      await refresh();
      expect((await closed)[0]).toBe(4401);
      expect((await browser.state()).session?.roles).toEqual(['AUDITOR']);
      const again = browser.socket();
      await once(again, 'open');
      again.close();
    });

    it('after its time, and after an hour without a request', async () => {
      const { browser, closed } = await open();
      for (let used = 1; used <= 12; used += 1) {
        await at.clock.advance(HOUR_MS - 1);
        expect(await browser.query()).toBe(200);
        await at.people.authenticator.refresh();
      }
      await at.clock.advance(HOUR_MS);
      expect(await browser.query()).toBe(401);
      expect((await closed)[0]).toBe(4401);
      await browser.signIn('mia');
      await at.clock.advance(HOUR_MS - 1);
      expect(await browser.query()).toBe(200);
      await at.clock.advance(HOUR_MS);
      expect(await browser.query()).toBe(401);
    });
  });

  it('signs nobody out while the database does not answer', async () => {
    let isAway = false;
    const { sessions } = database.stores;
    const stalled = (): Promise<never> => new Promise(() => undefined);
    const away = new Proxy(sessions, {
      get: (store, name: keyof SessionStore) =>
        isAway ? stalled : (store[name] as (...args: unknown[]) => unknown).bind(store),
    });
    const other = await PeopleGateway.start(database.stores, { people: { sessions: away } });
    try {
      await other.addPerson('mia');
      const [known, unknown] = [other.browser(), other.browser()];
      await known.signIn('mia');
      expect(await known.query()).toBe(200);
      await unknown.signIn('mia');
      isAway = true;
      expect(await known.query()).toBe(200);
      // The request may reach the gateway after the clock moved.
      const moving = setInterval(() => void other.clock.advance(300), 20);
      expect(await unknown.query()).toBe(503);
      clearInterval(moving);
    } finally {
      await other.gateway.stop();
    }
  });

  it('ends a session although the gateway was reading it when it ended', async () => {
    const { sessions } = database.stores;
    let release = (): void => undefined;
    let hasRead = (): void => undefined;
    let holdsAnswers = false;
    const slow = new Proxy(sessions, {
      get:
        (store, name: keyof SessionStore) =>
        async (...args: unknown[]) => {
          const answer = await (store[name] as (...args: unknown[]) => Promise<unknown>).apply(store, args);
          if (name === 'findOpen' && holdsAnswers) {
            hasRead();
            await new Promise<void>((resolve) => (release = resolve));
          }
          return answer;
        },
    });
    const other = await PeopleGateway.start(database.stores, { people: { sessions: slow } });
    try {
      await other.addPerson('mia');
      const browser = other.browser();
      await browser.signIn('mia');
      expect(await browser.query()).toBe(200);
      holdsAnswers = true;
      const isRead = new Promise<void>((resolve) => (hasRead = resolve));
      const refreshing = other.people.authenticator.refresh();
      await isRead;
      const { cookie } = browser;
      await browser.post('/auth/sign-out');
      holdsAnswers = false;
      release();
      await refreshing;
      browser.cookie = cookie;
      expect(await browser.query()).toBe(401);
    } finally {
      await other.gateway.stop();
    }
  });
});
