import type { SubscribeOptions } from '@earshot/ports';
import type { PartitionSubscriber } from './partition-dispatcher.js';

/** The subscriber of a topic as the dispatcher of one of its partitions sees it. */
export const topicSubscriber = ({
  topic,
  acknowledge,
  handle,
}: Pick<SubscribeOptions, 'topic' | 'handle' | 'acknowledge'>): PartitionSubscriber<unknown> => ({
  acknowledge,
  handle: (delivery) => handle({ ...delivery, topic }),
});
