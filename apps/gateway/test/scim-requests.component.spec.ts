import { DEFAULT_TENANT } from '@earshot/domain';
import { Failure, type ProvisioningStore } from '@earshot/ports';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { peopleDatabasePerFile, PeopleGateway } from './support/people-gateway.js';
import { GROUP_SCHEMA, ScimClient, USER_SCHEMA } from './support/scim-client.js';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

describe('requests to SCIM', () => {
  const database = peopleDatabasePerFile();
  let earshot: PeopleGateway;
  let scim: ScimClient;
  let mia: string;

  beforeEach(async () => {
    earshot = await PeopleGateway.start(database.stores);
    scim = await ScimClient.connect(earshot);
    mia = await scim.addUser('mia@example.org');
  });
  afterEach(() => earshot.gateway.stop());

  it('says what the service can do', async () => {
    const { body } = await scim.get('/ServiceProviderConfig');
    expect(body).toMatchObject({ patch: { supported: true }, bulk: { supported: false }, filter: { maxResults: 200 } });
    for (const path of ['/ResourceTypes', '/Schemas']) {
      const listed = (await scim.get(path)).body as unknown as { totalResults: number; Resources: { id: string }[] };
      expect(listed.Resources).toHaveLength(listed.totalResults);
      for (const { id } of listed.Resources) expect((await scim.get(`${path}/${id}`)).body).toMatchObject({ id });
      expect((await scim.get(`${path}/nothing`)).body).toMatchObject({ schemas: [ERROR], status: '404' });
    }
    expect((await scim.get('/Schemas')).body).toMatchObject({
      Resources: [{ id: USER_SCHEMA }, { name: 'EnterpriseUser' }, { id: GROUP_SCHEMA }],
    });
  });

  it.each(['/Bulk', '/Me', '/.search'])('says that it does not do %s', async (path) => {
    const { status, body } = await scim.send('POST', path, {});
    expect([status, body]).toMatchObject([501, { schemas: [ERROR], status: '501' }]);
    expect((await scim.send('GET', '/Nothing')).body).toMatchObject({ schemas: [ERROR], status: '404' });
  });

  it('lists in its own order whatever a client wants, and says that it cannot sort', async () => {
    // Whoever was added first comes first.
    await earshot.clock.advance(1);
    const ben = await scim.addUser('ben@example.org');
    const { body } = await scim.get('/Users?sortBy=userName&sortOrder=ascending');
    const { Resources: users } = body as unknown as { Resources: { id: string }[] };
    expect(users.map(({ id }) => id)).toEqual([mia, ben]);
    expect((await scim.get('/ServiceProviderConfig')).body).toMatchObject({
      sort: { supported: false },
      etag: { supported: false },
      bulk: { supported: false, maxOperations: 0 },
    });
  });

  it('refuses a key that may not manage, before it reads what that sends', async () => {
    const supervisor = await ScimClient.connect(earshot, { name: 'Quality', roles: ['SUPERVISOR'] });
    for (const [method, path] of [
      ...(['GET', 'POST'] as const).flatMap((each) => [[each, '/Users'] as const, [each, '/Groups'] as const]),
      ...(['GET', 'PUT', 'PATCH', 'DELETE'] as const).map((each) => [each, `/Users/${mia}`] as const),
      ['GET', '/ServiceProviderConfig'] as const,
    ]) {
      const { status, body } = await supervisor.send(
        method,
        path,
        ['GET', 'DELETE'].includes(method) ? undefined : 'no JSON',
      );
      expect([method, path, status, body]).toMatchObject([method, path, 403, { schemas: [ERROR], status: '403' }]);
    }
    expect(earshot.recorded()).toContain('REFUSED Quality provisioning');
    expect((await scim.get(`/Users/${mia}`)).status).toBe(200);
  });

  it.each([
    ['userName co "mia"', 'invalidFilter'],
    ['userName eq "mia" or id eq "x"', 'invalidFilter'],
    ['userName eq "a" and userName eq "b"', 'invalidFilter'],
    ['not (userName eq "a")', 'invalidFilter'],
    ['title eq "a"', 'invalidFilter'],
    ['userName eq true', 'invalidFilter'],
    ['userName eq', 'invalidFilter'],
    ['userName', 'invalidFilter'],
    [`userName eq "${'a'.repeat(2_000)}"`, 'invalidFilter'],
    // The parser alone would never end.
    [`userName eq "${'\n'.repeat(60)}`, 'invalidFilter'],
    ['('.repeat(1_000), 'invalidFilter'],
    ['__proto__ eq "a"', 'invalidFilter'],
    ['constructor eq "a"', 'invalidFilter'],
  ])('refuses the filter %j', async (filter, scimType) => {
    expect((await scim.find('Users', filter)).body).toMatchObject({ schemas: [ERROR], status: '400', scimType });
  });

  it.each([
    [{ op: 'move', path: 'userName' }, 'invalidSyntax'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'remove', path: 'userName' }, 'invalidValue'],
    [{ op: 'replace', path: 'userName', value: ' ' }, 'invalidValue'],
    [{ op: 'replace', path: 'userName', value: { a: 1 } }, 'invalidValue'],
    [{ op: 'replace', path: 'active', value: 'perhaps' }, 'invalidValue'],
    [{ op: 'replace', path: 'emails', value: 'none' }, 'invalidValue'],
    [{ op: 'replace', path: 'displayName', value: 'a\u0000b' }, 'invalidValue'],
    [{ op: 'replace', path: 'name[', value: 'a' }, 'invalidSyntax'],
    [{ op: 'replace', path: `emails[type eq "${'\n'.repeat(60)}`, value: 'a' }, 'invalidPath'],
    [{ op: 'add', path: '__proto__.isAdmin', value: true }, 'invalidPath'],
    [{ op: 'add', path: 'constructor.prototype.isAdmin', value: true }, 'invalidPath'],
    [{ op: 'add', value: { 'constructor.prototype.isAdmin': true } }, 'invalidValue'],
    [{ op: 'add', path: 'name', value: { '__proto__.isAdmin': true } }, 'invalidValue'],
    ['{"op":"add","path":"name","value":{"__proto__":{"isAdmin":true}}}', 'invalidSyntax'],
    [`{"op":"add","path":"name","value":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'invalidValue'],
    [7, 'invalidSyntax'],
  ])('refuses operation %# and changes nothing', async (operation, scimType) => {
    const before = (await scim.get(`/Users/${mia}`)).body;
    const text = typeof operation === 'string' ? operation : JSON.stringify(operation);
    const body = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[${text}]}`;
    const refused = await scim.send('PATCH', `/Users/${mia}`, body);
    expect(refused.body).toMatchObject({ schemas: [ERROR], status: '400', scimType });
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
    expect((await scim.get(`/Users/${mia}`)).body).toEqual(before);
  });

  it.each([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['a list', [], 400],
    ['no name', { schemas: [USER_SCHEMA] }, 400],
    ['too long a name', { userName: 'a'.repeat(257) }, 400],
    ['more than 1 MiB', JSON.stringify({ userName: 'a'.repeat(1_100_000) }), 413],
  ])('refuses a person that is %s', async (_what, body, status) => {
    expect((await scim.send('POST', '/Users', body)).body).toMatchObject({ schemas: [ERROR], status: String(status) });
  });

  it('takes both kinds of JSON, and no other body', async () => {
    const send = (type: string, userName: string) =>
      scim.send('POST', '/Users', { userName }, { 'content-type': type });
    expect((await send('application/json; charset=utf-8', 'a')).status).toBe(201);
    expect((await send('application/SCIM+json', 'b')).status).toBe(201);
    expect((await send('text/plain', 'c')).body).toMatchObject({ schemas: [ERROR], status: '415' });
  });

  it('knows no one by an id that nobody has', async () => {
    for (const id of ['zzzzzzzz', 'x', '%00', encodeURIComponent("'; drop table users"), 'a'.repeat(90)])
      for (const resource of ['Users', 'Groups'])
        expect((await scim.get(`/${resource}/${id}`)).body).toMatchObject({ schemas: [ERROR], status: '404' });
  });

  it('does not say that a person is gone while the database is away', async () => {
    await earshot.gateway.stop();
    const findUser: ProvisioningStore['findUser'] = () =>
      Promise.reject(new Failure('STORE_UNAVAILABLE', 'The database does not answer.', { retryable: true }));
    const provisioning = Object.assign(Object.create(database.stores.provisioning), { findUser });
    earshot = await PeopleGateway.start(database.stores, { people: { provisioning } });
    const away = await ScimClient.connect(earshot);
    const { status, headers } = await away.get(`/Users/${mia}`);
    expect([status, headers['retry-after']]).toEqual([503, '2']);
  });

  it('shows a client of another tenant nobody', async () => {
    const other = await ScimClient.connect(earshot, { tenant: 'other' });
    expect((await other.get('/Users')).body).toMatchObject({ totalResults: 0 });
    expect((await other.send('DELETE', `/Users/${mia}`)).status).toBe(404);
    expect(await database.stores.users.find(DEFAULT_TENANT, mia)).toMatchObject({ state: 'ACTIVE' });
  });
});
