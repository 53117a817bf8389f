import { once } from 'node:events';
import { DEFAULT_TENANT } from '@earshot/domain';
import { newUser } from '@earshot/access';
import type { User } from '@earshot/ports';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RawSocket } from './support/gateway-clients.js';
import { peopleDatabasePerFile, PeopleGateway } from './support/people-gateway.js';
import { ScimClient, USER_SCHEMA } from './support/scim-client.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

describe('provisioning of people', () => {
  const database = peopleDatabasePerFile();
  let earshot: PeopleGateway;
  let scim: ScimClient;

  beforeEach(async () => {
    earshot = await PeopleGateway.start(database.stores);
    scim = await ScimClient.connect(earshot);
  });
  afterEach(() => earshot.gateway.stop());

  const account = async (id: string): Promise<User | null> => database.stores.users.find(DEFAULT_TENANT, id);
  const recorded = (action: string): string[] => earshot.recorded().filter((line) => line.startsWith(action));

  it('makes a person as Entra ID sends one, and finds it again', async () => {
    const sent = {
      schemas: [USER_SCHEMA, ENTERPRISE],
      externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
      userName: 'mia@example.org',
      active: true,
      displayName: 'Mia Lopez',
      emails: [{ primary: true, type: 'work', value: 'mia@example.org' }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Mia Lopez', familyName: 'Lopez', givenName: 'Mia' },
      phoneNumbers: [{ type: 'work', value: '+1 555 0100' }],
      [ENTERPRISE]: { department: 'Quality', employeeNumber: '4711' },
      roles: [],
    };
    const made = await scim.send('POST', '/Users', sent);
    const { phoneNumbers: _forgotten, roles: _roles, meta: _meta, ...kept } = sent;
    expect([made.status, made.headers['content-type'], made.body]).toMatchObject([
      201,
      'application/scim+json; charset=utf-8',
      { ...kept, [ENTERPRISE]: { employeeNumber: '4711' }, groups: [], meta: { resourceType: 'User' } },
    ]);
    expect(made.body).not.toHaveProperty('phoneNumbers');
    const { id } = made.body;
    expect(made.headers.location).toBe(`http://127.0.0.1:${earshot.gateway.port}/scim/v2/Users/${id}`);
    for (const filter of [
      'userName eq "MIA@example.org"',
      'externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"',
      `USERNAME Eq "mia@example.org" and id eq "${id}"`,
    ])
      expect((await scim.find('Users', filter)).body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    expect((await scim.find('Users', 'userName eq "ben@example.org"')).body).toMatchObject({
      ...{ totalResults: 0, itemsPerPage: 0, Resources: [] },
    });
    expect((await scim.get(`/Users/${id}`)).body).toEqual(made.body);
    expect(await account(id)).toMatchObject({
      ...{ origin: 'SCIM', name: 'mia@example.org', displayName: 'Mia Lopez', agentId: 'mia@example.org' },
      ...{ roles: [], state: 'ACTIVE', hasPassword: false, externalId: null },
    });
    expect(recorded('MANAGE')).toEqual([`MANAGE Entra ID createUser:${id}`]);
  });

  it('refuses a name that somebody has, also an account of Earshot itself', async () => {
    await scim.addUser('mia@example.org');
    await earshot.addPerson('ada@example.org');
    for (const userName of ['MIA@example.org', 'ada@example.org'])
      expect((await scim.send('POST', '/Users', { schemas: [USER_SCHEMA], userName })).body).toMatchObject({
        ...{ schemas: [ERROR], status: '409', scimType: 'uniqueness', detail: expect.any(String) },
      });
    expect((await scim.find('Users', 'userName eq "ada@example.org"')).body).toMatchObject({ totalResults: 0 });
    expect(recorded('REFUSED')).toEqual(['REFUSED Entra ID createUser', 'REFUSED Entra ID createUser']);
  });

  it('pages through the people', async () => {
    for (const name of ['a', 'b', 'c']) {
      await earshot.clock.advance(1);
      await scim.addUser(name);
    }
    const page = async (query: string) => {
      const { body } = await scim.get(`/Users?${query}`);
      const { totalResults, startIndex, itemsPerPage, Resources } = body as unknown as {
        totalResults: number;
        startIndex: number;
        itemsPerPage: number;
        Resources: { userName: string }[];
      };
      return [totalResults, startIndex, itemsPerPage, Resources.map(({ userName }) => userName).join('')];
    };
    expect(await page('startIndex=1&count=2')).toEqual([3, 1, 2, 'ab']);
    expect(await page('startIndex=3&count=2')).toEqual([3, 3, 1, 'c']);
    expect(await page('startIndex=0&count=100000')).toEqual([3, 1, 3, 'abc']);
    expect(await page('startIndex=4')).toEqual([3, 4, 0, '']);
    expect(await page('count=0')).toEqual([3, 1, 0, '']);
  });

  it.each([
    ['Entra ID', { op: 'Replace', path: 'active', value: 'False' }],
    ['Okta', { op: 'replace', value: { active: false } }],
    ['a whole path', { op: 'replace', path: `${USER_SCHEMA}:active`, value: false }],
    ['other letter case', { op: 'REPLACE', path: 'Active', value: false }],
  ])('disables a person as %s says it, and ends its sessions and sockets', async (_who, operation) => {
    const id = await scim.addUser('mia@example.org');
    const user = (await account(id)) as User;
    const place = { address: '192.0.2.7', userAgent: 'Firefox' };
    const issued = await earshot.people.issuer.start(user, 'OIDC', place, null);
    const browser = earshot.browser();
    browser.cookie = earshot.people.cookie.format(issued.parts, 60_000).split(';', 1)[0] ?? null;
    expect((await browser.state()).session).toMatchObject({ name: 'mia@example.org' });
    const { socket } = await new RawSocket(browser.socket()).open();
    const closed = once(socket, 'close');
    const { status, body } = await scim.patch(`/Users/${id}`, operation);
    expect([status, body]).toMatchObject([200, { id, active: false }]);
    await earshot.people.authenticator.refresh();
    expect((await closed)[0]).toBe(4401);
    expect((await browser.state()).session).toBeNull();
    expect(await account(id)).toMatchObject({ state: 'DISABLED' });
    expect(recorded('MANAGE')).toContain(`MANAGE Entra ID changeUser:${id}`);
    await scim.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'True' });
    expect(await account(id)).toMatchObject({ state: 'ACTIVE' });
  });

  it('changes attributes as Entra ID patches them, one at a time', async () => {
    const id = await scim.addUser('mia@example.org', { displayName: 'Mia' });
    const { body } = await scim.patch(
      `/Users/${id}`,
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'mia@work.example.org' },
      { op: 'Replace', path: 'name.familyName', value: 'Lopez' },
      { op: 'Replace', path: 'addresses[type eq "work"].formatted', value: 'nobody keeps this' },
      { op: 'Add', path: `${ENTERPRISE}:employeeNumber`, value: '4711' },
      { op: 'Remove', path: 'displayName' },
      { op: 'Replace', path: 'userName', value: 'lopez@example.org' },
    );
    expect(body).toMatchObject({
      userName: 'lopez@example.org',
      emails: [{ type: 'work', value: 'mia@work.example.org' }],
      name: { familyName: 'Lopez' },
      [ENTERPRISE]: { employeeNumber: '4711' },
    });
    expect(JSON.stringify(body)).not.toContain('nobody keeps');
    expect(await account(id)).toMatchObject({
      name: 'lopez@example.org',
      displayName: 'Lopez',
      agentId: 'lopez@example.org',
    });
    const changed = await scim.patch(`/Users/${id}`, {
      ...{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'lopez@work.example.org' },
    });
    expect(changed.body).toMatchObject({ emails: [{ type: 'work', value: 'lopez@work.example.org' }] });
  });

  it('replaces a person as Okta does', async () => {
    const id = await scim.addUser('mia@example.org', { externalId: 'a', name: { givenName: 'Mia' } });
    const replaced = await scim.send('PUT', `/Users/${id}`, {
      ...{ schemas: [USER_SCHEMA], id, userName: 'mia@example.org', externalId: 'b', active: true, groups: [] },
      ...{ name: { givenName: 'Maria', familyName: 'Lopez' }, meta: { resourceType: 'User' } },
    });
    expect([replaced.status, replaced.body]).toMatchObject([200, { externalId: 'b', name: { givenName: 'Maria' } }]);
    expect(await account(id)).toMatchObject({ displayName: 'Maria Lopez', name: 'mia@example.org' });
  });

  it('removes a person, whose account stays disabled for the audit, and takes it back under its name', async () => {
    const id = await scim.addUser('mia@example.org', { externalId: 'a', emails: [{ value: 'mia@example.org' }] });
    expect((await scim.send('DELETE', `/Users/${id}`)).status).toBe(204);
    expect((await scim.get(`/Users/${id}`)).body).toMatchObject({ status: '404' });
    expect((await scim.get('/Users')).body).toMatchObject({ totalResults: 0 });
    expect((await scim.send('DELETE', `/Users/${id}`)).status).toBe(404);
    expect(await account(id)).toMatchObject({ name: 'mia@example.org', state: 'DISABLED', roles: [] });
    expect(recorded('MANAGE')).toContain(`MANAGE Entra ID removeUser:${id}`);
    expect(await scim.addUser('MIA@example.org')).toBe(id);
    expect((await scim.get(`/Users/${id}`)).body).toMatchObject({ userName: 'MIA@example.org', active: true });
    expect((await scim.get(`/Users/${id}`)).body).not.toHaveProperty('emails');
  });

  it('takes over an account that the sign-in of the provider made, and keeps its link', async () => {
    const grant = { tenant: DEFAULT_TENANT, name: 'mia@example.org', roles: ['ANALYST'], origin: 'OIDC' } as const;
    const externalId = JSON.stringify(['https://idp.example.org', 'mia']);
    const user = newUser({ ...grant, externalId }, { passwordHash: null, nowMs: earshot.clock.nowMs() });
    await database.stores.users.add(user);
    const { body } = await scim.find('Users', 'userName eq "mia@example.org"');
    expect(body).toMatchObject({ totalResults: 1, Resources: [{ id: user.id }] });
    await scim.patch(`/Users/${user.id}`, { op: 'Add', path: 'externalId', value: 'a' });
    expect(await account(user.id)).toMatchObject({ origin: 'SCIM', externalId, roles: ['ANALYST'] });
    expect((await scim.find('Users', 'externalId eq "a"')).body).toMatchObject({ totalResults: 1 });
  });

  it('never leaves Earshot without an administrator', async () => {
    const id = await scim.addUser('ada@example.org');
    await earshot.people.accounts.change(DEFAULT_TENANT, id, { roles: ['ADMIN'] });
    const disabled = await scim.patch(`/Users/${id}`, { op: 'replace', value: { active: false } });
    const removed = await scim.send('DELETE', `/Users/${id}`);
    for (const { body } of [disabled, removed])
      expect(body).toMatchObject({ schemas: [ERROR], status: '409', detail: expect.stringContaining('administrator') });
    expect(await account(id)).toMatchObject({ state: 'ACTIVE', roles: ['ADMIN'] });
    expect(recorded('REFUSED')).toEqual([`REFUSED Entra ID changeUser:${id}`, `REFUSED Entra ID removeUser:${id}`]);
  });
});
