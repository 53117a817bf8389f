import type { AuditedAccess } from '@earshot/contracts';
import type { AuditFilter } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openPostgres, type PostgresStores } from '../src/index.js';
import { id, runSql, startDatabase } from './postgres.js';

jest.setTimeout(180_000);

const MINUTE = 60_000;
/** A full minute. */
const START = 1_790_000_040_000;

const access = (over: Partial<AuditedAccess> = {}): AuditedAccess => ({
  tenant: 'default',
  principal: 'key:mia',
  subject: 'Mia',
  kind: 'SERVICE',
  action: 'READ',
  callId: id('call-1'),
  address: '192.0.2.1',
  details: [],
  count: 1,
  firstAtMs: START,
  lastAtMs: START,
  ...over,
});

describe('the audit', () => {
  let url: string;
  let stores: PostgresStores;
  let other: PostgresStores;
  let stop: () => Promise<void>;
  let events = 0;

  const add = (...accesses: AuditedAccess[]) => stores.auditWriter.addAccesses(`event-${(events += 1)}`, accesses);
  const write = (nowMs = START + MINUTE, by = stores) => by.auditWriter.writeRows({ nowMs, waitMs: 0 });
  const rowsOf = (tenant = 'default', filter: AuditFilter = {}) => stores.auditReader.readRows(tenant, 0, filter);
  const verify = (tenant = 'default') => stores.auditReader.verifyRows(tenant);
  const allow = 'grant update, delete, truncate on audit_trail to current_user';
  const forbid = 'revoke update, delete, truncate on audit_trail from current_user';
  /** What the owner of the tables can do. */
  const tamper = (sql: string) =>
    runSql(
      url,
      `${allow}; alter table audit_trail disable trigger refuse_change; ${sql};
       alter table audit_trail enable always trigger refuse_change; ${forbid}`,
    );
  const addRows = async (count: number, tenant = 'default') => {
    await add(...Array.from({ length: count }, (_, at) => access({ tenant, callId: id(`call-${at + 1}`) })));
    expect(await write()).toBe(count);
  };

  beforeAll(async () => {
    ({ url, stores, stop } = await startDatabase());
    other = openPostgres({ url, poolSize: 2, logger: new CapturingLogger() });
  });
  afterAll(async () => {
    await other.close();
    await stop();
  });
  beforeEach(() => tamper('delete from audit_trail; delete from audit_heads; delete from audit_accesses'));

  it('adds equal accesses of a minute up into one row, with all details', async () => {
    await add(access({ details: ['segments'] }), access({ callId: null, action: 'LIST' }));
    await add(access({ firstAtMs: START + 59_999, lastAtMs: START + 59_999, details: ['call'], count: 3 }));
    await add(access({ firstAtMs: START + MINUTE, lastAtMs: START + MINUTE }), access({ address: null }));
    expect(await write(START + MINUTE - 1)).toBe(0);
    expect(await write()).toBe(3);
    expect(await write(START + 2 * MINUTE)).toBe(1);
    const rows = await rowsOf();
    const times = { firstAtMs: START, lastAtMs: START };
    expect(rows.map(({ hash: _hash, ...row }) => row)).toEqual([
      { ...access({ callId: null, action: 'LIST' }), sequence: 1 },
      { ...access({ address: null, ...times }), sequence: 2 },
      { ...access({ details: ['call', 'segments'], count: 4, ...times, lastAtMs: START + 59_999 }), sequence: 3 },
      { ...access({ firstAtMs: START + MINUTE, lastAtMs: START + MINUTE }), sequence: 4 },
    ]);
    expect(await verify()).toEqual({ isWhole: true, anchor: { sequence: 4, hash: rows[3]?.hash } });
  });

  it('folds a flood of 10,000 reads and loses none', async () => {
    const reads = Array.from({ length: 10_000 }, (_, at) => access({ firstAtMs: START + at, lastAtMs: START + at }));
    for (let from = 0; from < reads.length; from += 200) await add(...reads.slice(from, from + 200));
    expect(await write()).toBe(1);
    expect(await rowsOf()).toMatchObject([{ count: 10_000, firstAtMs: START, lastAtMs: START + 9_999 }]);
  });

  it('ignores an event that the bus delivers again, also after its row was written', async () => {
    await stores.auditWriter.addAccesses('twice', [access(), access({ count: 2 })]);
    await stores.auditWriter.addAccesses('twice', [access(), access({ count: 2 })]);
    expect(await write()).toBe(1);
    await stores.auditWriter.addAccesses('twice', [access(), access({ count: 2 })]);
    expect(await write(START + 5 * MINUTE)).toBe(0);
    expect(await rowsOf()).toMatchObject([{ count: 3 }]);
    await write(START + 62 * MINUTE);
    expect(await runSql(url, 'select from audit_accesses')).toEqual([]);
  });

  it('gives an access that arrives late a row of its own', async () => {
    await addRows(1);
    await add(access());
    expect(await write(START + 9 * MINUTE)).toBe(1);
    expect(await rowsOf()).toMatchObject([{ count: 1 }, { count: 1 }]);
    expect(await verify()).toMatchObject({ isWhole: true, anchor: { sequence: 2 } });
  });

  it('appends in one order when two processes write at once, and keeps a chain for each tenant', async () => {
    const tenants = ['default', 'elsewhere'];
    for (let minute = 0; minute < 20; minute += 1) {
      const atMs = START + minute * MINUTE;
      await add(...tenants.map((tenant) => access({ tenant, firstAtMs: atMs, lastAtMs: atMs })));
      const written = await Promise.all([
        write(atMs + MINUTE),
        write(atMs + MINUTE, other),
        write(atMs + MINUTE, other),
      ]);
      expect(written.reduce((sum, rows) => sum + rows)).toBe(2);
    }
    expect(await stores.auditReader.listTenants()).toEqual(tenants);
    for (const tenant of tenants) {
      expect((await rowsOf(tenant)).map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 20 }, (_, n) => n + 1),
      );
      expect(await verify(tenant)).toMatchObject({ isWhole: true, anchor: { sequence: 20 } });
    }
  });

  it.each(['update audit_trail set count = 2', 'delete from audit_trail', 'truncate audit_trail'])(
    'refuses %s to the role of the services, and to a role that has the grants',
    async (sql) => {
      await addRows(1);
      await expect(runSql(url, sql)).rejects.toThrow('permission denied');
      await expect(runSql(url, `${allow}; ${sql}`)).rejects.toThrow('never changed');
      expect(await verify()).toMatchObject({ isWhole: true });
    },
  );

  it.each([
    ['a changed field', `update audit_trail set subject = 'Ben' where sequence = 2`, 2, 'CHANGED'],
    ['a changed detail', `update audit_trail set details = '{x}' where sequence = 2`, 2, 'CHANGED'],
    ['a moved time', `update audit_trail set last_at = last_at + interval '1 ms' where sequence = 3`, 3, 'CHANGED'],
    ['a changed hash', `update audit_trail set hash = sha256('x') where sequence = 1`, 1, 'CHANGED'],
    ['a changed link', `update audit_trail set previous_hash = sha256('x') where sequence = 3`, 3, 'CHANGED'],
    ['a row that moved', `update audit_trail set sequence = 9 where sequence = 2`, 2, 'MISSING'],
    ['a deleted row', 'delete from audit_trail where sequence = 2', 2, 'MISSING'],
    ['a deleted first row', 'delete from audit_trail where sequence = 1', 1, 'MISSING'],
    ['a deleted last row', 'delete from audit_trail where sequence = 4', 4, 'MISSING'],
    ['no rows at all', 'delete from audit_trail', 1, 'MISSING'],
    ['another head', `update audit_heads set hash = sha256('x')`, 4, 'CHANGED'],
  ])('notices %s', async (_what, sql, sequence, reason) => {
    await addRows(4);
    await tamper(sql);
    expect(await verify()).toEqual({ isWhole: false, sequence, reason });
  });

  it('shows by an anchor that somebody wrote the whole chain anew', async () => {
    await addRows(3);
    const verdict = await verify();
    if (!verdict.isWhole) throw new Error('the chain is broken before the test');
    const { anchor } = verdict;
    await add(access({ firstAtMs: START + MINUTE, lastAtMs: START + MINUTE }));
    await write(START + 2 * MINUTE);
    expect(await stores.auditReader.verifyRows('default', anchor)).toMatchObject({ isWhole: true });
    await tamper('delete from audit_trail; delete from audit_heads; delete from audit_accesses');
    expect(await stores.auditReader.verifyRows('default', anchor)).toMatchObject({ reason: 'MISSING', sequence: 1 });
    await addRows(5);
    expect(await verify()).toMatchObject({ isWhole: true });
    expect(await stores.auditReader.verifyRows('default', { ...anchor, hash: 'ff' })).toMatchObject({
      ...{ isWhole: false, reason: 'NOT_ANCHORED', sequence: 3 },
    });
  });

  it('verifies more rows than it reads at once', async () => {
    await addRows(2_500);
    expect(await verify()).toMatchObject({ isWhole: true, anchor: { sequence: 2_500 } });
    await tamper(`update audit_trail set count = 7 where sequence = 2400`);
    expect(await verify()).toEqual({ isWhole: false, sequence: 2_400, reason: 'CHANGED' });
  });

  it('lists the newest rows first, by call, subject, action and time, and in pages', async () => {
    await add(access({ subject: 'Ben' }), access({ action: 'HEAR' }), access({ callId: id('call-2') }));
    await add(access({ firstAtMs: START + MINUTE, lastAtMs: START + MINUTE + 5 }), access({ tenant: 'elsewhere' }));
    await write(START + 2 * MINUTE);
    const list = async (filter: AuditFilter, first = 100) =>
      (await stores.auditReader.listEntries('default', { first, filter })).items.map(({ item }) => item.sequence);
    expect(await list({})).toEqual([4, 3, 2, 1]);
    expect(await list({}, 1)).toEqual([4]);
    expect(await list({ callId: 'call-2' })).toHaveLength(1);
    expect(await list({ subject: 'Ben' })).toHaveLength(1);
    expect(await list({ action: 'HEAR' })).toHaveLength(1);
    expect(await list({ fromMs: START + MINUTE + 5 })).toEqual([4]);
    expect(await list({ fromMs: START + MINUTE + 6 })).toEqual([]);
    expect(await list({ toMs: START + MINUTE })).toEqual([3, 2, 1]);
    const page = await stores.auditReader.listEntries('default', { first: 3, filter: {} });
    expect(page.hasNextPage).toBe(true);
    const rest = { first: 3, after: page.items[2]?.cursor, filter: {} };
    expect((await stores.auditReader.listEntries('default', rest)).items.map(({ item }) => item.sequence)).toEqual([1]);
    await expect(stores.auditReader.listEntries('elsewhere', rest)).rejects.toMatchObject({ code: 'BAD_CURSOR' });
  });

  it('says who looked at a call', async () => {
    await add(
      access(),
      access({ action: 'HEAR', lastAtMs: START + 9 }),
      access({ subject: 'Ben', principal: 'key:ben' }),
    );
    await add(access({ firstAtMs: START + MINUTE, lastAtMs: START + MINUTE }), access({ callId: id('call-2') }));
    await write(START + 2 * MINUTE);
    expect(await stores.auditReader.listCallAccesses('default', id('call-1'))).toEqual([
      { principal: 'key:mia', subject: 'Mia', action: 'READ', count: 2, lastAtMs: START + MINUTE },
      { principal: 'key:mia', subject: 'Mia', action: 'HEAR', count: 1, lastAtMs: START + 9 },
      { principal: 'key:ben', subject: 'Ben', action: 'READ', count: 1, lastAtMs: START },
    ]);
    expect(await stores.auditReader.listCallAccesses('elsewhere', id('call-1'))).toEqual([]);
  });

  it('keeps names that PostgreSQL cannot store whole verifiable', async () => {
    await add(access({ subject: 'nul \u0000 and \ud800' }));
    await write();
    expect(await rowsOf()).toMatchObject([{ subject: 'nul \ufffd and \ufffd' }]);
    expect(await verify()).toMatchObject({ isWhole: true });
  });
});
