import { randomUUID } from 'node:crypto';
import { CapturingLogger, CapturingMetrics, findKafkaHome } from '@earshot/testing';
import type { Clock, Logger } from '@earshot/ports';
import { KafkaEventBus } from '../src/kafka/kafka-event-bus.js';
import type { KafkaSettings } from '../src/kafka/kafka-settings.js';

export const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

/** The directory of the broker's jars. Without them these specs are skipped. */
export const kafkaHome = findKafkaHome(process.env['EARSHOT_TEST_KAFKA_HOME']);
if (kafkaHome === undefined)
  process.stderr.write('skipped: Kafka is not installed (run node tools/workspace/ensure-kafka.mjs)\n');

/** All buses of a test share a prefix. Each test has its own. */
export const freshPrefix = () => `t${randomUUID().slice(0, 8)}.`;

export const settingsFor = (brokers: readonly string[], changes: Partial<KafkaSettings> = {}): KafkaSettings => ({
  brokers,
  topicPrefix: freshPrefix(),
  compression: 'none',
  lingerMs: 2,
  sessionTimeoutMs: 6_000,
  rebalanceTimeoutMs: 20_000,
  ...changes,
});

export function aKafkaBus(settings: KafkaSettings, logger: Logger = new CapturingLogger()): KafkaEventBus {
  return new KafkaEventBus({
    settings,
    clientName: 'spec',
    clock,
    newId: randomUUID,
    logger,
    metrics: new CapturingMetrics(),
  });
}
