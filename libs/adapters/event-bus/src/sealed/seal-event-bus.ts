import { topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import {
  canKeepMessages,
  canPing,
  canReadBacklog,
  Failure,
  type BacklogReader,
  type BusProbe,
  type Delivery,
  type EventBus,
  type MessageKeeper,
  type MessageSealer,
} from '@earshot/ports';

export interface SealedTopics {
  /** Also the messages with numbers and names are sealed. Those that were sealed before are opened in any case. */
  readonly sealsNumbers: boolean;
}

/**
 * A bus whose servers see only sealed messages on the topics that `topics.ts` names. Publishers and subscribers notice nothing. A message
 * that cannot be opened is delivered as it is: no event can be read from it, so its stage sets it aside.
 */
export function sealEventBus(
  bus: EventBus,
  sealer: MessageSealer,
  { sealsNumbers }: SealedTopics = { sealsNumbers: false },
): EventBus {
  const abilities: Partial<BacklogReader & BusProbe & MessageKeeper> = {
    ...(canReadBacklog(bus) && { backlogMessages: (topic, group) => bus.backlogMessages(topic, group) }),
    ...(canPing(bus) && { ping: () => bus.ping() }),
    ...(canKeepMessages(bus) && {
      keepsMessages: (topic) => bus.keepsMessages(topic),
      whenAcknowledged: (topic, group) => bus.whenAcknowledged(topic, group),
    }),
  };
  return {
    ...abilities,
    isDurable: bus.isDurable,
    publish: async (topic, key, value) =>
      bus.publish(topic, key, isSealedTopic(topic, sealsNumbers) ? await sealer.seal(topic, key, value) : value),
    whenDurable: (topic, key) => bus.whenDurable(topic, key),
    subscribe: (options) =>
      bus.subscribe(
        isSealedTopic(options.topic, true)
          ? { ...options, handle: async (delivery) => options.handle(await openDelivery(delivery, sealer)) }
          : options,
      ),
    close: () => bus.close(),
  };
}

function isSealedTopic(topic: TopicName, sealsNumbers: boolean): boolean {
  const definition = topics[topic] as TopicDefinition | undefined;
  return definition?.isSealed === true || (sealsNumbers && definition?.holdsNumbers === true);
}

async function openDelivery(delivery: Delivery, sealer: MessageSealer): Promise<Delivery> {
  const { topic, key, value, partition, attempt } = delivery;
  const opened = await sealer.open(topic, key, value).catch((error: unknown) => {
    if (error instanceof Failure && !error.retryable) return value;
    throw error;
  });
  return { topic, key, value: opened, partition, attempt, acknowledge: () => delivery.acknowledge() };
}
