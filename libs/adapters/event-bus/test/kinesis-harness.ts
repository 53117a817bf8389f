import { randomUUID } from 'node:crypto';
import { CapturingLogger, CapturingMetrics, InMemoryShardLeases } from '@earshot/testing';
import type { Clock, EventBus, ShardLeases, SubscribeOptions } from '@earshot/ports';
import { KinesisEventBus } from '../src/kinesis/kinesis-event-bus.js';
import type { KinesisSettings } from '../src/kinesis/kinesis-settings.js';

// Without credentials in the environment the SDK would request some from the network.
process.env['AWS_ACCESS_KEY_ID'] = 'spec';
process.env['AWS_SECRET_ACCESS_KEY'] = 'spec';

export const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

export const random = Math.random;

/** The topic that most specs use. */
export const topic = 'calls.transcript' as const;

export const freshLeases = (): InMemoryShardLeases => new InMemoryShardLeases({ nowMs: () => performance.now() });

/** All buses of a test share a prefix, and each test has its own. The pauses are short, because the server is in this process. */
export const settingsFor = (endpoint: string, changes: Partial<KinesisSettings> = {}): KinesisSettings => ({
  region: 'eu-central-1',
  endpoint,
  streamPrefix: `t${randomUUID().slice(0, 8)}.`,
  maxShards: 4,
  createsStreams: true,
  fanOut: false,
  pollMs: 50,
  lingerMs: 1,
  leaseMs: 2_000,
  ...changes,
});

export function aKinesisBus(
  settings: KinesisSettings,
  leases: ShardLeases = freshLeases(),
  over: { logger?: CapturingLogger; clock?: Clock } = {},
): KinesisEventBus {
  const tools = { clock, newId: randomUUID, logger: new CapturingLogger(), metrics: new CapturingMetrics(), ...over };
  return new KinesisEventBus({ settings, leases, ...tools });
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = ({ value }: { value: Uint8Array }): string => new TextDecoder().decode(value);

/** Subscribes to the topic. Returns a map that fills with the texts of each key, in the order in which they arrive. */
export async function collectMessages(
  bus: EventBus,
  as: SubscribeOptions['as'] = { group: 'stage' },
): Promise<Map<string, string[]>> {
  const received = new Map<string, string[]>();
  await bus.subscribe({
    ...{ topic, as, acknowledge: 'on-return' },
    handle: async (delivery) =>
      void received.set(delivery.key, [...(received.get(delivery.key) ?? []), textOf(delivery)]),
  });
  return received;
}

export const firstNumbers = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n));

/** Waits until the condition holds. Fails only after a limit that no slow machine reaches. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 60_000,
): Promise<void> {
  const deadlineMs = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error(`did not happen in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
