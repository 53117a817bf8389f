import { topicNames } from '@earshot/contracts';
import type { Clock, Logger } from '@earshot/ports';
import { KafkaConnection } from '../kafka-connection.js';
import type { KafkaSettings } from '../kafka-settings.js';
import { KafkaTopics } from '../kafka-topics.js';
import { grantRights } from './grant-rights.js';

export interface PrepareKafkaOptions {
  /** With the identity of an operator, who may create topics and rights. */
  readonly settings: KafkaSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the wait for brokers that do not answer. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Creates the missing topics and gives the user of each service the rights of its work. Safe to repeat. Waits while the brokers are
 * unreachable. Rejects with a `Failure` such as `BUS_AUTHENTICATION_FAILED`, `BUS_TLS_FAILED` or `BUS_NOT_ALLOWED`.
 */
export async function prepareKafka({ settings, clock, logger, signal }: PrepareKafkaOptions): Promise<void> {
  const connection = new KafkaConnection(settings, 'earshot-operator', clock, logger.child({ bus: 'kafka' }));
  const close = () => connection.close();
  signal?.addEventListener('abort', close, { once: true });
  try {
    const existing = new KafkaTopics(connection);
    for (const topic of topicNames) await existing.findOrCreate(topic);
    await connection.retryUntilDone('grant rights', () =>
      connection.request((admin) => grantRights(admin, settings.topicPrefix)),
    );
    logger.info({ topics: topicNames.length }, 'Kafka is prepared: the topics exist, and each service has its rights');
  } finally {
    signal?.removeEventListener('abort', close);
    await connection.close();
  }
}
