import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { createEventBus, kinesisConfigSchema, kinesisSettings } from '@earshot/event-bus';
import { canReadBacklog, type Delivery, type EventBus } from '@earshot/ports';
import {
  CapturingLogger,
  CapturingMetrics,
  eventually,
  startKinesis,
  StoppableClock,
  type KinesisServer,
} from '@earshot/testing';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env['AWS_ACCESS_KEY_ID'] = 'spec';
process.env['AWS_SECRET_ACCESS_KEY'] = 'spec';

const topic = 'calls.transcript' as const;
const PATIENCE_MS = 60_000;
const keys = Array.from({ length: 20 }, (_, at) => `call-${at}`);
const text = (delivery: Delivery) => new TextDecoder().decode(delivery.value);

let home: string;
let kinesis: KinesisServer;
let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'earshot-kinesis-'));
  await copyTestCluster(home);
  postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  kinesis = await startKinesis();
}, 180_000);
afterAll(async () => {
  await kinesis.dispose();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}, 60_000);

/** A process with its own connections to the database and to Kinesis. */
class BusProcess {
  readonly clock = new StoppableClock();
  readonly received: string[] = [];
  readonly lost: number[] = [];
  readonly stores: PostgresStores;
  readonly bus: EventBus;

  constructor(env: Record<string, string>) {
    const logger = new CapturingLogger();
    this.stores = openPostgres({ url: postgres.url, poolSize: 4, logger });
    this.bus = createEventBus({
      kind: 'kinesis',
      inProcess: ['enrichment'],
      clock: this.clock,
      kinesis: () => ({
        settings: kinesisSettings(kinesisConfigSchema.parse(env)),
        leases: this.stores.shardLeases,
        ...{ newId: randomUUID, logger, metrics: new CapturingMetrics() },
      }),
    });
  }

  join(): Promise<unknown> {
    return this.bus.subscribe({
      ...{ topic, as: { group: 'enrichment' }, acknowledge: 'on-return' },
      handle: async (delivery) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
        this.received.push(`${delivery.key}#${text(delivery)}`);
      },
      onLost: (partitions) => void this.lost.push(...partitions),
    });
  }

  async backlog(): Promise<number> {
    return canReadBacklog(this.bus) ? this.bus.backlogMessages(topic, 'enrichment') : -1;
  }

  async close(): Promise<void> {
    await this.bus.close();
    await this.stores.close();
  }
}

describe('the Kinesis bus with leases in PostgreSQL', () => {
  it('loses no record while members join, pause, continue and leave, and the database restarts', async () => {
    const env = {
      ...{ AWS_REGION: 'eu-central-1', KINESIS_ENDPOINT: kinesis.endpoint, KINESIS_STREAM_PREFIX: `e${Date.now()}.` },
      ...{ KINESIS_POLL_MS: '50', KINESIS_LEASE_MS: '2000', KINESIS_SHARDS: '4' },
    };
    const publisher = new BusProcess(env);
    const first = new BusProcess(env);
    const second = new BusProcess(env);
    await first.stores.migrate();
    const values: string[] = [];
    const publishRounds = async (rounds: number) => {
      for (let n = 0; n < rounds; n += 1) {
        const value = String(values.length);
        values.push(value);
        await Promise.all(keys.map((key) => publisher.bus.publish(topic, key, new TextEncoder().encode(value))));
      }
    };
    const isAllReceived = () => {
      const received = new Set([...first.received, ...second.received]);
      return keys.every((key) => values.every((value) => received.has(`${key}#${value}`)));
    };

    await first.join();
    await publishRounds(10);
    await Promise.all([second.join(), publishRounds(10)]);
    expect(first.lost).toHaveLength(2);
    await eventually(isAllReceived, 'all records with two members', PATIENCE_MS);

    // One member pauses, as after SIGSTOP, and the other takes over its shards. The paused one notices when it continues.
    const lostBefore = second.lost.length;
    second.clock.stop();
    await publishRounds(10);
    await eventually(isAllReceived, 'all records although one member is paused', PATIENCE_MS);
    second.clock.resume();
    await eventually(
      () => second.lost.length > lostBefore,
      'the paused member notices which shards it lost',
      PATIENCE_MS,
    );
    await publishRounds(5);
    await eventually(isAllReceived, 'all records after it continued', PATIENCE_MS);

    // The database is down for longer than a lease: all members stop and start again.
    const port = Number(new URL(postgres.url).port);
    await postgres.stop();
    await eventually(() => first.lost.length > 2, 'members that cannot renew stop', PATIENCE_MS);
    await publishRounds(5);
    postgres = await startEmbeddedPostgres({ dataDir: home, port, logger: new CapturingLogger() });
    await eventually(isAllReceived, 'all records after the database restarted', PATIENCE_MS);

    await first.close();
    await publishRounds(5);
    await eventually(isAllReceived, 'all records with the remaining member', PATIENCE_MS);
    await second.close();
    expect(await publisher.backlog()).toBe(0);

    // Each member received each key in order, apart from repeated records.
    for (const member of [first, second]) {
      for (const key of keys) {
        const own = member.received
          .filter((name) => name.startsWith(`${key}#`))
          .map((name) => Number(name.split('#')[1]));
        const firsts = [...new Set(own)];
        expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
      }
    }
    await publisher.close();
  }, 240_000);
});
