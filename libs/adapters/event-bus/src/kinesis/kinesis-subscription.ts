import type { TopicName } from '@earshot/contracts';
import type { Clock, Logger, SubscribeOptions } from '@earshot/ports';
import { windowFor } from '../shared/partition-window.js';
import { topicSubscriber } from '../shared/topic-subscriber.js';
import type { KinesisStreams } from './kinesis-streams.js';
import type { StreamReadingFactory } from './stream-reading-factory.js';
import { StreamSubscription } from './stream-subscription.js';

export interface KinesisSubscriptionOptions {
  readonly streams: KinesisStreams;
  readonly readingFactory: StreamReadingFactory;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  onClosed(): void;
}

/** One subscriber of one topic. */
export class KinesisSubscription extends StreamSubscription {
  constructor(
    private readonly subscriber: SubscribeOptions,
    { streams, readingFactory, ...options }: KinesisSubscriptionOptions,
  ) {
    const { topic, as, onLost } = subscriber;
    const ofStream = {
      ...topicSubscriber(subscriber),
      ...{ window: windowFor(topic), hasParts: true },
      ...(onLost !== undefined && { onLost: onLost.bind(subscriber) }),
    };
    super({
      ...options,
      topic,
      findStream: () => streams.findOrCreate(topic),
      forgetStream: () => streams.forget(topic),
      // An instance that has read before gets every message of the new stream, because all came after it subscribed.
      openReading: (stream, hasRead, signal) =>
        'group' in as
          ? readingFactory.openForGroup(ofStream, as.group, stream, signal)
          : readingFactory.openForInstance(ofStream, stream, hasRead),
    });
  }

  /** Unacknowledged messages by shard, if this subscription belongs to that group. */
  backlogsOf(topic: TopicName, group: string): ReadonlyMap<string, number> | undefined {
    const { topic: ownTopic, as } = this.subscriber;
    return ownTopic === topic && 'group' in as && as.group === group ? this.backlogs : undefined;
  }
}
