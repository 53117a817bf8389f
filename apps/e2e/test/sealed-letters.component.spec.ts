import { topicNames, type TopicName } from '@earshot/contracts';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { createCallKeys, createSealer, LocalMasterKey } from '@earshot/keys';
import { PersistenceModule, persistenceConfigSchema } from '@earshot/persistence';
import type { EventBus } from '@earshot/ports';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { createDiskRecordingStore } from '@earshot/recordings';
import { createLogger, newUuid, startService, systemClock } from '@earshot/runtime';
import { CapturingMetrics, CapturingLogger } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { busKinds, busServers, openBus, until, type BusServer } from './support/bus-servers.js';

const WORD = 'marigold';
let home: string;
let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
let stores: PostgresStores;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'earshot-sealed-'));
  await copyTestCluster(home);
  postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  stores = openPostgres({ url: postgres.url, poolSize: 6, logger: new CapturingLogger() });
  await stores.migrate();
}, 180_000);
afterAll(async () => {
  await stores.close();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}, 60_000);

describe.each(busKinds)('a dead letter on the %s bus', (kind) => {
  let server: BusServer;
  let bus: EventBus;
  const logged: string[] = [];
  beforeAll(async () => {
    server = await busServers[kind]();
    const logger = createLogger({ level: 'debug', format: 'json', write: (line) => void logged.push(line) });
    bus = openBus(kind, server, { logger, leases: stores.shardLeases });
  }, 180_000);
  afterAll(async () => {
    await bus.close();
    await server.dispose();
  }, 60_000);

  it('leaves no word readable in its topic, its row and the log, and a replay restores the exact bytes', async () => {
    const seen: { topic: TopicName; value: Buffer }[] = [];
    const at = (topic: TopicName) => seen.filter((each) => each.topic === topic).map(({ value }) => value);
    for (const topic of topicNames.filter((name) => name !== 'calls.audio'))
      await bus.subscribe({
        ...{ topic, as: { everyInstance: true }, acknowledge: 'on-return' },
        handle: async ({ value }) => void seen.push({ topic, value: Buffer.from(value) }),
      });
    const logger = createLogger({ level: 'debug', format: 'json', write: (line) => void logged.push(line) });
    const context = { bus, clock: systemClock, newId: newUuid, logger, metrics: new CapturingMetrics() };
    const masterKey = new LocalMasterKey([randomBytes(32)]);
    const sealer = createSealer(masterKey);
    const keys = createCallKeys({ masterKey, store: stores.callKeys, clock: systemClock });
    const adapters = {
      ...{ store: stores.callStore, deadLetters: stores.deadLetters, audioRemovals: stores.audioRemovals },
      erasureQueue: stores.erasureQueue,
      notifications: stores.notifications,
      retention: stores.retention,
      ...{ auditWriter: stores.auditWriter, sealer },
      recordings: createDiskRecordingStore({ directory: join(home, 'recordings'), keys }),
    };
    const module = PersistenceModule.forRoot(persistenceConfigSchema.parse({}), context, adapters);
    const service = await startService({ name: 'persistence', module, process: context, sealer });
    try {
      const key = `poisoned-${kind}`;
      const poison = Buffer.concat([Buffer.from(`{"text":"${WORD}`), Buffer.from([0, 255, 10, 13, 128])]);
      await bus.publish('calls.insight', key, poison);
      const letter = async () => (await stores.deadLetters.list({ callId: key }, { first: 1 }))[0];
      const { id } = await until(letter);
      await until(() => at('calls.dead').length === 1 && at('calls.lifecycle').length === 1);
      await stores.deadLetters.requestReplay([id], Date.now());
      await until(() => at('calls.insight').length === 2);
      expect(at('calls.insight')[1]?.equals(poison)).toBe(true);
      // It cannot be read the second time either.
      await until(() => at('calls.dead').length === 2);
      for (const { topic, value } of seen.filter(({ topic }) => topic !== 'calls.insight')) {
        const base64 = /"message":"([A-Za-z0-9+/=]+)"/.exec(value.toString())?.[1] ?? '';
        expect([topic, value.includes(WORD), Buffer.from(base64, 'base64').includes(WORD)]).toEqual([
          topic,
          false,
          false,
        ]);
      }
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const { rows } = await client.query(
        `select *, encode(message, 'escape') as text from dead_letters where key = $1`,
        [key],
      );
      await client.end();
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(WORD);
      expect(logged.join('')).toContain('message set aside as a dead letter');
      expect(logged.join('')).not.toContain(WORD);
    } finally {
      await service.close();
    }
  }, 240_000);
});
