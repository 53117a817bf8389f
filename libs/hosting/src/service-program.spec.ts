import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { services } from '@earshot/contracts';
import { loadConfig } from '@earshot/runtime';
import { CapturingLogger } from '@earshot/testing';
import { z } from 'zod';
import { consumerProgram } from './consumer-program.js';
import { processConfigSchema } from './hosting.config.js';
import { openEventBus } from './open-event-bus.js';
import type { ServiceResources } from './resources.js';
import { ServiceHost } from './service-host.js';
import { programSchema, serviceProgram } from './service-program.js';

const schema = z.object({});
const started = { facts: {}, close: async () => {} };
const consumer = consumerProgram({ name: 'my-consumer', topic: 'calls.insight', schema, create: () => async () => {} });
const config = processConfigSchema.parse({ EARSHOT_DATA_DIR: tmpdir() });

describe('serviceProgram', () => {
  it('types the resources by what the program needs', () => {
    const program = serviceProgram({
      name: 'gateway',
      schema,
      opensCalls: false,
      needs: ['callReader'],
      start: async (_config, resources) => {
        void resources.callReader;
        // @ts-expect-error the program did not name it
        void resources.callStore;
        return started;
      },
    });
    expect(program.needs).toEqual(['callReader']);
    serviceProgram({
      name: 'gateway',
      schema,
      opensCalls: false,
      needs: ['callReader'],
      // @ts-expect-error it starts with a resource that the program did not name
      start: async (_config: object, _resources: ServiceResources<'callReader' | 'recordings'>) => started,
    });
  });

  it('asks for DATABASE_URL only if the program needs PostgreSQL', () => {
    expect(loadConfig(programSchema(consumer), {})).not.toHaveProperty('DATABASE_URL');
    expect(() => loadConfig(programSchema({ schema, needs: ['callReader'] }), {})).toThrow('DATABASE_URL: not set');
    expect(loadConfig(programSchema({ schema, needs: ['sealer'] }), {})).not.toHaveProperty('DATABASE_URL');
  });
});

describe('a program that needs no database', () => {
  it('opens none, even if DATABASE_URL is set', async () => {
    const logger = new CapturingLogger();
    const host = new ServiceHost({ name: consumer.name, config, inProcess: services, logger });
    // Nothing listens on port 1: opening a database would wait for it without end.
    const resources = await host.open(consumer.needs, 'postgres://127.0.0.1:1/earshot');
    host.reportReady();
    expect(Object.keys(resources).sort()).toEqual(['dataDir', 'health', 'process']);
    expect(await host.lifecycle.readiness()).toMatchObject({ ready: true, parts: { bus: true } });
    await host.close();
  });

  it('must set DATABASE_URL on Kinesis, where PostgreSQL holds the shard leases', () => {
    const kinesis = { ...config, EARSHOT_BUS: 'kinesis', AWS_REGION: 'eu-central-1' } as const;
    expect(() => openEventBus(kinesis, [], {} as never)).toThrow('DATABASE_URL: needed with EARSHOT_BUS=kinesis');
  });
});
