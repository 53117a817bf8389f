import { once } from 'node:events';
import type { User } from '@earshot/ports';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RawSocket } from './support/gateway-clients.js';
import { PASSWORD, PeopleGateway, peopleDatabasePerFile, type Browser } from './support/people-gateway.js';
import type { GraphqlAnswer } from './support/running-gateway.js';

describe('the administration of people', () => {
  const database = peopleDatabasePerFile();
  let earshot: PeopleGateway;
  let admin: Browser;
  let ada: User;

  beforeEach(async () => {
    earshot = await PeopleGateway.start(database.stores);
    ada = await earshot.addPerson('ada@example.org', { roles: ['ADMIN'] });
    admin = earshot.browser();
    expect(await admin.signIn(ada.name)).toBe('FULL');
  });
  afterEach(() => earshot.gateway.stop());

  /** What the field answers, or the code of its refusal. */
  const ask = async <T>(operation: string, browser = admin): Promise<T | string> => {
    const { body } = await browser.post('/graphql', { query: operation });
    const { data, errors } = JSON.parse(body.toString()) as GraphqlAnswer;
    return errors?.[0]?.extensions.code ?? (Object.values(data ?? {})[0] as T);
  };
  const invite = async (input: string) =>
    (await ask<{ user: { id: string }; path: string }>(
      `mutation { createUser(input: { ${input} }) { user { id } path } }`,
    )) as { user: { id: string }; path: string };
  const changeUser = (id: string, change: string) =>
    ask(`mutation { changeUser(id: "${id}", change: { ${change} }) { state roles teams agentId } }`);

  it('invites somebody, whose link chooses a password once', async () => {
    const { user, path } = await invite('name: "mia@example.org", roles: [AGENT], agentId: "mia", teams: ["north"]');
    const ticket = path.split('#')[1];
    const mia = earshot.browser('192.0.2.8');
    expect(await mia.levelAfter('/auth/once', { ticket })).toBe('PASSWORD_CHANGE');
    expect(await mia.levelAfter('/auth/password', { next: PASSWORD })).toBe('FULL');
    expect((await mia.state()).session).toMatchObject({ name: 'mia@example.org', agentId: 'mia', teams: ['north'] });
    expect(await ask('{ users(search: "MIA") { nodes { id hasPassword roles } } }')).toEqual({
      nodes: [{ id: user.id, hasPassword: true, roles: ['AGENT'] }],
    });
    expect(await earshot.browser().levelAfter('/auth/once', { ticket })).not.toBe('PASSWORD_CHANGE');
    expect(earshot.recorded()).toContain(`MANAGE ada@example.org createUser:${user.id}`);
  });

  it.each([
    ['createUser(input: { name: "ADA@example.org", roles: [] }) { path }', 'NAME_TAKEN'],
    ['createUser(input: { name: " ", roles: [] }) { path }', 'BAD_INPUT'],
    ['createUser(input: { name: "b", roles: [AGENT] }) { path }', 'BAD_INPUT'],
    ['createUser(input: { name: "b", roles: [AGENT], agentId: "" }) { path }', 'BAD_INPUT'],
    ['createUser(input: { name: "b", roles: [SUPERVISOR], teams: [" "] }) { path }', 'BAD_INPUT'],
    ['createUser(input: { name: "b", roles: [SUPERVISOR], queues: ["q", ""] }) { path }', 'BAD_INPUT'],
    ['changeUser(id: "zzzzzzzz", change: { state: DISABLED }) { id }', 'USER_NOT_FOUND'],
    ['resetPassword(id: "zzzzzzzz") { path }', 'USER_NOT_FOUND'],
    ['endSession(id: "zzzzzzzz")', 'SESSION_NOT_FOUND'],
    ['endUserSessions(userId: "zzzzzzzz")', 'USER_NOT_FOUND'],
  ])('refuses %s', async (mutation, code) => {
    expect(await ask(`mutation { ${mutation} }`)).toBe(code);
    expect(earshot.recorded().filter((line) => line.startsWith('REFUSED'))).toHaveLength(1);
  });

  it('changes roles and groups, but leaves one administrator', async () => {
    const ben = await earshot.addPerson('ben@example.org', { agentId: 'ben' });
    expect(await changeUser(ben.id, 'roles: [ANALYST], teams: ["south"]')).toEqual({
      ...{ state: 'ACTIVE', roles: ['ANALYST'], teams: ['south'], agentId: 'ben' },
    });
    expect(await changeUser(ben.id, 'agentId: null')).toMatchObject({ agentId: null, teams: ['south'] });
    expect(await changeUser(ada.id, 'roles: []')).toBe('LAST_ADMIN');
  });

  it('disables an account, whose sessions end', async () => {
    const ben = await earshot.addPerson('ben@example.org');
    const browser = earshot.browser('192.0.2.9');
    await browser.signIn(ben.name);
    expect(await browser.query()).toBe(200);
    expect(await changeUser(ben.id, 'state: DISABLED')).toMatchObject({ state: 'DISABLED' });
    await earshot.people.authenticator.refresh();
    expect(await browser.query()).toBe(401);
    expect(await browser.signIn(ben.name)).toBe('SIGN_IN_REFUSED');
  });

  it('ends a session with its sockets', async () => {
    const ben = await earshot.addPerson('ben@example.org');
    const browser = earshot.browser('192.0.2.9');
    await browser.signIn(ben.name);
    const { socket } = await new RawSocket(browser.socket()).open();
    const listed = await ask(`{ userSessions(userId: "${ben.id}") { nodes { id name method address } } }`);
    const { nodes } = listed as unknown as { nodes: { id: string }[] };
    expect(nodes).toEqual([{ id: nodes[0]?.id, name: ben.name, method: 'PASSWORD', address: '192.0.2.9' }]);
    const closed = once(socket, 'close');
    expect(await ask(`mutation { endSession(id: "${nodes[0]?.id}") }`)).toBe(nodes[0]?.id);
    expect((await closed)[0]).toBe(4401);
    expect(await browser.query()).toBe(401);
  });

  it('lists no session that nobody can use any more', async () => {
    const ben = await earshot.addPerson('ben@example.org');
    await earshot.browser('192.0.2.9').signIn(ben.name);
    const names = async () => {
      const listed = await ask<{ nodes: { name: string }[] }>('{ userSessions { nodes { name } } }');
      return (listed as { nodes: { name: string }[] }).nodes.map(({ name }) => name).toSorted();
    };
    expect(await names()).toEqual([ada.name, ben.name]);
    for (let minutes = 0; minutes < 63; minutes += 3) {
      await earshot.clock.advance(180_000);
      expect(await admin.query()).toBe(200);
      await earshot.people.authenticator.refresh();
    }
    expect(await names()).toEqual([ada.name]);
  });

  it('ends all sessions of a person, and no others', async () => {
    const ben = await earshot.addPerson('ben@example.org');
    const browsers = ['192.0.2.9', '192.0.2.10'].map((address) => earshot.browser(address));
    for (const browser of browsers) await browser.signIn(ben.name);
    expect(await ask(`mutation { endUserSessions(userId: "${ben.id}") }`)).toBe(ben.id);
    await earshot.people.authenticator.refresh();
    for (const browser of browsers) expect(await browser.query()).toBe(401);
    expect(await admin.query()).toBe(200);
    expect(await browsers[0]?.signIn(ben.name)).toBe('FULL');
    expect(earshot.recorded()).toContain(`MANAGE ada@example.org endUserSessions:${ben.id}`);
  });

  it('resets a password: the old one and its sessions end, and a link chooses a new one', async () => {
    const ben = await earshot.addPerson('ben@example.org');
    const browser = earshot.browser('192.0.2.9');
    await browser.signIn(ben.name);
    const link = await ask<{ path: string }>(`mutation { resetPassword(id: "${ben.id}") { path } }`);
    const ticket = (link as { path: string }).path.split('#')[1];
    await earshot.people.authenticator.refresh();
    expect(await browser.query()).toBe(401);
    expect(await browser.signIn(ben.name)).toBe('SIGN_IN_REFUSED');
    expect(await earshot.browser().levelAfter('/auth/once', { ticket })).toBe('PASSWORD_CHANGE');
  });
});
