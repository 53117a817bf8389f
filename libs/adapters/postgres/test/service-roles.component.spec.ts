import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { services, type ServiceName } from '@earshot/contracts';
import { EVERY_ROW } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { openPostgres, type PostgresStores } from '../src/index.js';
import { tableGrants } from '../src/roles/table-grants.js';
import { ended, EVERYTHING, id, listing, NOW, progress, runSql, segment, startDatabase, started } from './postgres.js';
import { createServiceRoles } from './service-logins.js';

jest.setTimeout(120_000);

/** What the role of a service must not do, each as a statement that its table would accept from the owner. */
const forbidden: Readonly<Record<ServiceName, readonly string[]>> = {
  ingest: [
    'select from segments',
    'select from call_keys',
    'select from users',
    'select from provisioned_users',
    'select from dead_letters',
    `update calls set tenant = 'other'`,
    `update access_keys set revoked_at = null`,
    'insert into access_keys (id) values (null)',
    'delete from streams',
  ],
  transcription: [
    'select from segments',
    'select from access_keys',
    'select from audit_trail',
    'update call_keys set wrapped = null',
    'delete from calls',
  ],
  enrichment: [
    'select from call_keys',
    'select from users',
    'select from transcript_progress',
    'update segments set text = null',
    'delete from calls',
  ],
  persistence: [
    'select from access_keys',
    'select from users',
    'select from sessions',
    'select from sign_in_tickets',
    'update audit_trail set count = 0',
    'delete from audit_trail',
    'delete from legal_holds',
    'update retention_policies set days = 1',
  ],
  gateway: [
    'select from dead_letters',
    'select from transcript_progress',
    'update segments set text = null',
    'update calls set agent_id = null',
    'delete from calls',
    'update call_keys set wrapped = null',
    'delete from audit_trail',
    'insert into audit_trail (tenant) values (null)',
    'delete from erasures',
    'delete from notifications',
    `update notifications set target = null`,
  ],
};

describe('the role of each service in the database', () => {
  let database: Awaited<ReturnType<typeof startDatabase>>;
  let urls: Readonly<Record<ServiceName, string>>;
  const opened: PostgresStores[] = [];
  const openAs = (service: ServiceName): PostgresStores => {
    const stores = openPostgres({ url: urls[service], poolSize: 2, logger: new CapturingLogger() });
    opened.push(stores);
    return stores;
  };

  beforeAll(async () => {
    database = await startDatabase();
    urls = await createServiceRoles(database.url, database.home);
  });
  afterAll(async () => {
    for (const stores of opened) await stores.close();
    await database.stop();
  });

  it('waits until the owner of the tables has granted it what it needs', async () => {
    await expect(openAs('ingest').migrate()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    await database.stores.migrate();
    for (const service of services) await openAs(service).migrate();
  });

  it('is stated for every table', async () => {
    const rows = await runSql<{ name: string }>(
      database.url,
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(tableGrants).toSorted());
  });

  it.each(services.flatMap((service) => forbidden[service].map((statement) => [service, statement] as const)))(
    '%s may not: %s',
    async (service, statement) => {
      await expect(runSql(urls[service], statement)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it.each(services)('%s can create no table and become no other role', async (service) => {
    await expect(runSql(urls[service], 'create table planted (id int)')).rejects.toMatchObject({ code: '42501' });
    await expect(runSql(urls[service], 'set role earshot_app')).rejects.toMatchObject({ code: '42501' });
  });

  it('takes away what was granted by hand', async () => {
    await runSql(database.url, 'grant select on users to earshot_ingest');
    await runSql(urls.ingest, 'select from users');
    await database.stores.migrate();
    await expect(runSql(urls.ingest, 'select from users')).rejects.toMatchObject({ code: '42501' });
  });

  it('lets persistence write a call that ingest, enrichment and the gateway read, each with its own role', async () => {
    const persistence = openAs('persistence');
    await persistence.callStore.apply(
      [started('roles'), progress('roles', 8_000), segment('roles'), ended('roles')],
      NOW,
    );
    await persistence.callKeys.keepFirst(id('roles'), { wrapped: Buffer.alloc(40, 1), keyVersion: '1' });

    expect(await openAs('ingest').streamRegistry.find(id('roles'))).toMatchObject({ state: 'CLOSED' });
    const gateway = openAs('gateway');
    const page = await gateway.callReader.calls(EVERYTHING, listing());
    expect(page.items).toHaveLength(1);
    for (const { callReader } of [gateway, openAs('enrichment')])
      expect((await callReader.segments(EVERY_ROW, id('roles'), { first: 9 })).items).toHaveLength(1);
    await gateway.callReader.categoryMatches(EVERYTHING, id('roles'));
    await gateway.callReader.trackAssignments(EVERYTHING, id('roles'));
    await gateway.callReader.recordingAccount(EVERYTHING, id('roles'));
    await gateway.callReader.agents(EVERYTHING, { prefix: '', first: 9, filter: {} });
    for (const service of ['gateway', 'transcription'] as const)
      expect(await openAs(service).callKeys.find(id('roles'))).toMatchObject({ keyVersion: '1' });
    expect(await openAs('transcription').transcriptProgress.take({ callId: id('roles') })).toMatchObject({ epoch: 1 });

    for (const service of ['ingest', 'gateway'] as const)
      expect(await openAs(service).users.listDisabled('default')).toEqual([]);

    const clock = { nowMs: NOW, defaultDays: 3_650 };
    expect(await gateway.retention.listPolicies('default')).toEqual([]);
    expect(await gateway.retention.previewRemoval('default', clock)).toMatchObject({ heldCalls: 0 });
    expect(await persistence.retention.expireCalls('default', null, clock)).toMatchObject({ expired: 0 });
    expect(await persistence.retention.removeOldProofs(NOW)).toBe(0);

    const order = { principal: 'p', subject: 's', reason: 'asked', atMs: NOW };
    expect(await gateway.callErasures.requestErasure(EVERYTHING, id('roles'), order)).toMatchObject({ ok: true });
    const tasks = await persistence.erasureQueue.takeErasures({ first: 1, nowMs: NOW, leaseMs: 1, secondLookMs: 1 });
    expect(tasks).toMatchObject([{ callId: 'roles' }]);
    await persistence.erasureQueue.removeRows(id('roles'));
    expect(await runSql(database.url, `select from calls where id = 'roles'`)).toEqual([]);
  });

  it('lets persistence send notifications, and the gateway show them and send them again', async () => {
    const [persistence, gateway] = [openAs('persistence'), openAs('gateway')];
    await persistence.callStore.apply([started('told')], NOW, [{ name: 'crm', kinds: ['CALL_STARTED'] }]);
    const [taken] = await persistence.notifications.takeDue('crm', { first: 1, nowMs: NOW, leaseMs: 1 });
    await persistence.notifications.settle(taken!, { state: 'DELIVERED' }, NOW);
    const { items } = await gateway.notifications.listNotifications('default', { first: 9 });
    expect(items.map(({ item }) => item)).toMatchObject([{ id: taken?.id, state: 'DELIVERED' }]);
    expect(await gateway.notifications.redeliver('default', taken!.id, NOW)).toMatchObject({ state: 'PENDING' });
    expect(await persistence.notifications.purge(NOW + 1)).toBe(1);
  });
});
