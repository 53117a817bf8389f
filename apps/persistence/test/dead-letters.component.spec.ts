import { encodeEvent, MAX_EVENT_BYTES, type EarshotEvent, type TopicName } from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import { Failure, type CallStore, type DeadLetter, type DeadLetterHead } from '@earshot/ports';
import { describeDeadLetter, startService, systemClock, type RunningService } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics, TestSealer } from '@earshot/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { persistenceConfigSchema, PersistenceModule } from '../src/index.js';
import type { Persistence } from '../src/persistence.js';
import { PERSISTENCE } from '../src/persistence.tokens.js';
import { callLife } from './call-life.js';
import { callId, openTestStorage, type TestStorage } from './test-storage.js';

jest.setTimeout(120_000);

describe('dead letters', () => {
  let storage: TestStorage;
  let bus: EmbeddedEventBus;
  let service: RunningService;
  let logger: CapturingLogger;
  let sealer: TestSealer;
  let refuses: (fact: { kind: string; callId: string }) => boolean;

  const letters = (callId?: string) => storage.stores.deadLetters.list({ callId }, { first: 100 });
  const until = async <T>(find: () => Promise<T | undefined | false>): Promise<T> => {
    for (;;) {
      const found = await find();
      if (found) return found;
      await pause(20);
    }
  };
  const letterAbout = (topic: TopicName, key: string) =>
    until(async () => (await letters()).find((letter) => letter.topic === topic && letter.key === key));

  beforeAll(async () => {
    storage = await openTestStorage();
  });
  afterAll(() => storage.stop());

  beforeEach(async () => {
    const clock = systemClock;
    [bus, logger, refuses] = [new EmbeddedEventBus(clock), new CapturingLogger(), () => false];
    sealer = new TestSealer();
    const context = { bus, clock, logger, metrics: new CapturingMetrics(), newId: () => randomUUID() };
    const store = new Proxy(storage.stores.callStore, {
      get: (target, name: keyof CallStore) =>
        name !== 'apply'
          ? target[name].bind(target)
          : (...[writes, nowMs]: Parameters<CallStore['apply']>) =>
              writes.some(refuses) ? Promise.reject(new Failure('STORE_REFUSED', 'no')) : target.apply(writes, nowMs),
    });
    const { deadLetters, audioRemovals, auditWriter, erasureQueue, notifications, retention } = storage.stores;
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
    service = await startService({ name: 'persistence', module, process: context, sealer });
  });
  afterEach(async () => {
    await service.close();
    await bus.close();
  });

  it('keeps an unreadable message of each topic once and does not disturb other calls', async () => {
    const topics = ['calls.audio', 'calls.lifecycle', 'calls.insight', 'calls.dead'] as const;
    const poison = Buffer.from('{"words that nobody may log');
    for (const topic of topics) await bus.publish(topic, 'poisoned', poison);
    await bus.publish('calls.insight', '\n', new Uint8Array(MAX_EVENT_BYTES));
    const life = callLife(callId('beside'));
    for (const event of life.lifecycle) await bus.publish('calls.lifecycle', event.callId, encodeEvent(event));
    for (const topic of topics) {
      const { id, code, stage, callId: about } = await letterAbout(topic, 'poisoned');
      expect({ code, stage, about }).toEqual({ code: 'EVENT_NOT_JSON', stage: 'persistence', about: 'poisoned' });
      const letter = (await storage.stores.deadLetters.find(id)) as DeadLetter;
      expect(Buffer.from(letter.sealedMessage).includes('nobody')).toBe(false);
      expect(Buffer.from(await sealer.open(letter.sealedMessage, describeDeadLetter(letter))).equals(poison)).toBe(
        true,
      );
    }
    const noCall = await letterAbout('calls.insight', '\n');
    expect(noCall).toMatchObject({ callId: null, isCut: true });
    await bus.waitUntilHandled(60_000);
    expect(await letters()).toHaveLength(5);
    expect((await storage.view(callId('beside'))).agentId).toBe('ann');
    const problems = (await storage.view(callId('poisoned'))).problems.map(({ code }) => code);
    expect(new Set(problems)).toEqual(new Set(['EVENT_NOT_JSON']));
    expect(JSON.stringify(logger.lines)).not.toContain('nobody may log');
  });

  it('replays a message on request, so that the call gets what was missing', async () => {
    const id = callId('repaired');
    refuses = (fact) => fact.callId === id && fact.kind === 'segment';
    const life = callLife(id);
    const finals = life.insight.filter(
      (event: EarshotEvent) => event.type === 'segment.enriched' && !event.data.isPartial,
    );
    for (const event of finals) await bus.publish('calls.insight', id, encodeEvent(event));
    const dead = await until<readonly DeadLetterHead[]>(async () => {
      const found = await letters(id);
      return found.length === finals.length && found;
    });
    expect(dead.map(({ code }) => code)).toEqual(finals.map(() => 'STORE_REFUSED'));
    expect(await storage.segments(id)).toEqual([]);
    refuses = () => false;
    expect(
      await storage.stores.deadLetters.requestReplay(
        dead.map(({ id: letter }) => letter),
        Date.now(),
      ),
    ).toBe(finals.length);
    await until(async () => (await storage.segments(id)).length === finals.length);
    expect((await storage.segments(id)).map(({ text }) => text)).toHaveLength(8);
    await until(async () => (await letters(id)).every(({ replayedAtMs }) => replayedAtMs !== null));
    expect(JSON.stringify(logger.lines)).not.toContain('words 0');
  });

  it('keeps a message that fails again as the same letter, without a replay request', async () => {
    const id = callId('beyond repair');
    refuses = (fact) => fact.callId === id && fact.kind === 'ended';
    const ended = callLife(id).lifecycle.find(({ type }) => type === 'call.ended') as EarshotEvent;
    await bus.publish('calls.lifecycle', id, encodeEvent(ended));
    const first = await letterAbout('calls.lifecycle', id);
    await storage.stores.deadLetters.requestReplay([first.id], Date.now());
    const again = await until(async () => (await letters(id)).find(({ atMs }) => atMs > first.atMs));
    expect(again).toMatchObject({ id: first.id, replayRequestedAtMs: null });
    expect(await letters(id)).toHaveLength(1);
  });

  it('withdraws a replay that can never succeed, and removes old letters', async () => {
    const persistence = service.app.get<Persistence>(PERSISTENCE);
    const letter = {
      ...{ id: 'gone', stage: 'gateway', topic: 'calls.gone', key: 'k', code: 'X', attempts: 1, callId: null },
      ...{ atMs: Date.now(), sealedMessage: Uint8Array.of(1), messageBytes: 1, isCut: false },
    };
    await storage.stores.deadLetters.add(letter);
    await storage.stores.deadLetters.add({ ...letter, id: 'old', atMs: Date.now() - 31 * 86_400_000 });
    await storage.stores.deadLetters.requestReplay(['gone'], Date.now());
    await until(async () => logger.lines.some(({ message }) => message === 'dead letter cannot be replayed'));
    await until(async () => (await storage.stores.deadLetters.find('gone'))?.replayRequestedAtMs === null);
    await persistence.retention.purgeRows();
    expect(await storage.stores.deadLetters.find('old')).toBeNull();
    expect(await storage.stores.deadLetters.find('gone')).toMatchObject({
      ...{ replayedAtMs: null, refusedWith: 'BUS_UNKNOWN_TOPIC' },
    });
  });
});
