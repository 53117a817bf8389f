import { DEFAULT_TENANT } from '@earshot/domain';
import type { TeamMember, User } from '@earshot/ports';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { peopleDatabasePerFile, PeopleGateway } from './support/people-gateway.js';
import { GROUP_SCHEMA, ScimClient } from './support/scim-client.js';

const env = {
  EARSHOT_SCIM_ROLES: 'Quality=supervisor,Quality Leads=supervisor,Agents=agent,IT Staff=admin',
  EARSHOT_SCIM_TEAMS: 'true',
};

describe('provisioning of groups', () => {
  const database = peopleDatabasePerFile();
  let earshot: PeopleGateway;
  let scim: ScimClient;
  let mia: string;
  let ben: string;

  beforeEach(async () => {
    earshot = await PeopleGateway.start(database.stores, { env });
    scim = await ScimClient.connect(earshot);
    mia = await scim.addUser('mia@example.org');
    ben = await scim.addUser('ben@example.org');
  });
  afterEach(() => earshot.gateway.stop());

  const account = async (id: string) => (await database.stores.users.find(DEFAULT_TENANT, id)) as User;
  const granted = async (id: string) => {
    const { roles, teams } = await account(id);
    return [...roles, ...teams].join(' ');
  };
  const members = async (group: string): Promise<string[]> => {
    const { body } = await scim.get(`/Groups/${group}`);
    return ((body as unknown as { members: { value: string }[] }).members ?? []).map(({ value }) => value).toSorted();
  };
  const teamMembers = (): Promise<readonly TeamMember[]> => database.stores.teams.listMembers();

  it('makes a group, shows it and its members, also in lists', async () => {
    const sent = { schemas: [GROUP_SCHEMA], displayName: 'North', externalId: 'a', members: [{ value: mia }] };
    const { status, body } = await scim.send('POST', '/Groups', sent);
    expect([status, body]).toMatchObject([201, { ...sent, members: [{ value: mia, display: 'mia@example.org' }] }]);
    const { id } = body;
    expect((await scim.get(`/Groups/${id}`)).body).toEqual(body);
    expect((await scim.get(`/Groups/${id}?excludedAttributes=members`)).body).not.toHaveProperty('members');
    for (const filter of [
      'displayName eq "NORTH"',
      'externalId eq "a"',
      `id eq "${id}" and members eq "${mia}"`,
      `members[value eq "${mia}"]`,
    ]) {
      const found = await scim.find('Groups', filter);
      expect(found.body).toMatchObject({ totalResults: 1, Resources: [body] });
    }
    expect((await scim.find('Groups', `id eq "${id}" and members eq "${ben}"`)).body).toMatchObject({
      totalResults: 0,
    });
    expect((await scim.get(`/Users/${mia}`)).body).toMatchObject({ groups: [{ value: id, display: 'North' }] });
    expect((await scim.send('POST', '/Groups', sent)).body).toMatchObject({ status: '409', scimType: 'uniqueness' });
    expect(earshot.recorded()).toContain(`MANAGE Entra ID createGroup:${id}`);
  });

  it('lists groups without their members for a client that leaves them out', async () => {
    const id = await scim.addGroup('North', [mia]);
    const [schemas, meta] = [expect.anything(), expect.anything()];
    for (const query of ['excludedAttributes=members', 'attributes=displayName'])
      expect(((await scim.get(`/Groups?${query}`)).body as { Resources?: unknown }).Resources).toEqual([
        { schemas, id, displayName: 'North', meta },
      ]);
  });

  it('lists as many groups as have 20,000 members together, and a larger group alone', async () => {
    const addGroup = (name: string) => scim.addGroup(name, [mia, ben]);
    const [empty, north, south] = [await scim.addGroup('Empty'), await addGroup('North'), await addGroup('South')];
    const { provisioning } = database.stores;
    const sizes = async (groups: readonly string[], most: number) => {
      const members = await provisioning.listMembersOfFirst(groups, most);
      return groups.map((id) => members.get(id)?.length);
    };
    expect(await sizes([empty, north, south], 4)).toEqual([0, 2, 2]);
    expect(await sizes([empty, north, south], 3)).toEqual([0, 2, undefined]);
    expect(await sizes([north, empty, south], 1)).toEqual([2, undefined, undefined]);
    await scim.send('DELETE', `/Groups/${empty}`);
    const listed = jest.spyOn(provisioning, 'listMembersOfFirst');
    listed.mockImplementationOnce((groups) => provisioning.listMembersOfFirst(groups, 3));
    expect((await scim.get('/Groups')).body).toMatchObject({ itemsPerPage: 1, totalResults: 2 });
    expect(listed.mock.calls[0]?.[1]).toBe(20_000);
    listed.mockRestore();
  });

  it('gives the role of each group while somebody is in it, and takes it when the last one of that role is left', async () => {
    const team = await scim.addGroup('North', [mia]);
    const quality = await scim.addGroup('quality', [mia]);
    const leads = await scim.addGroup('Quality Leads', [mia, ben]);
    expect([await granted(mia), await granted(ben)]).toEqual(['SUPERVISOR North', '']);
    await scim.patch(`/Groups/${leads}`, { op: 'Remove', path: `members[value eq "${mia}"]` });
    expect(await granted(mia)).toBe('SUPERVISOR North');
    await scim.send('DELETE', `/Groups/${quality}`);
    expect(await granted(mia)).toBe('North');
    await scim.patch(`/Groups/${team}`, { op: 'Add', path: 'members', value: [{ value: ben }] });
    expect(await granted(ben)).toBe('SUPERVISOR North');
    expect((await scim.get(`/Groups/${quality}`)).status).toBe(404);
  });

  it('shows no calls to a supervisor who left the last team', async () => {
    await scim.addGroup('Quality', [mia]);
    const team = await scim.addGroup('North', [mia]);
    expect(await granted(mia)).toBe('SUPERVISOR North');
    await scim.patch(`/Groups/${team}`, { op: 'Remove', path: 'members' });
    expect(await granted(mia)).toBe('');
  });

  it.each([
    ['Entra ID', (id: string) => [{ op: 'Remove', path: `members[value eq "${id}"]` }]],
    ['the older Entra ID', (id: string) => [{ op: 'Remove', path: 'members', value: [{ value: id }] }]],
    ['Okta', (id: string) => [{ op: 'remove', path: `members[value eq "${id}"]` }]],
  ])('adds and removes members in the form of %s', async (_who, remove) => {
    const group = await scim.addGroup('North', [mia]);
    const added = await scim.patch(`/Groups/${group}`, { op: 'Add', path: 'members', value: [{ value: ben }] });
    expect([added.status, await members(group)]).toEqual([204, [ben, mia].toSorted()]);
    expect((await scim.patch(`/Groups/${group}`, ...remove(mia))).status).toBe(204);
    expect(await members(group)).toEqual([ben]);
    expect(earshot.recorded()).toContain(`MANAGE Entra ID changeGroup:${group}`);
  });

  it.each([
    ['with a path', (value: object[]) => ({ op: 'Add', path: 'members', value })],
    ['without one', (members: object[]) => ({ op: 'add', value: { displayName: 'South', members } })],
  ])('adds and removes many members in one operation %s', async (_how, add) => {
    const names = Array.from({ length: 25 }, (_, n) => `agent-${n}`);
    const ids: string[] = [];
    for (const name of names) ids.push(await scim.addUser(name));
    const group = await scim.addGroup('North', [mia]);
    const value = ids.map((id) => ({ value: id }));
    expect((await scim.patch(`/Groups/${group}`, add(value))).status).toBe(204);
    expect(await members(group)).toEqual([...ids, mia].toSorted());
    expect((await scim.patch(`/Groups/${group}`, { op: 'Remove', path: 'members', value })).status).toBe(204);
    expect(await members(group)).toEqual([mia]);
  });

  it('refuses a patch that would compare too many members', async () => {
    const group = await scim.addGroup('North', [mia]);
    const value = Array.from({ length: 20_000 }, (_, n) => ({ value: `m${n}` }));
    for (const operation of [
      { op: 'add', path: 'members', value },
      { op: 'add', value: { members: value } },
      { op: 'remove', path: 'members', value },
    ])
      expect((await scim.patch(`/Groups/${group}`, operation)).body).toMatchObject({
        status: '400',
        scimType: 'invalidValue',
      });
    expect(await members(group)).toEqual([mia]);
  });

  it('replaces the members, and renames the team that a group is', async () => {
    const group = await scim.addGroup('North', [mia]);
    await scim.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: [{ value: ben, display: 'Ben' }] });
    expect([await granted(mia), await granted(ben)]).toEqual(['', 'North']);
    await scim.patch(`/Groups/${group}`, { op: 'replace', value: { id: group, displayName: 'South' } });
    expect(await granted(ben)).toBe('South');
    const put = { schemas: [GROUP_SCHEMA], displayName: 'East', members: [{ value: mia }, { value: ben }] };
    expect((await scim.send('PUT', `/Groups/${group}`, put)).body).toMatchObject({ displayName: 'East' });
    expect([await granted(mia), await granted(ben)]).toEqual(['East', 'East']);
  });

  it('puts agents into the teams of their groups', async () => {
    await scim.addGroup('Agents', [mia]);
    const north = await scim.addGroup('North', [mia, ben]);
    expect(await teamMembers()).toEqual([{ tenant: DEFAULT_TENANT, team: 'North', agentId: 'mia@example.org' }]);
    await scim.patch(`/Users/${mia}`, { op: 'replace', path: 'userName', value: 'lopez@example.org' });
    expect(await teamMembers()).toMatchObject([{ team: 'North', agentId: 'lopez@example.org' }]);
    await scim.patch(`/Users/${mia}`, { op: 'replace', path: 'active', value: false });
    expect(await teamMembers()).toEqual([]);
    expect((await scim.get(`/Groups/${north}`)).body).toMatchObject({ displayName: 'North' });
  });

  it('takes a removed person out of every group', async () => {
    const group = await scim.addGroup('North', [mia, ben]);
    await scim.send('DELETE', `/Users/${mia}`);
    expect(await members(group)).toEqual([ben]);
    const added = await scim.patch(`/Groups/${group}`, { op: 'Add', path: 'members', value: [{ value: mia }] });
    expect(added.body).toMatchObject({ status: '400', scimType: 'invalidValue' });
  });

  it('keeps both members whom two requests add at once', async () => {
    const [north, south] = [await scim.addGroup('North'), await scim.addGroup('South')];
    await Promise.all(
      [mia, ben].flatMap((value) =>
        [north, south].map((group) =>
          scim.patch(`/Groups/${group}`, { op: 'Add', path: 'members', value: [{ value }] }),
        ),
      ),
    );
    expect([await members(north), await members(south)]).toEqual([[ben, mia].toSorted(), [ben, mia].toSorted()]);
    expect([await granted(mia), await granted(ben)]).toEqual(['North South', 'North South']);
  });

  it('never leaves Earshot without an administrator', async () => {
    const staff = await scim.addGroup('IT Staff', [mia]);
    expect(await granted(mia)).toBe('ADMIN');
    const refused = [
      await scim.patch(`/Groups/${staff}`, { op: 'Remove', path: `members[value eq "${mia}"]` }),
      await scim.send('PUT', `/Groups/${staff}`, {
        displayName: 'IT Staff',
        members: [{ value: ben }, { value: 'x' }],
      }),
      await scim.send('DELETE', `/Groups/${staff}`),
      await scim.patch(`/Groups/${staff}`, { op: 'replace', path: 'displayName', value: 'Former IT Staff' }),
      await scim.send('DELETE', `/Users/${mia}`),
    ];
    expect(refused.map(({ status }) => status)).toEqual([409, 400, 409, 409, 409]);
    expect(refused[0]?.body).toMatchObject({ detail: expect.stringContaining('last administrator') });
    expect([await granted(mia), await members(staff)]).toEqual(['ADMIN', [mia]]);
    expect(
      (await scim.patch(`/Groups/${staff}`, { op: 'replace', path: 'members', value: [{ value: ben }] })).status,
    ).toBe(204);
    expect([await granted(mia), await granted(ben)]).toEqual(['', 'ADMIN']);
  });

  it('gives and takes anew at the start what the settings say then', async () => {
    await scim.addGroup('IT Staff', [mia]);
    await scim.addGroup('Quality', [ben]);
    await earshot.addPerson('ada@example.org', { roles: ['ADMIN'] });
    const restart = async (roles: string) => {
      await earshot.gateway.stop();
      earshot = await PeopleGateway.start(database.stores, { env: { EARSHOT_SCIM_ROLES: roles } });
      // It stops only when it has given what it has to give.
      await earshot.gateway.stop();
      earshot = await PeopleGateway.start(database.stores);
    };
    await restart('Quality=analyst');
    expect([await granted(mia), await granted(ben)]).toEqual(['', 'ANALYST']);
    await restart('it staff=admin');
    expect([await granted(mia), await granted(ben)]).toEqual(['ADMIN', '']);
  });

  it('leaves the last administrator in place when the settings at the start would not', async () => {
    await scim.addGroup('IT Staff', [mia]);
    await earshot.gateway.stop();
    earshot = await PeopleGateway.start(database.stores, { env: { EARSHOT_SCIM_ROLES: 'Quality=analyst' } });
    await earshot.gateway.stop();
    expect(await granted(mia)).toBe('ADMIN');
    earshot = await PeopleGateway.start(database.stores);
  });

  it('lets groups give nothing, and take nothing away, while no setting says what they mean', async () => {
    await earshot.gateway.stop();
    earshot = await PeopleGateway.start(database.stores);
    scim = await ScimClient.connect(earshot);
    await earshot.people.accounts.change(DEFAULT_TENANT, mia, { roles: ['ANALYST'], teams: ['south'] });
    const group = await scim.addGroup('IT Staff', [mia, ben]);
    expect([await granted(mia), await granted(ben)]).toEqual(['ANALYST south', '']);
    expect(await members(group)).toEqual([ben, mia].toSorted());
  });
});
