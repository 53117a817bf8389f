import { services, topicNames } from '@earshot/contracts';
import { kafkaConfigSchema, kafkaSettings, sealEventBus } from '@earshot/event-bus';
import { createMessageSealer, openLocalMasterKey } from '@earshot/keys';
import type { EventBus } from '@earshot/ports';
import { systemClock } from '@earshot/runtime';
import { startStack, stackBuses, type Stack } from '@earshot/stack';
import { CapturingLogger, InMemoryShardLeases } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busKinds, openBus } from './support/bus-servers.js';
import { findAny, findPlantedFiles, findPlantedTables } from './support/find-planted.js';
import {
  expectSilentPause,
  firstSound,
  heardOf,
  playPausedCall,
  scriptedEngine,
  soundOfPause,
  wordsOfPause,
} from './support/paused-call.js';

/** Generous for a busy machine: only what never happens takes this long. */
const LIMIT_MS = 300_000;
/** What one service reads on its way to the database. */
const observed = topicNames.filter((topic) => ['calls.audio', 'calls.lifecycle', 'calls.insight'].includes(topic));

describe.each(stackBuses.filter((bus) => busKinds.includes(bus)))('a call that is paused, over %s', (kind) => {
  let dataDir: string;
  let stack: Stack;
  let observer: EventBus | undefined;
  const messages: Buffer[] = [];

  /** Reads with the identity of persistence whatever the stages get. */
  async function observe(): Promise<EventBus> {
    const settings = stack.environmentOf('persistence', 1);
    const server = {
      kinesis: settings,
      ...(kind === 'kafka' && { kafka: kafkaSettings(kafkaConfigSchema.parse(settings)) }),
      dispose: async () => undefined,
    };
    const tools = {
      logger: new CapturingLogger(),
      leases: new InMemoryShardLeases(systemClock),
      clientName: 'persistence',
    };
    const bus = sealEventBus(openBus(kind, server, tools), createMessageSealer(await openLocalMasterKey(settings)));
    for (const topic of observed)
      await bus.subscribe({
        ...{ topic, as: { everyInstance: true }, acknowledge: 'on-return' },
        handle: async ({ value }) => void messages.push(Buffer.from(value)),
      });
    return bus;
  }

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-paused-'));
    stack = await startStack({ dataDir, bus: kind, env: scriptedEngine });
    observer = await observe();
  }, LIMIT_MS);
  afterAll(async () => {
    await observer?.close();
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, LIMIT_MS);

  it(
    'leaves nothing of the pause anywhere, and later words have their time',
    async () => {
      const earshot = { httpUrl: stack.httpUrls[0] ?? '', ingestUrl: stack.ingestUrls[0] ?? '' };
      const played = await playPausedCall(() => earshot, 6_000);
      const { call, span } = played;

      const isPlanted = findAny([...wordsOfPause(span), ...soundOfPause(span)]);
      expect(messages.some(isPlanted)).toBe(false);
      expect(await findPlantedTables(stack.databaseUrl, isPlanted)).toEqual([]);
      expect(await findPlantedFiles(dataDir, isPlanted)).toEqual([]);
      for (const service of stack.services) expect(isPlanted(Buffer.from(service.output()))).toBe(false);
      // The search finds what is there.
      for (const heard of [...heardOf(call), firstSound]) expect(messages.some(findAny([heard]))).toBe(true);
      expect(new Set(stack.services.map(({ name }) => name))).toEqual(new Set(services));

      await expectSilentPause(earshot, played, [0, span.toMs + 1_000]);
    },
    LIMIT_MS,
  );
});
