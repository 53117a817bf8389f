import type { TopicName } from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import { createSealer, LocalMasterKey } from '@earshot/keys';
import type { DeadLetterHead } from '@earshot/ports';
import { startService, systemClock, type RunningService } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { persistenceConfigSchema, PersistenceModule } from '../src/index.js';
import { openTestStorage, type TestStorage } from './test-storage.js';

jest.setTimeout(120_000);

const WORD = 'marigold';
const poison = (text: string) => Buffer.from(`{"text":"${WORD} ${text}`);
const [first, second] = [randomBytes(32), randomBytes(32)];
type Keys = [Uint8Array, ...Uint8Array[]];

/** Persistence on a bus of its own, with the given versions of the master key. */
async function startPersistence(storage: TestStorage, keys: Keys) {
  const [bus, logger] = [new EmbeddedEventBus(systemClock), new CapturingLogger()];
  const sealer = createSealer(new LocalMasterKey(keys));
  const context = { bus, clock: systemClock, logger, metrics: new CapturingMetrics(), newId: () => randomUUID() };
  const {
    callStore: store,
    deadLetters,
    audioRemovals,
    auditWriter,
    erasureQueue,
    notifications,
    retention,
  } = storage.stores;
  const adapters = {
    store,
    deadLetters,
    audioRemovals,
    auditWriter,
    erasureQueue,
    notifications,
    retention,
    sealer,
    recordings: storage.recordings(),
  };
  const module = PersistenceModule.forRoot(persistenceConfigSchema.parse({}), context, adapters);
  const seen: { topic: TopicName; key: string; value: Buffer }[] = [];
  for (const topic of ['calls.dead', 'calls.lifecycle', 'calls.insight'] as const)
    await bus.subscribe({
      ...{ topic, as: { everyInstance: true }, acknowledge: 'on-return' },
      handle: async ({ key, value }) => void seen.push({ topic, key, value: Buffer.from(value) }),
    });
  const service = await startService({ name: 'persistence', module, process: context, sealer });
  return { bus, logger, seen, service };
}

