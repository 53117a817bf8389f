import { randomBytes } from 'node:crypto';
import { exampleCustomer, makeEvent, type EarshotEvent, type EventData } from '@earshot/contracts';
import { everythingOf, meetsConditions } from '@earshot/domain';
import { createNumberDigests, LocalMasterKey, openCallReader, sealCallStore } from '@earshot/keys';
import { EVERY_ROW, type CallReader, type CallView } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { callLife } from './call-life.js';
import { callId, openTestStorage, type TestReplica, type TestStorage } from './test-storage.js';

jest.setTimeout(180_000);

const NUMBER = '+1 (206) 555-0142';
const LINE = '+18005559990';
const NAME = 'Planted Name';
/** The number as people and databases write it, and what only the customer and the line have. */
const MARKERS = [NUMBER, '12065550142', '555-0142', LINE, '18005559990', NAME, 'Planted'];
const EVERYTHING = everythingOf('default');
const ORDER = { principal: 'key:admin', subject: 'Ada', reason: 'asked', atMs: 1_800_000_000_000 };

describe('numbers and names in PostgreSQL, sealed', () => {
  let storage: TestStorage;
  let database: pg.Client;
  let replica: TestReplica;
  let clear: TestReplica;
  let reader: CallReader;

  const openReader = async (masterKey = storage.masterKey): Promise<CallReader> => {
    const digestNumbers = await createNumberDigests(masterKey);
    return openCallReader(storage.stores.callReader, { keys: storage.openKeys(masterKey), digestNumbers });
  };
  beforeAll(async () => {
    storage = await openTestStorage();
    database = new pg.Client({ connectionString: storage.url });
    await database.connect();
    const digestNumbers = await createNumberDigests(storage.masterKey);
    const sealing = sealCallStore(storage.stores.callStore, { keys: storage.openKeys(), digestNumbers });
    replica = storage.startReplica({ store: sealing });
    clear = storage.startReplica();
    reader = await openReader();
  });
  afterAll(async () => {
    await replica.persistence.close();
    await clear.persistence.close();
    await database.end();
    await storage.stop();
  });

  const start = (id: string, over: Partial<EventData<'call.started'>> = {}): EarshotEvent => {
    const words = { name: 'Planted contact', metadata: { account: 'Planted account' } };
    const data = {
      source: 'lca-websocket',
      startedAtMs: 1,
      customerNumber: NUMBER,
      systemNumber: LINE,
      ...words,
      ...over,
    };
    return makeEvent('call.started', callId(id), data, { id: `start-${id}`, occurredAtMs: 1 }) as EarshotEvent;
  };
  const describeCustomer = (id: string, name: string): EarshotEvent => {
    const data = { participant: { ...exampleCustomer, name, number: NUMBER }, atMs: 5_000 };
    return makeEvent('participant.changed', callId(id), data, { id: `name-${id}`, occurredAtMs: 2 }) as EarshotEvent;
  };
  /** A whole call, with its audio and words. */
  async function play(id: string, over?: Partial<EventData<'call.started'>>, by = replica): Promise<void> {
    const { audio, lifecycle, insight } = callLife(callId(id));
    const others = lifecycle.filter(({ type }) => type !== 'call.started');
    for (const event of [...audio, start(id, over), ...others, describeCustomer(id, NAME), ...insight])
      await by.handle(event);
  }
  const read = async (id: string, by = reader): Promise<CallView | null> =>
    (await by.callsById(EVERY_ROW, [callId(id)]))[0] ?? null;
  const list = async (text: string): Promise<readonly string[]> => {
    const query = { first: 100, filter: { text }, sort: { field: 'STARTED_AT', direction: 'ASC' } } as const;
    const found = (await reader.calls(EVERYTHING, query)).items.map(({ item }) => item.id);
    // What is delivered live must agree with what is listed.
    const { items } = await reader.calls(EVERYTHING, { ...query, filter: {} });
    const delivered = items.flatMap(({ item }) => (meetsConditions(item, { text }) ? [item.id] : []));
    expect([text, delivered.toSorted()]).toEqual([text, found.toSorted()]);
    return found.toSorted();
  };
  const textOf = async (table: string): Promise<string> =>
    (await database.query<{ text: string }>(`select t::text as text from ${table} t`)).rows
      .map(({ text }) => text)
      .join('\n');
  /** The tables that hold any marker. */
  async function markedTables(): Promise<string[]> {
    const { rows } = await database.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const texts = await Promise.all(rows.map(async ({ name }) => [name, await textOf(name)] as const));
    return texts.flatMap(([name, text]) => (MARKERS.some((marker) => text.includes(marker)) ? [name] : [])).toSorted();
  }

  it('are in no row, and readers see them', async () => {
    await play('sealed');
    expect(await markedTables()).toEqual([]);
    expect(await read('sealed')).toMatchObject({ customerNumber: NUMBER, systemNumber: LINE, areNumbersSealed: true });
    expect(await read('sealed')).toMatchObject({
      name: 'Planted contact',
      metadata: [{ key: 'account', value: 'Planted account' }],
    });
    const customer = (await read('sealed'))?.participants.find(({ id }) => id === exampleCustomer.id);
    expect(customer).toMatchObject({ name: NAME, number: NUMBER });
    expect((await read('sealed'))?.problems.map(({ code }) => code)).not.toContain('NUMBERS_UNREADABLE');
  });

  it('are found by the whole number and by its last four digits, not by another part', async () => {
    await play('other', { customerNumber: '+12065550143', systemNumber: '118', agentId: 'Zoë' });
    await play('elsewhere', { tenant: 'elsewhere' });
    for (const text of ['+12065550142', '(206) 555-0142', '0012065550142', '0142', '9990', LINE])
      expect([text, await list(text)]).toEqual([text, ['sealed']]);
    expect(await list('118')).toEqual(['other']);
    expect(await list('zoe')).toEqual(['other']);
    for (const text of ['555', '20655501', '014', 'earshot-sealed', NAME])
      expect([text, await list(text)]).toEqual([text, []]);
    const masked = { textWithoutNumbers: '+12065550142' };
    const query = { first: 100, filter: masked, sort: { field: 'STARTED_AT', direction: 'ASC' } } as const;
    expect((await reader.calls(EVERYTHING, query)).items).toEqual([]);
    const agents = (text: string) => reader.agents(EVERYTHING, { prefix: '', first: 10, filter: { text } });
    expect([await agents('+12065550143'), await agents('0142')]).toEqual([['Zoë'], []]);
  });

  it('stay the same when facts arrive again, and follow a change', async () => {
    await play('again');
    const before = [await textOf('calls'), await textOf('participants')];
    await replica.handle(start('again'));
    await replica.handle(describeCustomer('again', NAME));
    expect([await textOf('calls'), await textOf('participants')]).toEqual(before);
    await replica.handle({
      ...describeCustomer('again', 'Other Name'),
      data: { participant: { ...exampleCustomer, name: 'Other Name' }, atMs: 6_000 },
    } as never);
    expect((await read('again'))?.participants.find(({ id }) => id === exampleCustomer.id)?.name).toBe('Other Name');
    const sealedTexts = (await textOf('participants')).match(/earshot-sealed:1:[\w-]+/g) ?? [];
    // The same number in two calls does not look the same.
    expect(new Set(sealedTexts).size).toBe(sealedTexts.length);
  });

  it('of calls from before, or with the setting off, stay as they are and are read and found', async () => {
    await play('clear', { customerNumber: '+4930 7654321' }, clear);
    expect(await read('clear')).toMatchObject({ customerNumber: '+4930 7654321', areNumbersSealed: false });
    expect(await list('76543')).toEqual(['clear']);
    // A call that went on while the setting changed.
    await clear.handle(start('both', { customerNumber: '+4930 7654321' }));
    await play('both', {}, replica);
    expect(await read('both')).toMatchObject({ customerNumber: '+4930 7654321', areNumbersSealed: false });
    expect((await read('both'))?.participants).toContainEqual(expect.objectContaining({ name: NAME, number: NUMBER }));
  });

  it('that cannot be opened are a problem of their call alone', async () => {
    await play('moved');
    await database.query(
      `update calls set customer_number = (select customer_number from calls where id = 'sealed') where id = 'moved'`,
    );
    const otherKey = new LocalMasterKey([randomBytes(32)]);
    await play('unknown-key');
    const wrapped = await otherKey.wrap(randomBytes(32), ['call key', 'unknown-key']);
    await database.query(`update call_keys set wrapped = $1, key_version = $2 where call_id = 'unknown-key'`, [
      Buffer.from(wrapped.wrapped),
      wrapped.keyVersion,
    ]);
    const fresh = await openReader();
    const query = { first: 100, filter: {}, sort: { field: 'STARTED_AT', direction: 'ASC' } } as const;
    const { items } = await fresh.calls(EVERYTHING, query);
    const unreadable = items.flatMap(({ item }) =>
      item.problems.some(({ code }) => code === 'NUMBERS_UNREADABLE') ? [item.id] : [],
    );
    expect(unreadable.toSorted()).toEqual(['moved', 'unknown-key']);
    expect(await read('moved', fresh)).toMatchObject({ customerNumber: null, systemNumber: LINE });
    expect(await read('unknown-key', fresh)).toMatchObject({ customerNumber: null, systemNumber: null });
    expect(await read('sealed', fresh)).toMatchObject({ customerNumber: NUMBER });
    // Nobody reads them without the master key.
    expect(await read('sealed', await openReader(otherKey))).toMatchObject({
      customerNumber: null,
      systemNumber: null,
    });
  });

  it('of a call whose key is destroyed are gone, also where its rows lie in a backup', async () => {
    await play('erased');
    await database.query(`create table backup_of_calls as select * from calls where id = 'erased'`);
    await database.query(`create table backup_of_participants as select * from participants where call_id = 'erased'`);
    await storage.stores.callErasures.requestErasure(EVERYTHING, callId('erased'), ORDER);
    await replica.persistence.callEraser.eraseCalls();
    expect(await read('erased')).toBeNull();
    // Its source goes on, and nothing of it comes back.
    await replica.handle(start('erased'));
    await replica.handle(describeCustomer('erased', NAME));
    expect(await read('erased')).toBeNull();
    await database.query(`insert into calls select * from backup_of_calls`);
    await database.query(`insert into participants select * from backup_of_participants`);
    const restored = await read('erased', await openReader());
    expect(restored).toMatchObject({ customerNumber: null, systemNumber: null });
    expect(restored?.participants.flatMap(({ name, number }) => [name, number]).filter(Boolean)).toEqual([]);
    expect(restored?.problems.map(({ code }) => code)).not.toContain('NUMBERS_UNREADABLE');
    await database.query(`drop table backup_of_calls, backup_of_participants`);
  });
});
