import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventBusConformance, startKafka, type KafkaServer } from '@earshot/testing';
import { aKafkaBus, kafkaHome, settingsFor } from './kafka-harness.js';

(kafkaHome === undefined ? describe.skip : describe)('the Kafka bus on a real broker', () => {
  let server: KafkaServer;
  beforeAll(async () => {
    server = await startKafka({ home: kafkaHome ?? '' });
  }, 180_000);
  afterAll(() => server.dispose());

  for (const { promise, run } of eventBusConformance) it(promise, () => run(() => aKafkaBus(settingsFor(server.brokers))), 120_000);
});
