import { TestSealer } from '@earshot/testing';
import { encodeEvent, makeEvent, parseEvent, type EarshotEvent, type TopicName } from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import type { CallStore } from '@earshot/ports';
import { createLogger, PromMetrics, startService, systemClock, type RunningService } from '@earshot/runtime';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { persistenceConfigSchema, PersistenceModule } from '../src/index.js';
import { callLife } from './call-life.js';
import { callId, openTestStorage, type TestStorage } from './test-storage.js';

jest.setTimeout(120_000);

/** Words that stand in texts, names and metadata of these messages, and nowhere else. */
const PLANTED = 'xyzzymarker 4111 1111 1111 1111';
const MARKER = /xyzzymarker|4111/;

describe('planted words', () => {
  let storage: TestStorage;
  let bus: EmbeddedEventBus;
  let service: RunningService;
  const metrics = new PromMetrics();
  const written: string[] = [];
  const problems: EarshotEvent[] = [];
  const until = async (isDone: () => boolean | Promise<boolean>) => {
    while (!(await isDone())) await pause(20);
  };
  const restoreOutput: (() => void)[] = [];

  beforeAll(async () => {
    storage = await openTestStorage();
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      stream.write = ((...args: Parameters<typeof write>) => {
        written.push(String(args[0]));
        return write(...args);
      }) as typeof stream.write;
      restoreOutput.push(() => (stream.write = write));
    }
    bus = new EmbeddedEventBus(systemClock);
    const logger = createLogger({ level: 'debug', format: 'json', write: (line) => void written.push(line) });
    const context = { bus, clock: systemClock, logger, metrics, newId: () => randomUUID() };
    await bus.subscribe({
      topic: 'calls.lifecycle',
      as: { group: 'listener' },
      acknowledge: 'on-return',
      handle: async ({ value }) => {
        const parsed = parseEvent(value);
        if (parsed.ok && parsed.value.type === 'processing.failed') problems.push(parsed.value);
      },
    });
    const { deadLetters, audioRemovals, auditWriter, erasureQueue, notifications, retention } = storage.stores;
    const sealer = new TestSealer();
    const adapters = {
      store: crashingStore(),
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
    // The database refuses rows with the words and quotes them: "Failing row contains (...)".
    const client = new pg.Client({ connectionString: storage.url });
    await client.connect();
    await client.query(`alter table segments add constraint no_words check (text !~ 'xyzzymarker')`);
    await client.query(
      `alter table calls add constraint no_name check (agent_id is null or agent_id !~ 'xyzzymarker')`,
    );
    await client.end();
  });
  afterAll(async () => {
    await service.close();
    await bus.close();
    restoreOutput.forEach((restore) => restore());
    await storage.stop();
  });

  /** The real store. For one call it fails as a driver does that nobody wraps: with the statement and its parameters. */
  const crashingStore = (): CallStore =>
    new Proxy(storage.stores.callStore, {
      get: (target, name: keyof CallStore) =>
        name !== 'apply'
          ? target[name].bind(target)
          : (...[writes, nowMs]: Parameters<CallStore['apply']>) =>
              writes.some((write) => write.callId === 'crash')
                ? Promise.reject(
                    Object.assign(new Error(`insert failed: ${PLANTED}`), {
                      name: 'QueryFailedError',
                      query: PLANTED,
                      parameters: [PLANTED],
                      driverError: { detail: `Key (text)=(${PLANTED}) already exists.` },
                    }),
                  )
                : target.apply(writes, nowMs),
    });

  it('appear in no log line, problem, metric or output on any path of an error', async () => {
    const send = (topic: TopicName, key: string, message: string | EarshotEvent) =>
      bus.publish(topic, key, typeof message === 'string' ? Buffer.from(message) : encodeEvent(message));
    const stamp = { id: 'planted', occurredAtMs: 1 };
    for (const topic of ['calls.audio', 'calls.lifecycle', 'calls.insight'] as const) {
      await send(topic, 'bad', PLANTED);
      await send(topic, 'bad', JSON.stringify({ type: PLANTED, callId: 'bad' }));
      await send(topic, 'bad', JSON.stringify({ ...stamp, type: 'call.started', version: 1, callId: PLANTED + '\n' }));
    }
    await send(
      'calls.insight',
      'bad',
      JSON.stringify({
        ...stamp,
        type: 'segment.enriched',
        version: 2,
        callId: 'bad',
        data: { text: [PLANTED], [PLANTED]: 1 },
      }),
    );
    const final = (id: string) =>
      callLife(callId(id)).insight.find(
        (event) => event.type === 'segment.enriched' && !event.data.isPartial,
      ) as Extract<EarshotEvent, { type: 'segment.enriched' }>;
    for (const id of ['refused', 'crash']) {
      const event = final(id);
      await send('calls.insight', id, { ...event, data: { ...event.data, text: PLANTED } });
    }
    const started = { source: PLANTED.slice(0, 11), startedAtMs: 1, agentId: PLANTED, customerNumber: PLANTED };
    await send('calls.lifecycle', 'named', makeEvent('call.started', callId('named'), started, stamp));
    const lettersOf = async () => storage.stores.deadLetters.list({}, { first: 100 });
    await until(async () => (await lettersOf()).length === 12);
    const letters = await lettersOf();
    const heads = letters.map(({ stage, topic, key, code }) => [stage, topic, key, code].join(' ')).sort();
    expect(heads).toEqual(
      [
        'calls.audio bad EVENT_NOT_JSON',
        'calls.audio bad EVENT_BAD_ENVELOPE',
        'calls.insight bad EVENT_NOT_JSON',
        'calls.insight bad EVENT_BAD_ENVELOPE',
        'calls.insight bad EVENT_BAD_DATA',
        'calls.insight crash UNEXPECTED',
        'calls.insight refused STORE_REFUSED',
        'calls.lifecycle bad EVENT_NOT_JSON',
        'calls.lifecycle bad EVENT_BAD_ENVELOPE',
        'calls.lifecycle bad EVENT_BAD_ENVELOPE',
        // The report about its insight cannot be stored either, and is not reported again.
        'calls.lifecycle crash UNEXPECTED',
        'calls.lifecycle named STORE_REFUSED',
      ]
        .map((head) => `persistence ${head}`)
        .sort(),
    );
    await until(() => problems.length === 11);
    await service.close();
    const output = written.join('');
    expect(output).toContain('no_words');
    expect(output).toContain('QueryFailedError');
    expect(output).not.toMatch(MARKER);
    expect(JSON.stringify(problems)).not.toMatch(MARKER);
    expect(await metrics.text()).not.toMatch(MARKER);
    expect(JSON.stringify(letters)).not.toMatch(MARKER);
  });
});
