import { encodeEvent, type EarshotEvent, type TopicName } from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import { startService, systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics, TestSealer } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { persistenceConfigSchema, PersistenceModule } from '../src/index.js';
import { callLife } from './call-life.js';
import { callId, openTestStorage, type TestStorage } from './test-storage.js';

jest.setTimeout(180_000);

describe('PersistenceModule on the embedded bus', () => {
  let storage: TestStorage;
  beforeAll(async () => {
    storage = await openTestStorage();
  });
  afterAll(() => storage.stop());

  it('consumes its topics, announces commits, and has written everything when it is closed', async () => {
    const [logger, metrics, clock] = [new CapturingLogger(), new CapturingMetrics(), systemClock];
    const bus = new EmbeddedEventBus(clock);
    const context = { bus, clock, logger, metrics, newId: () => randomUUID() };
    const {
      callStore: store,
      deadLetters,
      audioRemovals,
      auditWriter,
      erasureQueue,
      notifications,
      retention,
    } = storage.stores;
    const sealer = new TestSealer();
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
    const service = await startService({ name: 'persistence', module, process: context, sealer });
    const ids = Array.from({ length: 5 }, (_, at) => callId(`bus-${at}`));
    const done = new Map<string, (version: number) => void>();
    const ended = ids.map(
      (id) =>
        new Promise<void>((resolve) => {
          done.set(id, () => void storage.view(id).then(({ status }) => status === 'ENDED' && resolve()));
        }),
    );
    await bus.subscribe({
      topic: 'calls.updates',
      as: { everyInstance: true },
      acknowledge: 'on-return',
      handle: async ({ key }) => done.get(key)?.(0),
    });
    const publishAll = async (topic: TopicName, events: readonly EarshotEvent[]) => {
      for (const event of events) await bus.publish(topic, event.callId, encodeEvent(event));
    };
    for (const id of ids) {
      const life = callLife(id);
      await Promise.all([
        publishAll('calls.audio', life.audio),
        publishAll('calls.lifecycle', life.lifecycle),
        publishAll('calls.insight', life.insight),
      ]);
    }
    await Promise.all(ended);
    const partial = callLife(callId('cut'));
    await publishAll('calls.audio', partial.audio.slice(0, 6));
    await service.close();
    expect((await storage.stores.streamRegistry.find(callId('cut')))?.positionSample ?? 0).toBe(
      Math.max(0, (await storage.recorded(callId('cut'))).length - 44) / 4,
    );
    expect(metrics.values.get('earshot_ledger_settled_gap_ms_total')).toBe(0);
    for (const id of ids) expect(await storage.segments(id)).toHaveLength(8);
    expect(JSON.stringify(logger.lines)).not.toContain('words 0');
    await bus.close();
  });
});
