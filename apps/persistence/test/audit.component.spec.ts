import { encodeEvent, makeEvent, NO_CALL_ID, type AuditedAccess } from '@earshot/contracts';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { EmbeddedEventBus } from '@earshot/event-bus';
import { createCallKeys, LocalMasterKey } from '@earshot/keys';
import { openPostgres } from '@earshot/postgres';
import { createDiskRecordingStore } from '@earshot/recordings';
import { startService, systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics, ManualClock, TestSealer } from '@earshot/testing';
import { describe, expect, it, jest } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditRowWriter } from '../src/audit/audit-row-writer.js';
import { persistenceConfigSchema, PersistenceModule } from '../src/index.js';
import { callId, openTestStorage } from './test-storage.js';

jest.setTimeout(180_000);

/** A full minute. */
const START = 1_790_000_040_000;

const access = (call: string): AuditedAccess => ({
  ...{ tenant: 'default', principal: 'key:mia', subject: 'Mia', kind: 'SERVICE', action: 'READ' },
  ...{ callId: callId(call), address: '192.0.2.1', details: [], count: 1, firstAtMs: START, lastAtMs: START },
});
const recorded = (...accesses: AuditedAccess[]) =>
  encodeEvent(
    makeEvent('access.recorded', NO_CALL_ID, { accesses }, { id: randomUUID(), occurredAtMs: START }) as never,
  );

describe('the audit', () => {
  it('writes the rows of a minute when it is over, and waits for late accesses', async () => {
    const storage = await openTestStorage();
    const { auditWriter, auditReader } = storage.stores;
    const clock = new ManualClock(START + 50_000);
    const rows = new AuditRowWriter(auditWriter, clock, new CapturingLogger());
    const count = async () => (await auditReader.readRows('default', 0, {})).length;
    await auditWriter.addAccesses('event', [access('call-1')]);
    await rows.writeRows();
    await clock.advance(14_999);
    await rows.writeRows();
    expect(await count()).toBe(0);
    await clock.advance(1);
    await rows.writeRows();
    expect(await count()).toBe(1);
    await storage.stop();
  });

  it('loses nothing while the database is away', async () => {
    const home = await mkdtemp(join(tmpdir(), 'earshot-audit-'));
    await copyTestCluster(home);
    const logger = new CapturingLogger();
    const startDatabase = (port?: number) => startEmbeddedPostgres({ dataDir: home, logger, ...(port && { port }) });
    let database = await startDatabase();
    const stores = openPostgres({ url: database.url, poolSize: 4, logger });
    await stores.migrate();
    const bus = new EmbeddedEventBus(systemClock);
    const context = { bus, clock: systemClock, logger, metrics: new CapturingMetrics(), newId: () => randomUUID() };
    const {
      callStore: store,
      deadLetters,
      audioRemovals,
      auditWriter,
      auditReader,
      erasureQueue,
      notifications,
      retention,
    } = stores;
    const sealer = new TestSealer();
    const masterKey = new LocalMasterKey([randomBytes(32)]);
    const keys = createCallKeys({ masterKey, store: stores.callKeys, clock: systemClock });
    const recordings = createDiskRecordingStore({ directory: join(home, 'recordings'), keys });
    const adapters = {
      store,
      deadLetters,
      audioRemovals,
      auditWriter,
      erasureQueue,
      notifications,
      retention,
      sealer,
      recordings,
    };
    const module = PersistenceModule.forRoot(persistenceConfigSchema.parse({}), context, adapters);
    const service = await startService({ name: 'persistence', module, process: context, sealer });

    await bus.publish('calls.audit-trail', NO_CALL_ID, recorded(access('before')));
    await bus.waitUntilHandled(60_000);
    await database.stop();
    // The bus takes what the gateway must have recorded before it answers.
    for (let n = 0; n < 50; n += 1)
      await bus.publish('calls.audit-trail', NO_CALL_ID, recorded(access(`away-${n}`), access('often')));
    database = await startDatabase(Number(new URL(database.url).port));
    await bus.waitUntilHandled(60_000);
    await auditWriter.writeRows({ nowMs: START + 60_000, waitMs: 0 });

    const rows = await auditReader.readRows('default', 0, {});
    const counts = Object.fromEntries(rows.map(({ callId: about, count }) => [about, count]));
    const away = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`away-${n}`, 1]));
    expect(counts).toEqual({ before: 1, often: 50, ...away });
    expect(await auditReader.verifyRows('default')).toMatchObject({ isWhole: true });
    expect(await deadLetters.list({}, { first: 1 })).toEqual([]);
    await service.close();
    await bus.close();
    await stores.close();
    await database.stop();
    await rm(home, { recursive: true, force: true });
  });
});