describe('sealed dead letters', () => {
  let storage: TestStorage;
  let database: pg.Client;
  let running: { bus: EmbeddedEventBus; logger: CapturingLogger; service: RunningService } | undefined;

  const store = () => storage.stores.deadLetters;
  const start = async (...keys: Keys) => {
    const started = await startPersistence(storage, keys);
    running = started;
    return started;
  };
  const stop = async () => {
    await running?.service.close();
    await running?.bus.close();
    running = undefined;
  };
  const until = async <T>(find: () => Promise<T | undefined | false | null> | T | undefined | false): Promise<T> => {
    for (;;) {
      const found = await find();
      if (found) return found;
      await pause(20);
    }
  };
  const letterOf = (key: string): Promise<DeadLetterHead> =>
    until(async () => (await store().list({}, { first: 100 })).find((letter) => letter.key === key));
  /** Lets messages die in a persistence that has the first version of the key. */
  const letDie = async (keys: readonly string[]): Promise<(key: string) => DeadLetterHead> => {
    const { bus } = await start(first);
    for (const key of keys) await bus.publish('calls.insight', key, poison(key));
    const letters = new Map<string, DeadLetterHead>();
    for (const key of keys) letters.set(key, await letterOf(key));
    await stop();
    return (key) => letters.get(key) as DeadLetterHead;
  };
  const ended = (id: string) =>
    until(async () => {
      const letter = await store().find(id);
      return letter !== null && letter.replayRequestedAtMs === null && letter;
    });
  const allRows = async () =>
    (await database.query('select *, encode(message, $1) as text from dead_letters', ['escape'])).rows;

  beforeAll(async () => {
    storage = await openTestStorage();
    database = new pg.Client({ connectionString: storage.url });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await storage.stop();
  });
  beforeEach(async () => void (await database.query('delete from dead_letters')));
  afterEach(stop);

  it('leave no word readable in the topic, the row and the log, and a replay restores the exact bytes', async () => {
    const { bus, logger, seen } = await start(first);
    const message = Buffer.concat([poison('x'), Buffer.from([0, 255, 10, 13, 128])]);
    await bus.publish('calls.insight', 'poisoned', message);
    const { id, messageBytes } = await letterOf('poisoned');
    expect(messageBytes).toBe(message.length);
    await until(
      () => seen.some(({ topic }) => topic === 'calls.dead') && seen.some(({ topic }) => topic === 'calls.lifecycle'),
    );
    const published = seen.filter(({ topic }) => topic !== 'calls.insight');
    for (const { value } of published) {
      expect(value.includes(WORD)).toBe(false);
      const base64 = /"message":"([A-Za-z0-9+/=]+)"/.exec(value.toString())?.[1] ?? '';
      expect(Buffer.from(base64, 'base64').includes(WORD)).toBe(false);
    }
    expect(JSON.stringify(await allRows())).not.toContain(WORD);
    await store().requestReplay([id], Date.now());
    const replayed = await until(() => seen.filter(({ topic }) => topic === 'calls.insight')[1]);
    expect(replayed.value.equals(message)).toBe(true);
    expect(replayed.key).toBe('poisoned');
    // It dies again as the same letter.
    await until(async () => (await store().find(id))?.replayedAtMs === null);
    expect(await allRows()).toHaveLength(1);
    expect(
      JSON.stringify(logger.lines, (_, each: unknown) => (each instanceof Error ? each.message : each)),
    ).not.toContain(WORD);
  });

  it('stay as they are under another key, with a code; with the key back they are replayed', async () => {
    const letter = await letDie(['lost', 'beside']);
    const [lost, beside] = [letter('lost'), letter('beside')];
    const other = await start(second);
    await store().requestReplay([lost.id], Date.now());
    expect(await ended(lost.id)).toMatchObject({ replayedAtMs: null, refusedWith: 'SEALED_KEY_UNKNOWN' });
    const refusals = () => other.logger.lines.filter(({ message }) => message === 'dead letter cannot be replayed');
    expect(refusals()).toMatchObject([{ fields: { id: lost.id, code: 'SEALED_KEY_UNKNOWN' } }]);
    expect(other.seen).toEqual([]);
    // The request is withdrawn and not repeated: the replay of another letter finds it no more.
    await store().requestReplay([beside.id], Date.now());
    await ended(beside.id);
    expect(refusals()).toHaveLength(2);
    await stop();
    const { seen } = await start(first);
    await store().requestReplay([lost.id], Date.now());
    expect((await until(() => seen.find(({ topic }) => topic === 'calls.insight'))).value.equals(poison('lost'))).toBe(
      true,
    );
  });

  it('open with an earlier version of the key after a rotation', async () => {
    const old = (await letDie(['rotated']))('rotated');
    const { seen, bus } = await start(first, second);
    await store().requestReplay([old.id], Date.now());
    expect(
      (await until(() => seen.find(({ topic }) => topic === 'calls.insight'))).value.equals(poison('rotated')),
    ).toBe(true);
    // It dies again: the same letter, now sealed with the new version.
    const again = await until(async () => {
      const letter = await store().find(old.id);
      return letter !== null && letter.replayedAtMs === null && letter.atMs > old.atMs && letter;
    });
    const newest = createSealer(new LocalMasterKey([second])).keyVersion;
    expect(Buffer.from(again.sealedMessage).includes(newest)).toBe(true);
    await bus.waitUntilHandled(60_000);
    expect(await allRows()).toHaveLength(1);
  });

  it('are refused alone if one was tampered with or two were swapped', async () => {
    const letter = await letDie(['tampered', 'one', 'two', 'good']);
    const [tampered, one, two, good] = [letter('tampered'), letter('one'), letter('two'), letter('good')];
    await database.query(
      'update dead_letters set message = set_byte(message, octet_length(message) - 20, 255 - get_byte(message, octet_length(message) - 20)) where id = $1',
      [tampered.id],
    );
    await database.query(
      'update dead_letters a set message = b.message from dead_letters b where (a.id, b.id) in (($1, $2), ($2, $1))',
      [one.id, two.id],
    );
    const { seen } = await start(first);
    await store().requestReplay('all', Date.now());
    for (const { id } of [tampered, one, two])
      expect(await ended(id)).toMatchObject({ replayedAtMs: null, refusedWith: 'SEALED_DAMAGED' });
    const replayed = await until(() => seen.find(({ topic }) => topic === 'calls.insight'));
    expect(replayed.value.equals(poison('good'))).toBe(true);
    expect(replayed.key).toBe(good.key);
    // A letter whose topic was changed would otherwise bring its words to another stage.
    await database.query("update dead_letters set topic = 'calls.lifecycle' where id = $1", [good.id]);
    await store().requestReplay([good.id], Date.now());
    expect(await ended(good.id)).toMatchObject({ refusedWith: 'SEALED_DAMAGED' });
  });

  it('of an earlier version are sealed at the start, with an id that gives nothing away', async () => {
    const message = poison('old');
    const oldId = createHash('sha256').update(message).digest('hex').slice(0, 32);
    await database.query(
      `insert into dead_letters (id, at, stage, topic, key, code, attempts, call_id, message, is_cut)
       values ($1, now(), 'persistence', 'calls.insight', 'old', 'EVENT_NOT_JSON', 1, 'old', $2, false)`,
      [oldId, message],
    );
    const { seen } = await start(first);
    const [row] = await allRows();
    expect(JSON.stringify(row)).not.toContain(WORD);
    expect(row).toMatchObject({ is_sealed: true, message_bytes: message.length, key: 'old', code: 'EVENT_NOT_JSON' });
    expect(row.id).not.toBe(oldId);
    await store().requestReplay([row.id], Date.now());
    expect((await until(() => seen.find(({ topic }) => topic === 'calls.insight'))).value.equals(message)).toBe(true);
  });

  it('take events of version 1 from the topic and seal them before they are stored', async () => {
    const { bus } = await start(first);
    const frozen = JSON.parse(
      await readFile(join(import.meta.dirname, '../../../libs/contracts/compat/dead.letter.v1.json'), 'utf8'),
    );
    frozen.data.message = poison('v1').toString('base64');
    await bus.publish('calls.dead', frozen.callId, Buffer.from(JSON.stringify(frozen)));
    const letter = await letterOf(frozen.data.key);
    expect(letter).toMatchObject({ stage: 'enrichment', attempts: 3, messageBytes: poison('v1').length });
    expect(letter.id).not.toBe(frozen.id);
    expect(JSON.stringify(await allRows())).not.toContain(WORD);
  });
});
