import type { KafkaConnection } from '../src/kafka/kafka-connection.js';

/** The commits of all consumers of a connection. Each waits while they are held. */
export interface HeldCommits {
  /** Commits that wait now. */
  readonly waiting: number;
  /** Rebalances that a consumer has noticed. Its next step is to join again. */
  readonly rebalances: number;
  hold(): void;
  release(): void;
}

/** Call it before the connection creates its first consumer. */
export async function holdCommits(connection: KafkaConnection): Promise<HeldCommits> {
  let released = Promise.resolve();
  let release = (): void => undefined;
  const held = {
    waiting: 0,
    rebalances: 0,
    hold: () => void (released = new Promise((resolve) => (release = resolve))),
    release: () => release(),
  };
  const kafka = await connection.kafka();
  const createConsumer = kafka.consumer.bind(kafka);
  kafka.consumer = (config) => {
    const consumer = createConsumer(config);
    const commitOffsets = consumer.commitOffsets.bind(consumer);
    consumer.on(consumer.events.REBALANCING, () => void (held.rebalances += 1));
    consumer.commitOffsets = async (offsets) => {
      held.waiting += 1;
      await released;
      held.waiting -= 1;
      await commitOffsets(offsets);
    };
    return consumer;
  };
  return held;
}
